"""Contests: the same requests to each contestant in turn, round after round, a fresh server each time."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final

from benchmarks import databases, payloads, servers
from benchmarks.databases import Databases
from benchmarks.load import Round, send
from benchmarks.servers import Server

CLIENTS: Final = 16
ROUNDS: Final = 3
FLOOR: Final = "floor"
GROUPING_FLOOR: Final = "floor that groups commits"
BATON: Final = "Baton"
BATON_POSTING: Final = "Baton, posting meanwhile"

EVERY_CALL_HANGS: Final = {"kind": "hang", "times": None}


class NotStored(Exception):  # noqa: N818  what was found; it makes the whole run worthless
    """A server acked what is not in its database."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A contestant on its own: its server, and the database it writes to, if any."""

    server: Server
    url: str | None = None


Opening = Callable[[], AbstractContextManager[Stage]]


@dataclass(frozen=True, slots=True)
class Contest:
    """What is asked of whom: `warm` requests before the clock runs, `counted` after; `goal` is a share of the floor."""

    name: str
    goal: float
    request: Callable[[str, int], bytes]
    warm: int
    counted: int
    contestants: Mapping[str, Opening]


@dataclass(frozen=True, slots=True)
class Result:
    """What a contest came to: the rounds of each contestant in the order played."""

    contest: Contest
    rounds: Mapping[str, list[Round]]


def an_event(name: str, number: int) -> bytes:
    """Answer one signed event that needs no more than an ack."""
    return payloads.signed(payloads.opened_messages(name, number), payloads.JSON, int(time.time()))


def a_form(name: str, number: int) -> bytes:
    """Answer one signed submission."""
    return payloads.signed(payloads.submission(name, number), payloads.FORM, int(time.time()))


def acks(fresh: Databases) -> Contest:
    """An event whose listener neither reads nor writes: what is left is the way in and out."""
    contestants = {FLOOR: _floor_without_database, BATON: lambda: _baton(fresh)}
    return Contest("ack only", 0.25, an_event, 500, 5000, contestants)


def forms(fresh: Databases, kind: str, goal: float) -> Contest:
    """A submitted form: acked once its request is on disk, with what is owed for it.

    The floor owes and never posts, so Baton stands beside it while Slack answers nothing, and once more while it does.
    """
    contestants: dict[str, Opening] = {FLOOR: lambda: _floor(fresh)}
    if kind == "SQLite":
        contestants[GROUPING_FLOOR] = lambda: _floor(fresh, at_once=64)
    contestants |= {BATON: lambda: _baton(fresh, EVERY_CALL_HANGS), BATON_POSTING: lambda: _baton(fresh)}
    return Contest(f"form → durable request, {kind}", goal, a_form, 200, 1200, contestants)


@contextmanager
def _floor_without_database() -> Iterator[Stage]:
    with servers.floor() as server:
        yield Stage(server)


@contextmanager
def _floor(fresh: Databases, at_once: int = 1) -> Iterator[Stage]:
    with fresh() as url, servers.floor(url, at_once) as server:
        yield Stage(server, url)


@contextmanager
def _baton(fresh: Databases, fault: Mapping[str, object] | None = None) -> Iterator[Stage]:
    with fresh() as url, servers.slack() as slack, servers.baton(url, slack) as server:
        if fault is not None:
            servers.ask(slack.port, "/sandbox/faults", "POST", fault)
        yield Stage(server, url)


def play(contest: Contest, rounds: int = ROUNDS) -> Result:
    """Let everyone play `rounds` rounds in turn, every other time in the reverse order."""
    order = list(contest.contestants)
    result = Result(contest, {name: [] for name in order})
    for number in range(rounds):
        for name in order if number % 2 == 0 else reversed(order):
            with contest.contestants[name]() as stage:
                result.rounds[name].append(_round(contest, stage))
    return result


def _round(contest: Contest, stage: Stage) -> Round:
    warm = [contest.request("warm", number) for number in range(contest.warm)]
    counted = [contest.request("counted", number) for number in range(contest.counted)]
    before = send(stage.server.port, warm, CLIENTS)
    played = send(stage.server.port, counted, CLIENTS)
    if stage.url is not None and contest.request is a_form:
        check_stored(stage.url, len(before.latencies) + len(played.latencies))
    return played


def check_stored(url: str, acked: int) -> None:
    """Raise NotStored unless there is a request for each ack."""
    stored = databases.count(url, "requests")
    if stored < acked:
        raise NotStored(f"{acked} acked, {stored} stored")
