"""The phone system's door: signed, fresh and readable events are stored before they are answered; nothing else is."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.web import Guard, Readiness, build
from bot.webhooks.body import LARGEST
from bot.webhooks.calls import LONGEST_TEXT, PATH, CallsDoor
from sandbox.slack.listener import Listener
from sandbox.telephone.wire import signed as headers_of
from storage.calls import Call
from storage.database import Database
from tests.edge.test_guard import EXAMPLES, JSON_VALUES, Door, a_bolt
from tests.faults.locks import locked
from workflows.people.policy import Roles
from workflows.whisper.advising import OpenBook
from workflows.whisper.floor import Floor

SECRET = "phones-and-baton"
NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
Pairs = list[tuple[bytes, bytes]]
AtDoor = Callable[[CallsDoor], Starlette]
SLACKS: dict[str, AtDoor] = {
    "http": lambda door: build(Guard(a_bolt([]), b"slack's"), Readiness({}), {PATH: door}),
    "socket": lambda door: build(None, Readiness({}), {PATH: door}),
}


class Phones:
    """A phone system's way to a true door, and what stands behind it."""

    def __init__(self, url: str, database: Database) -> None:
        self.door = Door(url)
        self.database = database

    async def post(self, body: bytes, headers: Pairs | None = None, method: bytes = b"POST") -> int:
        """Send these very bytes, well signed unless `headers` say otherwise; answer the status."""
        return await self.door.send(body, signed(body) if headers is None else headers, path=PATH, method=method)

    def calls(self) -> list[Call]:
        """Answer what was stored."""
        return self.database.read_now(lambda work: list(work.calls.every()))

    def count_segments(self) -> int:
        """Count what is kept of all that was said."""
        return self.database.read_now(lambda work: work.calls.count_segments())


@asynccontextmanager
async def phones_at(url: str, slack: str) -> AsyncIterator[Phones]:
    """A door before a database; `slack` is how Slack reaches the same process."""
    database = Database(url, lambda: NOW)
    await database.start()
    door = CallsDoor(database, OpenBook(), Floor(Roles()), lambda: NOW, SECRET.encode())
    listener = Listener(SLACKS[slack](door))
    await listener.open()
    yield Phones(listener.url, database)
    await listener.close()
    await database.close()


@pytest.fixture(scope="module", params=SLACKS)
async def phones(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Phones]:
    folder: Path = tmp_path_factory.mktemp("calls")
    async with phones_at(f"sqlite:///{folder / 'baton.db'}", request.param) as phones:
        yield phones


def signed(body: bytes, age: int = 0, secret: str = SECRET) -> Pairs:
    """The headers that a phone system sends with `body`."""
    headers = headers_of(body, secret, int(time.time()) - age)
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def event(**changes: object) -> bytes:
    """A segment that is in order but for `changes`; a field that is to be `...` is left out."""
    fields = {
        "id": f"e-{time.perf_counter_ns()}",
        "type": "call.segment",
        "call_id": "c-1",
        "at": NOW.isoformat(),
        "agent": {"slack_id": "U_AGENT"},
        "customer": {"name": "株式会社青空"},
        "speaker": "customer",
        "final": True,
        "text": "解約したいのですが",
        **changes,
    }
    return json.dumps({name: value for name, value in fields.items() if value is not ...}).encode()


async def test_what_is_in_order_is_stored_once_however_often_it_comes(phones: Phones) -> None:
    before = phones.count_segments()
    body = event()
    assert [await phones.post(body) for _ in range(3)] == [204, 204, 204]
    assert phones.count_segments() == before + 1


SOME = event()
SIGNATURE = signed(SOME)[1][1]
UNSIGNED: dict[str, Pairs] = {
    "none at all": [],
    "another secret": signed(SOME, secret="another"),
    "another body": signed(SOME + b" "),
    "301 seconds old": signed(SOME, 301),
    "from the future": signed(SOME, -3600),
    "twice": [*signed(SOME), signed(SOME)[1]],
    "empty": [(b"x-baton-signature", b"")],
    "no time": [(b"x-baton-signature", SIGNATURE.partition(b",")[2])],
    "the parts the other way round": [(b"x-baton-signature", b",".join(SIGNATURE.split(b",")[::-1]))],
    "two versions": [(b"x-baton-signature", SIGNATURE + b",v1=" + b"0" * 64)],
    "upper case": [(b"x-baton-signature", SIGNATURE.upper())],
    "a negative time": [(b"x-baton-signature", SIGNATURE.replace(b"t=", b"t=-"))],
    "a huge time": [(b"x-baton-signature", b"t=" + b"9" * 400 + b",v1=" + b"0" * 64)],
    "not ASCII": [(b"x-baton-signature", b"t=\xff\xfe,v1=\xe9")],
    "full-width digits": [(b"x-baton-signature", "t=１７,v1=".encode() + b"0" * 64)],
    "Slack's own": [(b"x-slack-signature", SIGNATURE)],
}


@pytest.mark.parametrize("headers", UNSIGNED.values(), ids=UNSIGNED.keys())
async def test_what_the_phone_system_did_not_sign_is_401(phones: Phones, headers: Pairs) -> None:
    before = phones.count_segments()
    assert await phones.post(SOME, headers) == 401
    assert phones.count_segments() == before


