"""A true mirror of people between a true database and the sandbox's Slack, over true HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.asking import Asker
from bot.delivery.people import Defaults, OtherTeam, PeopleMirror
from bot.delivery.profiles import Payload
from sandbox.slack.events import subscribed
from sandbox.slack.server import SlackServer
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from tests.delivery.running import SteppedClock, WatchedDatabase
from workflows.people.policy import Roles

DEFAULTS = Defaults(Locale.EN, "Asia/Tokyo")
SUBSCRIBED = {"event_subscriptions": {"bot_events": ["user_change", "team_join"]}}
WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class SlowAsker(Asker):
    """An asker whose next answer to `slow` stays on its way until it may `arrive`."""

    slow: str = ""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    arrive: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, method: str, **arguments: object) -> AsyncSlackResponse:
        """Answer what Slack said, late."""
        answer = await Asker.ask(self, method, **arguments)
        if method == self.slow:
            self.answered.set()
            await self.arrive.wait()
        return answer


@dataclass
class Glass:
    """A mirror with its Slack and its database."""

    slack: SlackServer
    database: WatchedDatabase
    mirror: PeopleMirror
    others: list[OtherTeam] = field(default_factory=list)

    def person(self, user_id: str) -> Person | None:
        """Answer someone as the mirror has them."""
        return self.database.read_now(lambda work: work.people.get(user_id))

    async def shows(self, seen: Callable[[UnitOfWork], bool]) -> None:
        """Wait until the mirror shows something."""
        async with asyncio.timeout(WITHIN):
            while not self.database.read_now(seen):
                await self.database.next_write()

    def slow(self, method: str) -> SlowAsker:
        """Let the answers to a method be long on their way."""
        self.mirror.asker = asker = SlowAsker(self.mirror.asker.client, 1.0, method)
        return asker

    def hear(self) -> list[Payload]:
        """Answer a list that gets every event about a person, as Slack tells it, in order."""
        heard: list[Payload] = []
        workspace = self.slack.workspace
        workspace.app.manifest = {**workspace.app.manifest, "settings": SUBSCRIBED}
        workspace.on_event = lambda happening: heard.extend(subscribed(happening, workspace))
        return heard

    def methods(self) -> list[str]:
        """Answer what Slack was asked, in order."""
        return [call.method for call in self.slack.workspace.calls]


@asynccontextmanager
async def a_glass(slack: SlackServer, url: str) -> AsyncIterator[Glass]:
    """Hang a mirror on a database; it has not looked yet."""
    database = WatchedDatabase(url, SteppedClock())
    await database.start()
    others: list[OtherTeam] = []
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[])
        roles = Roles(leads=frozenset({"U_BEN", "S_LEADS"}))
        mirror = PeopleMirror(database, Asker(client, 1.0), roles, DEFAULTS, others.append)
        yield Glass(slack, database, mirror, others)
        await mirror.stop()
    await database.close()
