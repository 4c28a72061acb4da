"""How soon Baton is ready, how much of that goes into imports, and what it weighs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks import servers
from benchmarks.databases import Databases
from benchmarks.footprint import Footprint, weigh

STARTS: Final = 5
"""On each kind of database for each round that is asked for."""
IMPORT: Final = re.compile(r"^import time: +(\d+) \|", re.MULTILINE)
"""What Python says of each module: the microseconds that it took by itself."""


@dataclass(frozen=True, slots=True)
class Start:
    """A start whose imports were timed: seconds until it was ready, those of them in imports; how many modules."""

    ready_after: float
    importing: float
    modules: int


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds until ready by the name of the database; a start with its imports timed for each round; the weight."""

    ready: Mapping[str, list[float]]
    timed: list[Start]
    footprint: Footprint


def measure(kinds: Mapping[str, Databases], rounds: int) -> Starts:
    """Start so often on each kind of database, in turn; on SQLite also with imports timed, and for the scales.

    One start on each is not counted: it compiles what has changed since the last.
    """
    ready: dict[str, list[float]] = {kind: [] for kind in kinds}
    for fresh in kinds.values():
        _start(fresh)
    timed = []
    for _ in range(rounds):
        for kind, fresh in kinds.items():
            ready[kind] += [_start(fresh) for _ in range(STARTS)]
        timed.append(_timed_start(kinds["SQLite"]))
    return Starts(ready, timed, weigh(kinds["SQLite"]))


def _start(fresh: Databases) -> float:
    with fresh() as url, servers.slack() as slack, servers.baton(url, slack) as server:
        return server.ready_after


def _timed_start(fresh: Databases) -> Start:
    """Start with Python telling what each import takes; telling it takes a little time, too."""
    with (
        fresh() as url,
        servers.slack() as slack,
        servers.baton(url, slack, PYTHONPROFILEIMPORTTIME="1") as server,
    ):
        return imports(server.said, server.ready_after)


def imports(said: str, ready_after: float) -> Start:
    """Add up what Python said of each import."""
    took = [int(microseconds) for microseconds in IMPORT.findall(said)]
    return Start(ready_after, sum(took) / 1e6, len(took))
