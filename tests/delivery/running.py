"""A true relay between a true database and the sandbox's Slack, over true HTTP."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar
from uuid import uuid4

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.ledger import Ledger
from bot.delivery.relay import Relay
from bot.delivery.slack.poster import Poster
from sandbox.slack.records import Call, Message
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from storage.database import Database
from storage.outbox import Notice, State, outbox
from storage.unit_of_work import UnitOfWork
from tests.delivery.notices import CHANNEL, RENDERERS, Heard, tell, tell_first

BOT_SCOPES = [
    "chat:write",
    "im:write",
    "im:history",
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "files:write",
    "users:read",
    "users:read.email",
    "usergroups:read",
]
OTHER = "C_OTHER"
TIMEOUT = 1.0
WITHIN = 10.0


def a_workspace() -> Workspace:
    """Aoi (Japanese), Ben (English, an admin), and two channels with the bot."""
    workspace = Workspace.new(
        team="T_TEST",
        bot_token="xoxb-test",
        app_token="xapp-test",
        signing_secret="secret",
        manifest={"oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}}},
    )
    workspace.add_person("U_AOI", name="aoi", real_name="青井", locale="ja-JP", tz="Asia/Tokyo")
    workspace.add_person("U_BEN", name="ben", real_name="Ben", admin=True)
    everyone = ["U_AOI", "U_BEN", workspace.bot_user_id]
    workspace.add_channel(CHANNEL, name="escalations", members=everyone)
    workspace.add_channel(OTHER, name="other", members=everyone)
    return workspace


@dataclass
class SteppedClock:
    """The machine's clock, and how far the test has stepped it ahead."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Answer the present instant."""
        return datetime.now(UTC) + self.ahead

    def step(self, seconds: float) -> None:
        """Let time have passed."""
        self.ahead += timedelta(seconds=seconds)


P = ParamSpec("P")
T = TypeVar("T")


class WatchedDatabase(Database):
    """A database that tells whoever waits of every unit of work."""

    _written: asyncio.Event | None = None

    async def write(self, service: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write, and tell of it."""
        try:
            return await super().write(service, *args, **kwargs)
        finally:
            if self._written is not None:
                self._written.set()

    async def next_write(self) -> None:
        """Wait for the next unit of work, whatever it is."""
        self._written = asyncio.Event()
        await self._written.wait()


@dataclass
class Desk:
    """One process's relay with its database, and the Slack it posts to."""

    slack: SlackServer
    database: WatchedDatabase
    relay: Relay
    clock: SteppedClock
    heard: Heard = field(default_factory=Heard)

    async def tell(self, *notices: Notice) -> None:
        """Owe notices, as a service would: the commit wakes the relay."""
        await self.database.write(tell, *notices)

    async def cry(self, *notices: Notice) -> None:
        """Owe notices of which nothing was told before."""
        await self.database.write(tell_first, *notices)

    async def skip(self, seconds: float) -> None:
        """Let time have passed, and have the relay look at what is due."""
        self.clock.step(seconds)
        self.relay.wake({CHANNEL, OTHER})

    async def posted(self, number: int, channel: str = CHANNEL) -> list[str]:
        """Wait until Slack has so many messages in a channel; answer their texts."""
        await self.slack.settled(lambda _: len(self.texts(channel)) >= number, timeout=WITHIN)
        return self.texts(channel)

    async def called(self, method: str, number: int = 1) -> list[Call]:
        """Wait until Slack has had so many calls of a method; answer them."""
        await self.slack.settled(lambda _: len(self.calls(method)) >= number, timeout=WITHIN)
        return self.calls(method)

    async def become(self, *wanted: State) -> None:
        """Wait until the notices are in these states, oldest first."""
        async with asyncio.timeout(WITHIN):
            while self.states() != list(wanted):
                await self.database.next_write()

    def messages(self, channel: str = CHANNEL) -> list[Message]:
        """Answer every message that stands in a channel."""
        return [message for message in self.slack.workspace.posts(channel) if not message.deleted]

    def texts(self, channel: str = CHANNEL) -> list[str]:
        """Answer what stands in a channel."""
        return [message.text for message in self.messages(channel)]

    def calls(self, method: str) -> list[Call]:
        """Answer the calls of a method so far."""
        return [call for call in self.slack.workspace.calls if call.method == method]

    def states(self) -> list[State]:
        """Answer how far each notice has come, oldest first."""
        rows = self.database.read_now(lambda work: work.connection.execute(outbox.select()).all())
        return [row.state for row in sorted(rows, key=lambda row: row.number)]


@asynccontextmanager
async def a_slack() -> AsyncIterator[SlackServer]:
    """Serve a workspace."""
    server = SlackServer(a_workspace())
    await server.start()
    yield server
    await server.stop()


@asynccontextmanager
async def a_desk(slack: SlackServer, url: str, clock: SteppedClock | None = None) -> AsyncIterator[Desk]:
    """Run one relay on a database."""
    clock = clock or SteppedClock()
    database = WatchedDatabase(url, clock)
    await database.start()
    heard = Heard()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[])
        ledger = Ledger(uuid4().hex, timedelta(seconds=30), heard.consequences, random.random)
        relay = Relay(database, ledger, Poster(client, TIMEOUT), RENDERERS, clock)
        await relay.start()
        yield Desk(slack, database, relay, clock, heard)
        await relay.stop(grace=2.0)
    await database.close()