MALFORMED = {
    "nothing": b"",
    "no JSON": b"call.started",
    "bad UTF-8": b'{"id": "\xff"}',
    "a list": b"[]",
    "a word": b'"call.started"',
    "nested 100,000 deep": b"[" * 100_000,
    "a number too long to read": b'{"id": ' + b"9" * 5000 + b"}",
    "no id": event(id=...),
    "an empty id": event(id=""),
    "an id that is a number": event(id=7),
    "an id too long": event(id="x" * 401),
    "no type": event(type=...),
    "an unknown type": event(type="call.paused"),
    "no call": event(call_id=None),
    "a call that is a list": event(call_id=["c"]),
    "no time": event(at=...),
    "a time without zone": event(at="2026-11-20T01:42:00"),
    "a day": event(at="2026-11-20"),
    "a time that is a number": event(at=1_700_000_000),
    "the first moment of all": event(at="0001-01-01T00:00:00+14:00"),
    "the last moment of all": event(at="9999-12-31T23:59:59-14:00"),
    "the day before yesterday": event(at=(NOW - timedelta(days=2)).isoformat()),
    "an agent that is a word": event(agent="U_AGENT"),
    "an agent's id that is a number": event(agent={"slack_id": 7}),
    "a customer that is a list": event(customer=[]),
    "a name longer than any speech": event(customer={"name": "x" * 50_001}),
    "nobody who speaks": event(speaker=...),
    "a third who speaks": event(speaker="either"),
    "final in words": event(final="true"),
    "nothing of final": event(final=...),
    "no text": event(text=...),
    "text that is a number": event(text=7),
    "a text too long": event(text="x" * (LONGEST_TEXT + 1)),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_cannot_be_read_is_400(phones: Phones, body: bytes) -> None:
    before = (len(phones.calls()), phones.count_segments())
    assert await phones.post(body) == 400
    assert (len(phones.calls()), phones.count_segments()) == before


ODD = {
    "a first guess": (event(final=False), 0),
    "silence": (event(text=" \n　"), 0),
    "a long monologue": (event(text="あ" * LONGEST_TEXT), 1),
    "NUL and half a character": (event(text="a\0b\ud800c", id="\0\ud800", call_id="c\0\udfff"), 1),
    "an agent of another world": (event(call_id="c-2", agent={"slack_id": "\0\ud800", "email": "\0@\ud800"}), 1),
    "a customer of another world": (
        event(call_id="c-3", type="call.started", customer=dict.fromkeys(("account_id", "phone", "name"), "\0\ud800")),
        0,
    ),
    "nobody at all": (event(call_id="c-4", agent=None, customer=...), 1),
    "a time in another zone": (event(at="2026-11-20T10:42:00.123456789+09:00"), 1),
    "a time in small letters": (event(at="2026-11-20t01:42:00z"), 1),
    "more than we know": (event(channel="voice", agent={"slack_id": "U_AGENT", "extension": 12}), 1),
}


@pytest.mark.parametrize(("body", "segments"), ODD.values(), ids=ODD.keys())
async def test_what_is_odd_is_taken_as_it_is(phones: Phones, body: bytes, segments: int) -> None:
    before = phones.count_segments()
    assert await phones.post(body) == 204
    assert phones.count_segments() == before + segments


async def test_an_oversized_body_is_413_before_it_is_read(phones: Phones) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nhost: baton\r\ncontent-length: {LARGEST + 1}\r\n\r\n"
    assert await phones.door.send_raw(head.encode()) == 413
    assert await phones.post(event(text="x" * 2 * LARGEST)) == 413


async def test_only_posts_come_in(phones: Phones) -> None:
    for method in (b"GET", b"PUT", b"DELETE"):
        assert await phones.post(b"", [], method) == 405


async def test_without_a_door_there_is_nothing() -> None:
    listener = Listener(build(None, Readiness({})))
    await listener.open()
    assert await Door(listener.url).send(SOME, signed(SOME), path=PATH) == 404
    await listener.close()


async def test_whatever_is_signed_is_taken_or_refused_never_a_fault(phones: Phones) -> None:
    bodies: list[bytes] = []
    names = st.sampled_from(["id", "type", "call_id", "at", "agent", "customer", "speaker", "final", "text"])

    @EXAMPLES
    @given(changes=st.dictionaries(names, JSON_VALUES, max_size=3))
    def collect(changes: dict[str, Any]) -> None:
        bodies.append(event(**changes))

    collect()
    for body in bodies:
        assert await phones.post(body) in {204, 400}, body


async def test_where_nothing_can_be_stored_the_phone_system_is_told_to_try_again(sqlite_url: str) -> None:
    async with phones_at(sqlite_url, "socket") as phones:
        with capture_logs() as log, locked(sqlite_url):
            assert await phones.post(event(id="e-again")) == 503
        assert "解約" not in str(log)
        assert await phones.post(event(id="e-again")) == 204
        assert phones.count_segments() == 1


async def test_the_same_odd_texts_are_taken_on_postgresql(postgresql_url: str) -> None:
    async with phones_at(postgresql_url, "http") as phones:
        assert {await phones.post(body) for body, _ in ODD.values()} == {204}
        assert phones.count_segments() == sum(segments for _, segments in ODD.values())
