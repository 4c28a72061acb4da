"""Whoever sends slowly, endlessly or nothing at all holds no place for long and keeps nobody waiting."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot import patience, serving
from bot.patience import Patience
from bot.web import Guard, Readiness, build
from tests.edge.test_guard import COMMAND, SECRET, a_bolt, signed

LITTLE = Patience(seconds=0.4, connections=8)
"""As the true one, for a test that must not wait ten seconds."""

LONG = 60.0
"""Seconds in which nobody is hung up on for being slow: what happens sooner has another reason."""

HEAD = b"POST /slack/events HTTP/1.1\r\nhost: baton\r\n"
LONGER = b"content-length: 1000000\r\n\r\n"
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def a_door(given: Patience = LITTLE) -> AsyncIterator[int]:
    """Serve Baton's doors as the process does; answers the port."""
    listening = serving.listen("127.0.0.1", 0)
    doors = build(Guard(a_bolt([]), SECRET), Readiness({}))
    async with serving.served(doors, listening, given):
        yield int(listening.getsockname()[1])


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with a_door() as port:
        yield port


async def dial(port: int, *said: bytes) -> Line:
    """Connect, and say something."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in said:
        writer.write(part)
        await writer.drain()
    return reader, writer


async def ended(line: Line, within: float = 5.0) -> bytes:
    """Wait until the other side hangs up; answer what it said before."""
    try:
        answer = await asyncio.wait_for(line[0].read(), within)
    except ConnectionResetError:
        answer = b""
    await hang_up(line)
    return answer


async def hang_up(*lines: Line) -> None:
    """End connections from this side."""
    for _, writer in lines:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def fed(line: Line, part: bytes) -> None:
    """Say one byte after another, each long before the patience is over, until nobody listens."""
    _, writer = line
    for byte in part:
        if writer.is_closing():
            return
        writer.write(bytes([byte]))
        await asyncio.sleep(LITTLE.seconds / 8)


async def healthy(port: int) -> float:
    """Ask whether the process lives; answer how many seconds that took."""
    begun = time.monotonic()
    answer = await ended(await dial(port, b"GET /healthz HTTP/1.1\r\nhost: baton\r\nconnection: close\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 200"), answer
    return time.monotonic() - begun


@pytest.mark.parametrize(
    "said",
    [b"", b"\r\n\r\n", b"POST /slack/ev", HEAD, HEAD + b"x-half: a", HEAD + LONGER, HEAD + LONGER + COMMAND],
    ids=["nothing", "empty lines", "half a line", "half a head", "half a header", "no body", "half a body"],
)
async def test_whoever_stops_halfway_is_hung_up_on(port: int, said: bytes) -> None:
    answer = await ended(await dial(port, said))
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("first", [b"", HEAD + LONGER], ids=["head", "body"])
async def test_one_byte_at_a_time_wins_no_more_time(port: int, first: bytes) -> None:
    begun, line = time.monotonic(), await dial(port, first)
    feeding = asyncio.create_task(fed(line, b"POST /slack/events HTTP/1.1\r\nx-long: aaaaaaaaaaaaaaaaaaaaaaaa"))
    answer = await ended(line)
    await feeding
    assert time.monotonic() - begun < 5 * LITTLE.seconds
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408")


async def test_whoever_is_slow_on_a_connection_that_was_used_before_is_hung_up_on_too(port: int) -> None:
    asked = b"GET /healthz HTTP/1.1\r\nhost: baton\r\n\r\n"
    for rest in (b"GET /hea", b"\r\n"):
        reader, writer = await dial(port, asked)
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(rest)
        assert (await ended((reader, writer))) in {b"", patience.TOO_SLOW}


async def test_whoever_asks_again_and_again_on_one_connection_is_served(port: int) -> None:
    reader, writer = await dial(port)
    for _ in range(6):
        writer.write(b"GET /healthz HTTP/1.1\r\nhost: baton\r\n\r\n")
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 5)).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(LITTLE.seconds / 4)
    await hang_up((reader, writer))


async def test_an_answer_may_take_longer_than_the_question(port: int) -> None:
    """A body that is too long is read off for a second: longer than this patience, and yet it is answered."""
    answer = await ended(await dial(port, HEAD + b"content-length: 9999999\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 413")


async def test_endless_headers_are_not_kept(port: int) -> None:
    for endless in (b"x-a: " + b"a" * 1000 + b"\r\n", b"a"):
        line = await dial(port, HEAD if endless[0:1] == b"x" else HEAD + b"x-a: ")
        with capture_logs() as logs:
            answer = await asyncio.gather(pour(line, endless * 1000), ended(line))
        assert answer[1] in {b"", patience.TOO_MUCH}
        assert answer[0] < 4 * patience.LONGEST_HEAD + 2**22, "the system's own buffers, and no more"
        assert [line["event"] for line in logs] == ["turned_away"]


async def pour(line: Line, part: bytes) -> int:
    """Say the same over and over until nobody listens; answer how many bytes were taken."""
    _, writer = line
    said = 0
    try:
        while said < 10**8:
            writer.write(part)
            await asyncio.wait_for(writer.drain(), 5)
            said += len(part)
    except ConnectionError:
        pass
    return said


@pytest.mark.parametrize("framing", [b"1;%s\r\na\r\n" % (b"x" * 500), b"0\r\n%s" % (b"t: " + b"x" * 500 + b"\r\n") * 9])
async def test_what_stands_around_a_body_is_counted_too(port: int, framing: bytes) -> None:
    line = await dial(port, HEAD + b"transfer-encoding: chunked\r\n\r\n", framing.partition(b"t: ")[0])
    taken, answer = await asyncio.gather(pour(line, framing * 100), ended(line))
    assert taken < 4 * patience.LONGEST_HEAD + 2**22
    assert answer[:12] in {b"", b"HTTP/1.1 431", b"HTTP/1.1 401"}


async def test_as_many_headers_as_a_balancer_adds_are_taken(port: int) -> None:
    headers = b"".join(b"x-forwarded-%d: %s\r\n" % (number, b"a" * 300) for number in range(100))
    length = b"connection: close\r\ncontent-length: %d\r\n" % len(COMMAND)
    own = b"".join(name + b": " + value + b"\r\n" for name, value in signed(COMMAND))
    answer = await ended(await dial(port, HEAD + headers + length + own + b"\r\n" + COMMAND))
    assert answer.startswith(b"HTTP/1.1 200")


async def test_the_slowest_makes_room_for_whoever_comes() -> None:
    async with a_door(replace(LITTLE, seconds=LONG)) as port:
        slow = [await dial(port, HEAD) for _ in range(LITTLE.connections)]
        for line in tuple(slow):
            slow.append(await dial(port, HEAD))
            assert await ended(line) == b""
        await healthy(port)
        await hang_up(*slow)


async def test_whoever_keeps_a_connection_without_using_it_makes_room_too() -> None:
    async with a_door(replace(LITTLE, seconds=LONG)) as port:
        idle = [await dial(port, b"GET /healthz HTTP/1.1\r\nhost: baton\r\n\r\n") for _ in range(LITTLE.connections)]
        for reader, _ in idle:
            await reader.readuntil(b"ok")
        await healthy(port)
        assert await ended(idle[0]) == b""
        await hang_up(*idle[1:])


async def test_hundreds_of_slow_clients_keep_nobody_waiting() -> None:
    async with a_door(Patience(seconds=LONG, connections=100)) as port:
        slow = [await dial(port, HEAD + LONGER) for _ in range(300)]
        assert max([await healthy(port) for _ in range(20)]) < LONG / 6
        await hang_up(*slow)


def test_no_more_connections_are_held_than_leave_files_for_the_work() -> None:
    assert 0 < Patience.of_this_process().connections <= 4096
    assert Patience.of_this_process().seconds == patience.SECONDS == 10.0
