"""Calls that a phone system tells of: fifty that are on, thousands that are over, and what is said in them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert

from benchmarks import payloads, phones, phrasebook, team
from storage.calls.tables import calls, whispers
from storage.database import Database
from storage.outbox import State, outbox
from storage.posts import posts
from storage.receipts import receipts
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Speaker, Tone
from workflows.whisper.advising import OpenBook
from workflows.whisper.hearing import NamedAgent, NamedCustomer, PhoneEvent, PhoneEventKind, hear

LIVE: Final = 50
SECONDS: Final = 20
AGENTS: Final = phones.AGENTS[:LIVE]
WHISPERED: Final = 2
"""Whispers in each call that is over."""
MESSAGES: Final = ("cockpit", "call_summary")
EVENTS: Final = 5
"""Receipts of each call that is over: only those of the last week are kept."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One signed post: which of the calls it belongs to, when it is due, which token its advice has, if it has any."""

    line: int
    due: float
    request: bytes
    token: str | None

    @property
    def channel(self) -> str:
        """Name the DM in which its advice comes."""
        return team.direct_channel(AGENTS[self.line])


def settle_in(url: str, ended: int) -> None:
    """Put the book into a database, the calls that are on, and `ended` that are over."""
    now = datetime.now(UTC)
    Database(url, lambda: now).write_now(_begin, now, ended)


def _begin(work: UnitOfWork, now: datetime, ended: int) -> None:
    work.people.remember(list(phones.people()))
    work.phrases.save(list(phrasebook.entries()))
    for coach in phones.COACHES[:2]:
        work.posts.keep_channel(coach, team.direct_channel(coach))
    if ended:
        _remember(work, now, ended)
    for line, agent in enumerate(AGENTS):
        customer = NamedCustomer(account_id=team.ACCOUNTS[line])
        began = PhoneEvent(f"began-{line}", PhoneEventKind.STARTED, f"live-{line}", now, NamedAgent(agent), customer)
        hear(work, began, OpenBook(), phones.FLOOR, now)
    phones.deliver(work, now)


def _remember(work: UnitOfWork, now: datetime, ended: int) -> None:
    """Keep what calls that are over leave behind: themselves, whispers, messages, receipts."""
    over = range(1, ended + 1)
    for table, rows in (
        (calls, [_call(number, now) for number in over]),
        (whispers, [_whisper(number, now) for number in over for _ in range(WHISPERED)]),
        (outbox, [_notice(number, topic, now) for number in over for topic in MESSAGES]),
        (posts, [_post(number, topic) for number in over for topic in MESSAGES]),
        (receipts, [{"key": f"calls:{n}-{e}", "received_at": now} for n in over for e in range(EVENTS)]),
    ):
        work.connection.execute(insert(table), rows)


def _agent_of(number: int) -> str:
    return phones.AGENTS[number % len(phones.AGENTS)]


def _call(number: int, now: datetime) -> dict[str, Any]:
    began = now - timedelta(minutes=20 + number)
    return {
        "call_id": f"over-{number}",
        "agent": _agent_of(number),
        "account_id": team.ACCOUNTS[number % len(team.ACCOUNTS)],
        "started_at": began,
        "last_sign_at": began,
        "announced": True,
        "ended_at": began + timedelta(minutes=5),
    }


def _whisper(number: int, now: datetime) -> dict[str, Any]:
    sent = now - timedelta(minutes=20 + number)
    return {
        "call": number,
        "agent": _agent_of(number),
        "by": phones.COACHES[0],
        "advice": "折り返しをご案内ください",
        "tone": Tone.INFO,
        "sent_at": sent,
        "sendings": 1,
        "folded_at": sent,
    }


def _notice(number: int, topic: str, now: datetime) -> dict[str, Any]:
    agent = _agent_of(number)
    told = {"topic": topic, "subject": f"call-{number}", "place": agent, "lane": agent, "kept": True, "args": {}}
    return told | {"key": f"{topic}{number}", "state": State.SENT, "created_at": now, "settled_at": now}


def _post(number: int, topic: str) -> dict[str, Any]:
    agent = _agent_of(number)
    place = {"topic": topic, "subject": f"call-{number}", "place": agent}
    return place | {"channel": team.direct_channel(agent), "ts": f"1700000000.{number:06}"}


# ---- what is said


def segments(name: str, seconds: int, now: datetime, *, matching: bool) -> Iterator[Segment]:
    """Answer one segment a second of each call, in the order in which they are due; one in 20 matches, once a call."""
    for second in range(seconds):
        for line in range(LIVE):
            due = second + line / LIVE
            said = (
                phrasebook.saying(line * 7 % len(phrasebook.PHRASES))
                if matching and second == (line * 7) % seconds
                else None
            )
            text = phrasebook.small_talk(second + line) if said is None else said.text
            event = _event(f"{name}-{line}-{second}", line, text, now + timedelta(seconds=due))
            request = payloads.from_phone(json.dumps(event).encode(), int(now.timestamp()))
            yield Segment(line, due, request, None if said is None else said.token)


def _event(event_id: str, line: int, text: str, at: datetime) -> dict[str, Any]:
    return {
        "id": event_id,
        "type": PhoneEventKind.SEGMENT.value,
        "call_id": f"live-{line}",
        "at": at.isoformat(),
        "agent": {"slack_id": AGENTS[line]},
        "customer": {"account_id": team.ACCOUNTS[line]},
        "speaker": Speaker.CUSTOMER.value,
        "final": True,
        "text": text,
    }
