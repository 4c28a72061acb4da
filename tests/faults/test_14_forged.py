"""Row 14: bad signature, 301 s old, altered, oversized or malformed body. 401/413/400, no row, no trace.

tests/edge/test_guard.py has the whole table; this is the true process and its database.
"""

import time
from collections.abc import AsyncIterator
from io import BytesIO
from urllib.parse import quote

import aiohttp
import pytest

from sandbox.slack.http_door import signed
from tests.faults.processes import SECRET, Town, a_town

COMMAND = b"command=%2Fescalate&text=x&user_id=U_AGENT&team_id=T_TEST&trigger_id=1.2&response_url=http%3A%2F%2Fx"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """Baton with nothing stored yet."""
    async with a_town(sqlite_url) as town:
        await town.start()
        yield town


def stored(town: Town) -> tuple[int, int]:
    """How many requests and steps left a row."""
    return town.database.read_now(
        lambda work: (len(list(work.requests.every())), len(list(work.requests.every_step())))
    )


@pytest.mark.parametrize(
    ("body", "secret", "age", "status"),
    [
        (COMMAND, "another", 0, 401),
        (COMMAND, SECRET, 301, 401),
        (COMMAND, SECRET, -310, 401),
        (f"payload={quote('{broken')}".encode(), SECRET, 0, 400),
        (b"\xff\xfe", SECRET, 0, 400),
        (b'{"type":' + b"[" * 100_000, SECRET, 0, 400),
        (COMMAND + b"&text=" + b"x" * 1024 * 1024, SECRET, 0, 413),
    ],
)
async def test_a_stranger_leaves_no_trace_and_sees_none(
    town: Town, body: bytes, secret: str, age: int, status: int
) -> None:
    headers = signed(body, secret, int(time.time()) - age)
    async with aiohttp.ClientSession() as stranger:
        async with stranger.post(f"{town.address}/slack/events", data=BytesIO(body), headers=headers) as answer:
            assert (answer.status, await answer.read()) == (status, b"")
        async with stranger.post(f"{town.address}/slack/events", data=BytesIO(body + b"&"), headers=headers) as altered:
            assert altered.status in {401, 413}
    assert stored(town) == (0, 0)
