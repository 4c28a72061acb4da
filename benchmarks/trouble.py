"""What else goes on while coaches whisper: nothing, a lane that Slack has rate-limited, that and a queue."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import NullPool, create_engine, text

from benchmarks import phones, servers
from storage.database import Database
from workflows.notices import SetupTested

LIMITED: Final = "CLIMITED"
CROWDED: Final = "CCROWDED"
RETRY_AFTER: Final = 30
BURST: Final = 5
"""What leaves a channel's lane at once before its notices wait for a second each."""

QUEUED: Final = 20
BEGINS_WITHIN: Final = 10.0
LOOKS_EVERY: Final = 0.02


class NotInTrouble(Exception):  # noqa: N818  what was found; it makes the situation another than its name says
    """The trouble did not begin, or was over before the last click."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What goes on meanwhile: how it begins, given Slack's port and the database if any, and whether it lasted."""

    name: str
    begin: Callable[[int, str | None], None]
    check: Callable[[str | None], None]


def _quiet(_slack: int, _url: str | None) -> None:
    """Nothing begins."""


def _lasts(_url: str | None) -> None:
    """Nothing can end."""


def _limit(slack: int, url: str | None) -> None:
    """Let Slack refuse a post in a channel, so that its lane rests."""
    servers.ask(slack, "/refuse", "POST", {"channel": LIMITED, "seconds": RETRY_AFTER})
    if url is not None:
        _tell(url, LIMITED, BURST)
        _wait_until(lambda: servers.ask(slack, "/recorded")[1]["refused"] > 0)


def _is_limited(url: str | None) -> None:
    _check_waiting(url, LIMITED, BURST)


def _queue(slack: int, url: str | None) -> None:
    """Owe more to a channel than Slack takes at once; 20 still wait when the first has left."""
    if url is not None:
        _tell(url, CROWDED, BURST + QUEUED)
        _wait_until(lambda: any(place == CROWDED for _, place, _ in servers.ask(slack, "/recorded")[1]["arrivals"]))


def _is_queued(url: str | None) -> None:
    _check_waiting(url, CROWDED, 1)


def _tell(url: str, channel: str, number: int) -> None:
    notices = [SetupTested(f"bench-{each}", channel, phones.COACHES[0]) for each in range(number)]
    Database(url, lambda: datetime.now(UTC)).write_now(lambda work: work.tell(notices))


def _wait_until(begun: Callable[[], bool]) -> None:
    until = time.monotonic() + BEGINS_WITHIN
    while not begun():
        if time.monotonic() > until:
            raise NotInTrouble("it did not begin")
        time.sleep(LOOKS_EVERY)


def _check_waiting(url: str | None, channel: str, least: int) -> None:
    """Raise NotInTrouble unless `least` notices still wait in a channel's lane."""
    if url is None:
        return
    query = text("SELECT count(*) FROM outbox WHERE lane = :lane AND settled_at IS NULL")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        waiting = connection.execute(query, {"lane": channel}).scalar_one()
    if waiting < least:
        raise NotInTrouble(f"{waiting} wait for {channel}, not {least}")


SITUATIONS: Final = (
    Situation("quiet", _quiet, _lasts),
    Situation("another lane rate-limited", _limit, _is_limited),
    Situation("the same, and 20 notices queued", _queue, _is_queued),
)
