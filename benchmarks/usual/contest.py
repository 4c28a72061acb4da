"""Sixty people file at once while Slack is slow: who is acked in time, and what a SIGKILL leaves of what was acked."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Final

from benchmarks import crowd, servers
from benchmarks.contests import BATON, a_form
from benchmarks.crowd import Acked
from benchmarks.databases import Databases
from benchmarks.servers import Server

PEOPLE: Final = 60
DELAYS: Final = (0.15, 1.0, 5.0)
"""Seconds that each call to Slack takes."""
KILLED_AFTER: Final = 1.0
"""Seconds from the filing to the SIGKILL of the second run."""

USUAL: Final = "the usual pattern"
MORE_THREADS: Final = f"the same with {PEOPLE} threads"
OWED: Final = 3
"""Messages for a form: the team's channel, the account manager, whoever filed."""
NUMBER: Final = re.compile(r"（(\d+)）")
"""How the summary of each form ends, and every message about it names it."""
LOOKS_EVERY: Final = 0.25

Opening = Callable[[Server], AbstractContextManager[Server]]
"""Starts a contestant's process beside a Slack; the block's end is its SIGKILL."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """`home` keeps what is to outlive its process; after a kill it is watched for seconds, or until all is posted."""

    home: Callable[[], AbstractContextManager[Opening]]
    watched: float


@dataclass(frozen=True, slots=True)
class Killed:
    """A run with a kill: forms acked before it, those of them that lack a message in the end, and messages counted.

    `whole_after` is in seconds from the restart until none lacked one, None where some always did.
    """

    acked: int
    incomplete: int
    posted: int
    doubled: int
    whole_after: float | None = None

    @property
    def owed(self) -> int:
        """Answer how many messages whoever was acked may expect."""
        return self.acked * OWED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one contestant at one delay: a run to Slack's patience, and another to the kill."""

    patient: Acked
    killed: Killed


Outcomes = Mapping[float, Mapping[str, Outcome]]
"""By the seconds that a call takes, then by contestant."""


def play(fresh: Databases, delays: tuple[float, ...] = DELAYS) -> Outcomes:
    """Let everyone play at each of `delays`; Baton's databases are `fresh`."""
    everyone = {
        USUAL: Contestant(lambda: _without_home(None), 10.0),
        MORE_THREADS: Contestant(lambda: _without_home(PEOPLE), 10.0),
        BATON: Contestant(lambda: _with_database(fresh), 90.0),
    }
    return {delay: {name: _outcome(each, delay) for name, each in everyone.items()} for delay in delays}


@contextmanager
def _without_home(threads: int | None) -> Iterator[Opening]:
    yield lambda slack: servers.usual(slack, threads)


@contextmanager
def _with_database(fresh: Databases) -> Iterator[Opening]:
    with fresh() as url:
        yield lambda slack: servers.baton(url, slack)


def _outcome(contestant: Contestant, delay: float) -> Outcome:
    return Outcome(_wait(contestant, delay), _kill(contestant, delay))


def _wait(contestant: Contestant, delay: float) -> Acked:
    """File, and wait as long as Slack does."""
    with contestant.home() as opened, servers.slack() as slack, opened(slack) as server:
        return _filed(server, slack, delay, crowd.SLACK_WAITS)


def _kill(contestant: Contestant, delay: float) -> Killed:
    """File, kill the process in the middle, let Slack recover, start anew, and look at what is posted in the end."""
    with contestant.home() as opened, servers.slack() as slack:
        with opened(slack) as server:
            acked = _filed(server, slack, delay, KILLED_AFTER)
        servers.ask(slack.port, "/sandbox/faults", "DELETE")
        with opened(slack):
            return _watched(slack, acked, contestant.watched)


def _filed(server: Server, slack: Server, delay: float, waits: float) -> Acked:
    servers.ask(slack.port, "/sandbox/faults", "POST", {"kind": "delay", "seconds": delay, "times": None})
    return crowd.file_at_once(server.port, [a_form("crowd", number) for number in range(PEOPLE)], waits)


def _watched(slack: Server, acked: Acked, seconds: float) -> Killed:
    """Count once every acked form has its messages, at the latest after so many seconds."""
    began = time.monotonic()
    found = count(_messages(slack), acked)
    while found.incomplete and time.monotonic() < began + seconds:
        time.sleep(LOOKS_EVERY)
        found = count(_messages(slack), acked)
    return found if found.incomplete else replace(found, whole_after=time.monotonic() - began)


def _messages(slack: Server) -> list[dict[str, object]]:
    _, messages = servers.ask(slack.port, "/sandbox/messages")
    return [message for message in messages if not message["deleted"]]


def count(messages: list[dict[str, object]], acked: Acked) -> Killed:
    """Count what Slack has of the forms that were `acked`: distinct places that each is told in, and repetitions."""
    told = Counter(_about(message) for message in messages)
    ours = {about: times for about, times in told.items() if about[0] in acked.forms}
    places = Counter(form for form, _ in ours)
    incomplete = sum(places[form] < OWED for form in acked.forms)
    return Killed(len(acked.forms), incomplete, len(ours), sum(ours.values()) - len(ours))


def _about(message: Mapping[str, object]) -> tuple[int | None, object]:
    """Answer the form that a message is about, None for any other, and the channel that it stands in."""
    named = NUMBER.search(json.dumps(message, ensure_ascii=False))
    return (int(named[1]) if named else None, message["channel"])
