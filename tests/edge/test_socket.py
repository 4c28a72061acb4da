"""However a socket is lost, another stands within 30 seconds, and nothing in hand is dropped (FAULTS 22)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.dispatch import bolt
from bot.socket import SocketDoor
from sandbox.slack.server import SlackServer
from tests.edge.raising import CHANNEL, a_workspace, identity

WITHIN = 30.0


@dataclass
class Line:
    """The wire between us and Slack's sockets; it can go dead without either side being told."""

    _server: asyncio.Server | None = None
    _carriers: set[asyncio.Task[None]] = field(default_factory=set)
    _ends: list[asyncio.StreamWriter] = field(default_factory=list)
    _held: list[asyncio.StreamReader] = field(default_factory=list)
    """What nobody holds, asyncio hangs up."""

    async def lay(self, to: SlackServer) -> None:
        """Put the wire in front of the sockets of `to`."""

        async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            answers, onward = await asyncio.open_connection("127.0.0.1", to.port)
            self._ends += [writer, onward]
            self._held += [reader, answers]
            for source, target in ((reader, onward), (answers, writer)):
                self._carriers.add(asyncio.create_task(_carry(source, target)))

        self._server = await asyncio.start_server(join, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        to.workspace.socket_url = lambda: f"ws://127.0.0.1:{port}/socket/{to.sockets.ticket()}"

    def go_dead(self) -> None:
        """Carry nothing more on what is connected now; no end is closed."""
        for carrier in self._carriers:
            carrier.cancel()

    async def take_away(self) -> None:
        """Hang up everywhere."""
        self.go_dead()
        if self._server is not None:
            self._server.close()
        for end in self._ends:
            end.close()
            with contextlib.suppress(OSError):
                await end.wait_closed()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(65536):
        target.write(piece)
    target.close()


@dataclass
class Slow:
    """A listener that answers when it is told to."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)

    def register(self, bolt: AsyncApp) -> None:
        """Take the command."""
        bolt.command("/escalate")(self.answer)

    async def answer(self, ack: AsyncAck) -> None:
        """Ack late."""
        self.begun.set()
        await self.go.wait()
        await ack("done")


@dataclass
class Wired:
    """A Slack, a door to it, and the one listener behind the door."""

    slack: SlackServer
    door: SocketDoor
    slow: Slow

    async def connected(self, count: int = 1) -> None:
        """Wait for `count` sockets."""
        await self.slack.settled(lambda _ws: len(self.slack.sockets.connections) == count, WITHIN)

    async def answers(self) -> bool:
        """Say whether a command gets its ack."""
        self.slow.go.set()
        return (await self.slack.person("U_AOI").command("/escalate", "x", channel=CHANNEL)).acked


@pytest.fixture
async def wired() -> AsyncIterator[Wired]:
    slack = SlackServer(a_workspace())
    await slack.start()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[], timeout=2)
        slack_app, slow = bolt(client, identity), Slow()
        slow.register(slack_app)
        door = SocketDoor(slack_app, "xapp-test", client)
        yield Wired(slack, door, slow)
        await door.stop()
    await slack.stop()


async def test_a_socket_is_opened_and_answers(wired: Wired) -> None:
    await wired.door.start()
    await wired.connected()
    assert await wired.answers()


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_a_goodbye_is_followed_by_a_new_socket(wired: Wired, reason: str) -> None:
    await wired.door.start()
    await wired.connected()
    first = wired.slack.sockets.connections[0]
    await wired.slack.sockets.disconnect(reason)
    await wired.slack.settled(
        lambda _ws: bool(wired.slack.sockets.connections) and first not in wired.slack.sockets.connections, WITHIN
    )
    assert await wired.answers()


async def test_a_closed_session_is_rebuilt(wired: Wired) -> None:
    await wired.door.start()
    await wired.connected()
    await wired.slack.sockets.close()
    await wired.connected()
    assert await wired.answers()


async def test_a_half_open_socket_is_noticed(wired: Wired) -> None:
    line = Line()
    await line.lay(wired.slack)
    await wired.door.start()
    await wired.connected()
    line.go_dead()
    await wired.connected(2)
    wired.slack.sockets.connections.pop(0)
    assert await wired.answers()
    await line.take_away()


async def test_too_many_sockets_are_waited_out(wired: Wired) -> None:
    address = wired.slack.workspace.socket_url
    assert address is not None
    async with aiohttp.ClientSession() as others:
        held = [await others.ws_connect(address()) for _ in range(10)]
        await wired.door.start()
        await wired.slack.settled(lambda ws: any(call.method == "apps.connections.open" for call in ws.calls), WITHIN)
        assert not wired.door.is_connected
        assert len(held) == len(wired.slack.sockets.connections)
        await wired.slack.sockets.close()
    await wired.connected()
    assert await wired.answers()


async def test_slack_may_be_away_when_we_start(wired: Wired) -> None:
    await wired.slack.refuse()
    await wired.door.start()
    assert not wired.door.is_connected
    await wired.slack.listen()
    await wired.connected()
    assert await wired.answers()


async def test_what_is_in_hand_is_acked_before_the_old_socket_goes(wired: Wired) -> None:
    await wired.door.start()
    await wired.connected()
    command = asyncio.create_task(wired.slack.person("U_AOI").command("/escalate", "x", channel=CHANNEL))
    await wired.slow.begun.wait()
    await wired.slack.sockets.disconnect("warning")
    await wired.connected(2)
    wired.slow.go.set()
    assert (await command).acked
    await wired.connected(1)


async def test_a_stop_finishes_what_is_in_hand(wired: Wired) -> None:
    await wired.door.start()
    await wired.connected()
    command = asyncio.create_task(wired.slack.person("U_AOI").command("/escalate", "x", channel=CHANNEL))
    await wired.slow.begun.wait()
    stopping = asyncio.create_task(wired.door.stop())
    wired.slow.go.set()
    assert (await command).acked
    await stopping
    await wired.connected(0)


async def test_a_stop_leaves_nothing_of_a_socket_that_says_no_goodbye(wired: Wired) -> None:
    line = Line()
    await line.lay(wired.slack)
    await wired.door.start()
    await wired.connected()
    assert await wired.answers()
    line.go_dead()
    await wired.door.stop()
    await asyncio.sleep(0)
    assert not [task for task in asyncio.all_tasks() if "SocketModeClient" in repr(task)]
    await line.take_away()
