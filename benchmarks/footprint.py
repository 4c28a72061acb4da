"""What Baton weighs: memory after a thousand forms, and at most while it posts a digest."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks import databases, desks, servers
from benchmarks.contests import CLIENTS, a_form
from benchmarks.databases import Databases
from benchmarks.load import send

FORMS: Final = 1000
DELIVERS_FOR: Final = 10.0
"""Seconds of delivering before the second look."""

RESTS_FOR: Final = 8.0
"""Seconds after which a process that has just started does what it does all day."""
POSTS_WITHIN: Final = 60.0
LOOKS_EVERY: Final = 0.25


class NotPosted(Exception):  # noqa: N818  what happened; what was weighed is not what was meant
    """A digest whose time had come was not posted."""


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


@dataclass(frozen=True, slots=True)
class Posting:
    """Resident memory in MiB: at rest, at most while a digest is composed and posted, and after that."""

    rests: float
    most: float
    after: float


def weigh_digest(fresh: Databases) -> Posting:
    """Let the time of a digest of 500 in work come, and look at the process until all of it is posted."""
    now = datetime.now(UTC)
    with fresh() as url:
        desks.settle_in(url, desks.Desk(10_000, 500), now)
        with servers.slack() as slack, servers.baton(url, slack, BATON_TIMEZONE=desks.ZONE) as baton:
            time.sleep(RESTS_FOR)
            rests = baton.resident_mib
            baton.forget_most()
            desks.let_come(url, datetime.now(UTC))
            _wait_until_posted(url)
            return Posting(rests, baton.most_resident_mib, baton.resident_mib)


def _wait_until_posted(url: str) -> None:
    """Return once nothing is owed any more; raise NotPosted where that takes too long."""
    until = time.monotonic() + POSTS_WITHIN
    while time.monotonic() < until:
        if databases.count(url, "outbox") and not databases.count(url, "outbox WHERE state <> 'sent'"):
            return
        time.sleep(LOOKS_EVERY)
    raise NotPosted(f"{databases.count(url, 'outbox')} owed")
