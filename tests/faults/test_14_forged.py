"""Row 14: bad signature, 301 s old, altered, oversized or malformed body, slow clients. 401/413/400, no row, no trace.

tests/edge/test_guard.py has the whole table, tests/edge/test_security_slow_clients.py who is hung up on and when; this
is the true process with all its doors, and its database.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from urllib.parse import quote, urlsplit

import aiohttp
import pytest

from sandbox.jira import hooks
from sandbox.slack.http_door import signed
from sandbox.telephone import wire
from storage.base import metadata
from storage.unit_of_work import UnitOfWork
from tests.faults.processes import SECRET, Town, a_town

COMMAND = b"command=%2Fescalate&text=x&user_id=U_AGENT&team_id=T_TEST&trigger_id=1.2&response_url=http%3A%2F%2Fx"
EVENT = (
    b'{"id": "1", "type": "call.started", "call_id": "c", "at": "2026-03-02T09:00:00Z", "agent": {"slack_id": "U_X"}}'
)
MOVED = b'{"webhookEvent": "jira:issue_updated", "issue": {"key": "SUP-1"}}'
DEEP, LONG = b'{"type":' + b"[" * 100_000, b" " * 1024 * 1024
DOORS = {
    "BATON_WEBHOOK_SECRET": SECRET,
    "JIRA_WEBHOOK_SECRET": SECRET,
    "JIRA_URL": "http://127.0.0.1:1",
    "JIRA_USER": "baton@example.com",
    "JIRA_TOKEN": "token",
}
LOOKED_AT = (
    "receipts",
    "requests",
    "trail",
    "outbox",
    "drafts",
    "calls",
    "segments",
    "issues",
    "issue_moves",
)
"""Every table that what comes through a door could leave a row in."""
Post = tuple[str, bytes, dict[str, str], int]


def strangers_posts(now: int) -> Iterator[Post]:
    """Yield what strangers send: to which door, which body with which headers, and the status they get."""
    slack, calls, jira = "/slack/events", "/webhooks/calls", "/webhooks/jira"
    for secret, at in (("another", now), (SECRET, now - 301), (SECRET, now + 310)):
        yield slack, COMMAND, signed(COMMAND, secret, at), 401
        yield calls, EVENT, wire.signed(EVENT, secret, at), 401
    yield slack, COMMAND + b"&", signed(COMMAND, SECRET, now), 401
    yield calls, EVENT + b" ", wire.signed(EVENT, SECRET, now), 401
    yield jira, MOVED, hooks.signed(MOVED, "another", "1"), 401
    yield jira, MOVED + b" ", hooks.signed(MOVED, SECRET, "1"), 401
    for body in (f"payload={quote('{broken')}".encode(), b"\xff\xfe", DEEP):
        yield slack, body, signed(body, SECRET, now), 400
        yield calls, body, wire.signed(body, SECRET, now), 400
        yield jira, body, hooks.signed(body, SECRET, "1"), 400
    yield slack, COMMAND + LONG, signed(COMMAND + LONG, SECRET, now), 413
    yield calls, EVENT + LONG, wire.signed(EVENT + LONG, SECRET, now), 413
    yield jira, MOVED + LONG, hooks.signed(MOVED + LONG, SECRET, "1"), 413


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """Baton with every door, and nothing stored yet."""
    async with a_town(database_url, 30.0, **DOORS) as town:
        await town.start()
        yield town


def stored(work: UnitOfWork) -> dict[str, int]:
    """Count the rows of each table."""
    return {name: len(work.connection.execute(metadata.tables[name].select()).all()) for name in LOOKED_AT}


def assert_untouched(town: Town) -> None:
    """Hold Baton to having kept nothing, and to having logged no trace."""
    assert town.database.read_now(stored) == dict.fromkeys(LOOKED_AT, 0)
    assert [line for line in town.log if "Traceback" in line or '"trace"' in line or '"level": "error"' in line] == []


async def test_a_stranger_leaves_no_trace_and_sees_none(town: Town) -> None:
    async with aiohttp.ClientSession() as stranger:
        for door, body, headers, status in strangers_posts(int(time.time())):
            async with stranger.post(f"{town.address}{door}", data=BytesIO(body), headers=headers) as answer:
                assert (answer.status, await answer.read()) == (status, b""), (door, body[:40])
    assert_untouched(town)


async def test_whoever_sends_slowly_keeps_nobody_waiting_and_leaves_no_trace(town: Town) -> None:
    there = urlsplit(town.address)
    head = f"POST /slack/events HTTP/1.1\r\nhost: {there.netloc}\r\ncontent-length: {len(COMMAND)}\r\n\r\n".encode()
    slow = [await asyncio.open_connection(there.hostname, there.port) for _ in range(100)]
    for number, (_, writer) in enumerate(slow):
        writer.write((head + COMMAND)[: 1 + number * 2])
    async with aiohttp.ClientSession() as other, other.get(f"{town.address}/healthz") as answer:
        assert answer.status == 200
    assert_untouched(town)
    for _, writer in slow:
        writer.close()
    await town.file()
    assert len(town.requests()) == 1
