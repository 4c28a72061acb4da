"""Sixty people file at once while every call to Slack takes five seconds."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from benchmarks import databases, servers
from benchmarks.contests import a_form, check_stored
from benchmarks.databases import Databases
from benchmarks.load import Round, send
from benchmarks.servers import Server

PEOPLE: Final = 60
EVERY_CALL_TAKES_5_S: Final = {"kind": "delay", "seconds": 5, "times": None}
STAYS_SLOW: Final = 5.0
"""Seconds between the last ack and Slack's recovery."""

GIVES_UP_AFTER: Final = 120.0
LOOKS_EVERY: Final = 0.25


@dataclass(frozen=True, slots=True)
class Hang:
    """What came of it; `last_after` is in seconds from Slack's recovery to the last post, None where some lack."""

    acks: Round
    owed: int
    posted: int
    doubled: int
    last_after: float | None


def endure(fresh: Databases) -> Hang:
    """File on a cold process, let Slack recover, and wait until everything owed has been posted."""
    with fresh() as url, servers.slack() as slack, servers.baton(url, slack) as baton:
        servers.ask(slack.port, "/sandbox/faults", "POST", EVERY_CALL_TAKES_5_S)
        acks = send(baton.port, [a_form("hang", number) for number in range(PEOPLE)], PEOPLE)
        check_stored(url, len(acks.latencies))
        owed = databases.count(url, "outbox")
        time.sleep(STAYS_SLOW)
        servers.ask(slack.port, "/sandbox/faults", "DELETE")
        last_after = _all_posted(slack, owed)
        posted = _posted(slack)
        return Hang(acks, owed, len(posted), sum(posted.values()) - len(posted), last_after)


def _all_posted(slack: Server, owed: int) -> float | None:
    """Wait for `owed` messages; answer how many seconds it took."""
    began = time.monotonic()
    while time.monotonic() - began < GIVES_UP_AFTER:
        if len(_posted(slack)) >= owed:
            return time.monotonic() - began
        time.sleep(LOOKS_EVERY)
    return None


def _posted(slack: Server) -> Counter[str]:
    """Answer the keys of the messages in Slack, and how often each is there."""
    _, messages = servers.ask(slack.port, "/sandbox/messages")
    return Counter(message["metadata"]["event_payload"]["key"] for message in messages if not message["deleted"])
