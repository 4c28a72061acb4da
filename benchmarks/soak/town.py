"""One town for a soak: a process of Baton on a database, and beside it a Slack, a telephone, a Jira and the people."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import create_engine

from benchmarks import servers, team
from benchmarks.databases import Databases
from benchmarks.slack import workspace
from benchmarks.soak.contacts import LEAD, Floor
from benchmarks.soak.samples import Look, Sample
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, a_site
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from sandbox.telephone.phone import Telephone

CONTACTS: Final = 900
"""A day."""
DAY: Final = timedelta(hours=8)
SPEED: Final = 10
CALLS_CHANNEL: Final = "CCALLS"
HOOK_SECRET: Final = "jira-and-baton"  # noqa: S105  opens nothing
LOOKS: Final = 120
"""Samples of one soak, but none sooner than two seconds after the last."""
CALLS_KEPT: Final = 200
"""Calls that the telephone, and deliveries that Jira, remembers: it is not they that are looked at."""


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of one soak: all samples, what people did, what did not go as it should."""

    samples: tuple[Sample, ...]
    told: dict[str, int]
    failed: dict[str, int]


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that runs."""

    floor: Floor
    look: Look

    async def soak(self, lasts: timedelta) -> Soaked:
        """Let contacts come as long as that, and look all the while."""
        looking = asyncio.create_task(self._watch(lasts))
        async with asyncio.TaskGroup() as stories:
            coming = stories.create_task(self._come(stories, lasts))
            samples = await looking
            coming.cancel()
        return Soaked(tuple(samples), dict(self.floor.told), dict(self.floor.failed))

    async def _come(self, stories: asyncio.TaskGroup, lasts: timedelta) -> None:
        """Let one contact after the other come, at the pace of the day times ten, by the seed's chance."""
        pace = DAY.total_seconds() / CONTACTS / SPEED
        until = asyncio.get_running_loop().time() + lasts.total_seconds()
        number = 0
        while asyncio.get_running_loop().time() < until:
            await asyncio.sleep(pace * self.floor.draw.uniform(0.5, 1.5))
            stories.create_task(self.floor.contact(number))
            number += 1

    async def _watch(self, lasts: timedelta) -> list[Sample]:
        every = max(2.0, lasts.total_seconds() / LOOKS)
        began = asyncio.get_running_loop().time()
        samples: list[Sample] = []
        while (at := asyncio.get_running_loop().time() - began) < lasts.total_seconds():
            sample = await asyncio.to_thread(self.look.sample, at, self.floor.told["requests"])
            samples += [] if sample is None else [sample]
            self._forget()
            await asyncio.sleep(every)
        return samples

    def _forget(self) -> None:
        """Let the world around Baton forget what is over, so that its memory is not the limit."""
        del self.floor.phone.calls[:-CALLS_KEPT]
        del self.floor.jira.hooks.deliveries[:-CALLS_KEPT]
        del self.floor.jira.calls[:-CALLS_KEPT]


@asynccontextmanager
async def a_town(fresh: Databases, seed: int, week: timedelta) -> AsyncIterator[Town]:
    """Build a town whose weeks last `week`, and end all of it afterwards."""
    async with AsyncExitStack() as ending:
        url = ending.enter_context(fresh())
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="baton-soak-")))
        slack = SlackServer(_workspace())
        slack.workspace.keeps_all = False
        await slack.start()
        ending.push_async_callback(slack.stop)
        jira = JiraServer(a_site(), secret=HOOK_SECRET, retry_seconds=(1.0, 4.0))
        await jira.start()
        ending.push_async_callback(jira.stop)
        told = folder / "told"
        settings = _settings(url, slack, jira) | {"BATON_LONG_CALL": str(week.total_seconds())}
        baton = await asyncio.to_thread(ending.enter_context, servers.hurried(told, week.total_seconds(), settings))
        phone = Telephone(f"{baton.url}/webhooks/calls", team.WEBHOOK_SECRET, lambda: datetime.now(UTC))
        ending.push_async_callback(phone.stop)
        slack.reach(f"{baton.url}/slack/events")
        jira.reach(f"{baton.url}/webhooks/jira")
        engine = create_engine(url)
        ending.callback(engine.dispose)
        yield Town(Floor(slack, phone, jira, Random(seed)), Look(baton.process.pid, told, engine))  # noqa: S311  no secret


def _workspace() -> Workspace:
    place = workspace()
    place.add_channel(CALLS_CHANNEL, name="calls", members=[*team.AGENTS, *team.MANAGERS, place.bot_user_id])
    return place


def _settings(url: str, slack: SlackServer, jira: JiraServer) -> dict[str, str]:
    return {
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": url,
        "BATON_LEADS": LEAD,
        "BATON_CALLS_CHANNEL": CALLS_CHANNEL,
        "BATON_ESCALATION_CHANNEL": team.CHANNELS[0],
        "BATON_WEBHOOK_SECRET": team.WEBHOOK_SECRET,
        "JIRA_URL": jira.url,
        "JIRA_USER": BOT_EMAIL,
        "JIRA_TOKEN": BOT_TOKEN,
        "JIRA_PROJECT": "SUP",
        "JIRA_WEBHOOK_SECRET": HOOK_SECRET,
    }
