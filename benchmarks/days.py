"""Ten days of a team's work in a few minutes, and what the process weighs after each."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from benchmarks import databases, payloads, servers, team
from benchmarks.contests import CLIENTS, a_form
from benchmarks.databases import Databases
from benchmarks.load import send
from benchmarks.servers import Server
from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale

DAYS: Final = 10
CONTACTS: Final = 900
"""A day, of which there are:"""
REQUESTS: Final = 300
WAVES: Final = 3
"""Times in which every agent has a call at once; the first time a coach whispers to each."""
LINES: Final = 4
"""Segments that the telephone tells of each call."""

OWNERS: Final = 100
"""Account managers: as a team's own dozen could read no more than a post a second, days would be as long as that."""
COACHES: Final = tuple(f"UOWNER{number:03}" for number in range(54))
SETTLED_WITHIN: Final = 120.0
LOOKS_EVERY: Final = 0.5
OWED: Final = "outbox WHERE state IN ('pending', 'sending', 'unknown')"
FIRST_KEY: Final = 1001


class NotSettled(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """Something was refused, or is owed for too long."""


@dataclass(frozen=True, slots=True)
class Lived:
    """Resident memory in MiB: once ready, then at the end of each day; and how many requests each day has."""

    ready: float
    days: tuple[float, ...]
    requests: int = REQUESTS

    @property
    def growth(self) -> float:
        """Answer how many MiB a thousand requests have added, by the slope of all days but the first, which warms."""
        counted = [(day * self.requests / 1000, mib) for day, mib in enumerate(self.days)][1:]
        middle = sum(at for at, _ in counted) / len(counted)
        return sum((at - middle) * mib for at, mib in counted) / sum((at - middle) ** 2 for at, _ in counted)


def live(fresh: Databases) -> Lived:
    """Let ten days come, each once all that the last one owes has been posted."""
    with fresh() as url, servers.recorder() as slack:
        Database(url, lambda: datetime.now(UTC)).write_now(_widen)
        more = {"BATON_WEBHOOK_SECRET": team.WEBHOOK_SECRET, "BATON_LEADS": ",".join(COACHES)}
        with servers.baton(url, slack, **more) as baton:
            return Lived(baton.resident_mib, tuple(_day(baton, url, day) for day in range(DAYS)))


def _day(baton: Server, url: str, day: int) -> float:
    for requests in _contacts(day):
        answered = send(baton.port, requests, CLIENTS)
        if answered.refused:
            raise NotSettled(f"{answered.refused} refused on day {day + 1}")
    until = time.monotonic() + SETTLED_WITHIN
    while databases.count(url, OWED):
        if time.monotonic() > until:
            raise NotSettled(f"{databases.count(url, OWED)} owed after day {day + 1}")
        time.sleep(LOOKS_EVERY)
    return baton.resident_mib


# ---- what comes in a day


def _contacts(day: int) -> Iterator[Sequence[bytes]]:
    """Answer what comes together, one after the other: calls with whispers between requests, which are then claimed."""
    yield [a_form(f"day{day}n", number) for number in range(day * REQUESTS, (day + 1) * REQUESTS)]
    for wave in range(WAVES):
        calls = [f"{day}-{wave}-{line}" for line in range(len(team.AGENTS))]
        yield [_told(call, line, "call.started") for line, call in enumerate(calls)]
        if wave == 0:
            yield [_whispered(call, line) for line, call in enumerate(calls)]
        for part in range(LINES):
            yield [_told(call, line, "call.segment", f"{part}") for line, call in enumerate(calls)]
        yield [_told(call, line, "call.ended") for line, call in enumerate(calls)]
    yield [_claimed(FIRST_KEY + number) for number in range(day * REQUESTS, (day + 1) * REQUESTS)]


def _whispered(call: str, line: int) -> bytes:
    body = payloads.whisper(team.AGENTS[line], COACHES[line], f"V{call}", f"折り返しをご案内ください {call}")
    return payloads.signed(body, payloads.FORM, int(time.time()))


def _claimed(number: int) -> bytes:
    body = payloads.click(team.AGENTS[number % len(team.AGENTS)], "request.claim", f"R-{number}")
    return payloads.signed(body, payloads.FORM, int(time.time()))


def _told(call: str, line: int, kind: str, part: str = "") -> bytes:
    said = {"speaker": "customer", "final": True, "text": f"{payloads.CUSTOMER_WORDS} {call} {part}"} if part else {}
    event = {
        "id": f"{call}-{kind}-{part}",
        "type": kind,
        "call_id": call,
        "at": datetime.now(UTC).isoformat(),
        "agent": {"slack_id": team.AGENTS[line]},
        "customer": {"account_id": team.ACCOUNTS[line]},
        **said,
    }
    return payloads.from_phone(json.dumps(event).encode(), int(time.time()))


# ---- who is there


def _widen(work: UnitOfWork) -> None:
    """Give each customer a channel of its own, and every second one an account manager of its own."""
    owners = [f"UOWNER{number:03}" for number in range(OWNERS)]
    flags = {"is_admin": False, "is_bot": False, "deactivated": False}
    work.people.remember([Person(each, each.lower(), None, Locale.JA, "Asia/Tokyo", **flags) for each in owners])
    accounts = enumerate(team.accounts())
    work.accounts.save(
        [
            replace(account, account_manager=owners[number % OWNERS], cover=None, team_channel=f"COWN{number:03}")
            for number, account in accounts
        ]
    )
