"""Row 22: however a process loses its socket, another stands within 30 seconds, and what is filed then arrives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from sandbox.slack.socket_door import MOST_CONNECTIONS, SocketDoor
from tests.faults.processes import Town, a_town
from tests.faults.verdict import assert_kept

REBUILT = 30.0
Losing = Callable[[SocketDoor], Awaitable[None]]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """A process that opens sockets, not yet started."""
    async with a_town(sqlite_url, SLACK_APP_TOKEN="xapp-test") as town:
        yield town


async def half_open(sockets: SocketDoor) -> None:
    """Let the socket stand, and hear nothing of it any more; nor does Slack send anything over it."""
    sockets.mute()
    sockets.connections.clear()


async def disabled(sockets: SocketDoor) -> None:
    """Let Slack say that Socket Mode was switched off for a moment."""
    await sockets.disconnect("link_disabled")


LOSSES: list[Losing] = [half_open, disabled, SocketDoor.disconnect, SocketDoor.close]


@pytest.mark.parametrize("lose", LOSSES, ids=["half-open", "disabled", "refreshed", "closed"])
async def test_row_22_a_socket_that_is_lost_is_rebuilt(town: Town, lose: Losing) -> None:
    await town.start()
    sockets = town.slack.sockets
    lost = set(sockets.connections)
    await lose(sockets)
    await town.slack.settled(lambda _: bool(set(sockets.connections) - lost), timeout=REBUILT)
    await town.file()
    await assert_kept(town)


async def test_row_22_too_many_sockets_are_waited_out(town: Town) -> None:
    sockets = town.slack.sockets
    town.slack.reach(None)
    address = town.slack.workspace.socket_url
    assert address is not None
    async with aiohttp.ClientSession() as others:
        held = [await others.ws_connect(address()) for _ in range(MOST_CONNECTIONS)]
        starting = asyncio.create_task(town.start())
        await town.called("apps.connections.open")
        assert len(sockets.connections) == len(held) == MOST_CONNECTIONS
        await sockets.close()
    await asyncio.wait_for(starting, REBUILT)
    await town.file()
    await assert_kept(town)
