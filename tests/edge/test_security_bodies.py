"""What a body may be: 1 MiB, as it is, read once; compressed, deep, endless or odd, it ends at the door."""

import gzip
import hashlib
import hmac
import json
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from starlette.types import ASGIApp

from bot.web import Guard, Readiness, build
from bot.webhooks.body import LARGEST
from bot.webhooks.calls import PATH as CALLS
from bot.webhooks.calls import CallsDoor
from bot.webhooks.jira import PATH as JIRA
from bot.webhooks.jira import JiraDoor
from sandbox.jira.hooks import signed as signed_by_jira
from sandbox.slack.listener import Listener
from storage.base import metadata
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.edge.test_guard import SECRET, Door, a_bolt, signed
from workflows.people.policy import Roles
from workflows.whisper.advising import OpenBook
from workflows.whisper.floor import Floor

OTHERS = "shared-secret"
Pairs = list[tuple[bytes, bytes]]
Sign = Callable[[bytes], Pairs]


def now() -> datetime:
    """Answer the machine's time."""
    return datetime.now(UTC)


def by_phone(body: bytes) -> Pairs:
    """Sign as a phone system does."""
    sent_at = str(int(time.time())).encode()
    digest = hmac.new(OTHERS.encode(), sent_at + b"." + body, hashlib.sha256).hexdigest()
    return [(b"x-baton-signature", b"t=%s,v1=%s" % (sent_at, digest.encode()))]


def by_jira(body: bytes) -> Pairs:
    """Sign as Jira does."""
    return [(name.encode(), value.encode()) for name, value in signed_by_jira(body, OTHERS, "hook-1").items()]


SIGNED: dict[str, Sign] = {"/slack/events": signed, CALLS: by_phone, JIRA: by_jira}


@dataclass
class House:
    """All three doors in front of one database."""

    door: Door
    database: Database

    async def post(self, path: str, body: bytes, *headers: tuple[bytes, bytes]) -> int:
        """Send what is well signed; answer the status."""
        return await self.door.send(body, [*SIGNED[path](body), *headers], path=path)

    def rows(self) -> int:
        """Count everything that is stored."""
        return self.database.read_now(_rows)


def _rows(work: UnitOfWork) -> int:
    return sum(len(work.connection.execute(table.select()).all()) for table in metadata.sorted_tables)


@asynccontextmanager
async def a_house(url: str) -> AsyncIterator[House]:
    """Open all doors."""
    database = Database(url, now)
    await database.start()
    floor = Floor(Roles(), "C0CALLS")
    others: dict[str, ASGIApp] = {
        CALLS: CallsDoor(database, OpenBook(), floor, now, OTHERS.encode()),
        JIRA: JiraDoor(database, now, OTHERS.encode()),
    }
    listener = Listener(build(Guard(a_bolt([]), SECRET), Readiness({}), others))
    await listener.open()
    yield House(Door(listener.url), database)
    await listener.close()
    await database.close()


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    async with a_house(sqlite_url) as house:
        yield house


BOMB = b'{"type":"event_callback","webhookEvent":"x","text":"' + b"a" * (64 * LARGEST) + b'"}'
DEEP = b'{"type":' * 100_000
ODD = {
    "a zip bomb of gzip's": (gzip.compress(BOMB), (b"content-encoding", b"gzip")),
    "a zip bomb of zlib's": (zlib.compress(BOMB), (b"content-encoding", b"deflate")),
    "a small one, compressed": (gzip.compress(b'{"type":"event_callback"}'), (b"content-encoding", b"gzip")),
    "one that says br and is none": (b"{", (b"content-encoding", b"br")),
    "deep JSON": (DEEP, (b"content-type", b"application/json")),
    "a number of a million digits": (b'{"type":' + b"9" * 1_000_000 + b"}", (b"content-type", b"application/json")),
    "ten thousand fields": (b"&".join(b"a%d=1" % number for number in range(10_000)), (b"x-odd", b"1")),
    "parts": (
        b"--x\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--x--",
        (b"content-type", b"multipart/form-data"),
    ),
    "bytes that are no text": (bytes(range(256)) * 4, (b"content-type", b"text/plain; charset=utf-7")),
    "NULs": (b"\0" * 1000, (b"x-odd", b"1")),
}
UNSPOKEN = {
    "a key that is half a letter": {"event_id": "E\ud800", "event": {"type": "message", "channel_type": "im"}},
    "a key that is a number": {"event_id": 7, "event": {"type": "app_home_opened"}},
    "words that are a number": {"event_id": "Ev1", "event": {"type": "app_mention", "user": "U1", "text": 7}},
    "somebody who is an object": {"event_id": "Ev1", "event": {"type": "message", "user": {"id": 1}, "text": "hi"}},
}


@pytest.mark.parametrize("path", SIGNED)
@pytest.mark.parametrize(("body", "header"), ODD.values(), ids=ODD)
async def test_what_is_odd_ends_at_the_door_even_well_signed(
    house: House, path: str, body: bytes, header: tuple[bytes, bytes]
) -> None:
    before, begun = house.rows(), time.process_time()
    assert await house.post(path, body, header) == 400
    assert house.rows() == before
    assert time.process_time() - begun < 5.0, "nothing is unpacked"


@pytest.mark.parametrize("payload", UNSPOKEN.values(), ids=UNSPOKEN)
async def test_an_event_that_slack_cannot_have_sent_ends_at_the_door(house: House, payload: dict[str, object]) -> None:
    before = house.rows()
    body = json.dumps({"type": "event_callback", "team_id": "T1"} | payload).encode()
    assert await house.post("/slack/events", body, (b"content-type", b"application/json")) == 400
    assert house.rows() == before


@pytest.mark.parametrize("path", SIGNED)
async def test_a_mebibyte_is_all_at_each_door(house: House, path: str) -> None:
    for length, status in ((LARGEST, 400), (LARGEST + 1, 413)):
        assert await house.post(path, b"x" * length) == status
    head = b"POST %s HTTP/1.1\r\nhost: baton\r\ntransfer-encoding: chunked\r\n\r\n" % path.encode()
    assert await house.door.send_raw(head + (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 17) == 413


@pytest.mark.parametrize("path", SIGNED)
async def test_two_lengths_or_two_framings_are_no_request(house: House, path: str) -> None:
    """What a balancer and Baton could read differently is read by neither."""
    body = json.dumps({"type": "event_callback"}).encode()
    line = b"POST %s HTTP/1.1\r\nhost: baton\r\n" % path.encode()
    for framing in (
        b"content-length: 5\r\ncontent-length: 6\r\n",
        b"content-length: 5\r\ntransfer-encoding: chunked\r\n",
    ):
        assert await house.door.send_raw(line + framing + b"\r\n" + body) == 400


@pytest.mark.parametrize("path", ["/slack/events", CALLS])
@pytest.mark.parametrize("age", [310, -310, 86_400])
async def test_what_was_signed_too_long_ago_is_turned_away(house: House, path: str, age: int) -> None:
    body = b'{"type":"event_callback"}'
    sent_at = str(int(time.time()) - age).encode()
    digest = hmac.new(OTHERS.encode(), sent_at + b"." + body, hashlib.sha256).hexdigest().encode()
    old = signed(body, float(sent_at)) if path != CALLS else [(b"x-baton-signature", b"t=%s,v1=%s" % (sent_at, digest))]
    assert await house.door.send(body, old, path=path) == 401
