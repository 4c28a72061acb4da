"""What Baton weighs: memory after a thousand forms."""

import time
from dataclasses import dataclass
from typing import Final

from benchmarks import servers
from benchmarks.contests import CLIENTS, a_form
from benchmarks.databases import Databases
from benchmarks.load import send

FORMS: Final = 1000
DELIVERS_FOR: Final = 10.0
"""Seconds of delivering before the second look."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Resident memory in MiB: once ready, after the last ack, and after ten more seconds of delivering."""

    ready: float
    acked: float
    delivering: float


def weigh(fresh: Databases) -> Footprint:
    """File a thousand forms and look at the process."""
    with fresh() as url, servers.slack() as slack, servers.baton(url, slack) as baton:
        ready = baton.resident_mib
        send(baton.port, [a_form("weigh", number) for number in range(FORMS)], CLIENTS)
        acked = baton.resident_mib
        time.sleep(DELIVERS_FOR)
        return Footprint(ready, acked, baton.resident_mib)
