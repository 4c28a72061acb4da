"""What every part of Baton stands on: each thing once, made when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.request import getproxies

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import team
from bot.delivery.jira import Jira, jira_of
from bot.readers import Readers
from bot.settings import Settings
from bot.words import Words
from storage.database import Database
from workflows.digest.wall import Wall
from workflows.escalation.routing import Desk
from workflows.whisper.floor import Floor


def past_proxies() -> aiohttp.ClientSession:
    """Open connections to programs on this machine, which no proxy could reach; whoever asks closes them."""
    return aiohttp.ClientSession()


@dataclass(eq=False)
class Ground:
    """`now` is what the work goes by, `clock` the machine's time, by which leases and receipts go."""

    settings: Settings
    now: Callable[[], datetime]
    clock: Callable[[], datetime]

    @cached_property
    def client(self) -> AsyncWebClient:
        """The one client for Slack's Web API; it repeats nothing by itself."""
        token = self.settings.bot_token.reveal() if self.settings.bot_token else None
        api = self.settings.slack_api_url
        return AsyncWebClient(token, base_url=api, session=self.session, retry_handlers=[])

    @cached_property
    def session(self) -> aiohttp.ClientSession:
        """The one pool of connections; where the environment names a proxy, aiohttp looks there for each request."""
        return aiohttp.ClientSession(trust_env=bool(getproxies()))

    @cached_property
    def jira(self) -> Jira | None:
        """The Jira that issues are created in and read from, None where none is set up; nobody is asked before."""
        return jira_of(self.settings, self.now)

    @cached_property
    def database(self) -> Database:
        """What Baton remembers."""
        return Database(self.settings.database_url, self.clock)

    @cached_property
    def desk(self) -> Desk:
        """How the team has set up its requests."""
        return team.desk(self.settings)

    @cached_property
    def floor(self) -> Floor:
        """How the team has set up what happens around calls."""
        return team.floor(self.settings)

    @cached_property
    def wall(self) -> Wall:
        """How the team has set up where digests hang."""
        return team.wall(self.settings)

    @cached_property
    def words(self) -> Words:
        """The language and the zone of channels, and of people whom the mirror does not know."""
        return Words(self.settings.locale, self.settings.zone.key)

    @cached_property
    def readers(self) -> Readers:
        """Everyone's own language."""
        return Readers(self.database, self.words.locale, self.words.zone)
