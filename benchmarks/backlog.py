"""Notices a second: processes of Baton that clear a backlog, beside as many of Procrastinate's workers, same server."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import psycopg

from benchmarks import jobs, servers, team
from benchmarks.contests import BATON
from benchmarks.databases import Databases
from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from workflows.notices import SetupTested

WORKERS: Final = (1, 2, 4)
OWED: Final = {1: 1200, 2: 1600, 4: 2000}
"""Notices, and jobs, by the number of workers: some seconds' work."""
EACH: Final = 4
"""Notices for each person's DM: one less than leave at once, so that no limit of Slack's is met."""
FROM, TO = 0.1, 0.9
"""The part of all that counts: before it not every worker may have begun, after it some may be done."""

JOBS: Final = "Procrastinate, jobs that do nothing"
IDLE: Final = f"{BATON}, posting to nobody"
POSTING: Final = f"{BATON}, posting to Slack"
CLEARED_WITHIN: Final = 120.0
LOOKS_EVERY: Final = 0.2

OF_NOTICES: Final = "SELECT tried_at, settled_at FROM outbox WHERE state = 'sent'"
OF_JOBS: Final = """
    SELECT started.at, ended.at FROM procrastinate_events started JOIN procrastinate_events ended USING (job_id)
    WHERE started.type = 'started' AND ended.type = 'succeeded'
"""
OWES_NOTICES: Final = "SELECT 1 FROM outbox WHERE state IN ('pending', 'sending', 'unknown') LIMIT 1"
OWES_JOBS: Final = "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') LIMIT 1"


class NotCleared(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """Not everything that was owed was done, and done once."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """What one round came to: settled a second, and each one's milliseconds from being taken to being settled."""

    rate: float
    in_hand: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who clears: opens so many workers on a database, owes them so much; then how it is asked, and checked."""

    opened: Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
    owe: Callable[[str, int], None]
    owes: str
    taken: str


Played = Mapping[int, Mapping[str, list[Cleared]]]
"""By the number of workers, then by contestant: the rounds in the order played."""


def play(fresh: Databases, rounds: int) -> Played:
    """Let everyone clear a backlog with each number of workers, every other round in the reverse order."""
    played: dict[int, dict[str, list[Cleared]]] = {each: {name: [] for name in CONTESTANTS} for each in WORKERS}
    for number in range(rounds):
        for workers in WORKERS:
            for name in CONTESTANTS if number % 2 == 0 else reversed(CONTESTANTS):
                played[workers][name].append(_clear(fresh, CONTESTANTS[name], workers))
    return played


def _clear(fresh: Databases, contestant: Contestant, workers: int) -> Cleared:
    """Let `workers` stand ready, owe them everything in one commit, and wait until nothing is owed any more."""
    owed = OWED[workers]
    with fresh() as url:
        _settle_in(url)
        asyncio.run(jobs.settle_in(url))
        with contestant.opened(url, workers) as check, psycopg.connect(url, autocommit=True) as connection:
            contestant.owe(url, owed)
            _wait_until_cleared(connection, contestant.owes)
            check(owed)
            return cleared(connection.execute(contestant.taken.encode()).fetchall(), owed)


def _wait_until_cleared(connection: psycopg.Connection, owes: str) -> None:
    until = time.monotonic() + CLEARED_WITHIN
    while connection.execute(owes.encode()).fetchone() is not None:
        if time.monotonic() > until:
            raise NotCleared("some are still owed")
        time.sleep(LOOKS_EVERY)


def cleared(taken: Sequence[tuple[datetime, datetime]], owed: int) -> Cleared:
    """Answer what came of a round, given when each was taken and settled; raise NotCleared where it is not all."""
    if len(taken) != owed:
        raise NotCleared(f"{len(taken)} settled of {owed}")
    settled = sorted(at for _, at in taken)
    first, last = int(owed * FROM), int(owed * TO)
    rate = (last - first) / (settled[last] - settled[first]).total_seconds()
    return Cleared(rate, tuple(sorted((at - since).total_seconds() * 1000 for since, at in taken)))


# ---- what is owed


def _people() -> Iterator[Person]:
    """Answer everyone to whom something is owed at most."""
    for number in range(max(OWED.values()) // EACH):
        name = f"UDESK{number:04}"
        flags = {"is_admin": False, "is_bot": False, "deactivated": False}
        yield Person(name, name.lower(), f"{name.lower()}@example.com", Locale.JA, "Asia/Tokyo", **flags)


def _settle_in(url: str) -> None:
    Database(url, lambda: datetime.now(UTC)).write_now(_remember)


def _remember(work: UnitOfWork) -> None:
    everyone = list(_people())
    work.people.remember(everyone)
    for person in everyone:
        work.posts.keep_channel(person.user_id, team.direct_channel(person.user_id))


def _owe_notices(url: str, number: int) -> None:
    """Owe messages that are short and say only what they carry: as near to nothing as a notice gets."""
    places = [person.user_id for person in _people()][: number // EACH]
    notices = [SetupTested(f"bench-{each}", place, place) for each in range(EACH) for place in places]
    Database(url, lambda: datetime.now(UTC)).write_now(lambda work: work.tell(notices))


def _owe_jobs(url: str, number: int) -> None:
    asyncio.run(jobs.defer(url, number))


# ---- who clears it


@contextmanager
def _jobs(url: str, workers: int) -> Iterator[Callable[[int], None]]:
    with _opened(servers.jobs, url, workers):
        yield _settled_is_enough


@contextmanager
def _idle(url: str, workers: int) -> Iterator[Callable[[int], None]]:
    with _opened(servers.carrying, url, workers):
        yield _settled_is_enough


@contextmanager
def _posting(url: str, workers: int) -> Iterator[Callable[[int], None]]:
    with servers.recorder() as slack, _opened(lambda url: servers.baton(url, slack), url, workers):
        yield lambda owed: _check_posted(slack.port, owed)


@contextmanager
def _opened(opening: Callable[[str], AbstractContextManager[object]], url: str, workers: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(workers):
            stack.enter_context(opening(url))
        yield


def _settled_is_enough(_owed: int) -> None:
    """Nobody outside took anything that could be counted."""


def _check_posted(slack: int, owed: int) -> None:
    """Raise NotCleared unless Slack has each notice once."""
    _, recorded = servers.ask(slack, "/recorded")
    if len(recorded["arrivals"]) != owed:
        raise NotCleared(f"{len(recorded['arrivals'])} posted of {owed}")


CONTESTANTS: Final = {
    JOBS: Contestant(_jobs, _owe_jobs, OWES_JOBS, OF_JOBS),
    IDLE: Contestant(_idle, _owe_notices, OWES_NOTICES, OF_NOTICES),
    POSTING: Contestant(_posting, _owe_notices, OWES_NOTICES, OF_NOTICES),
}
