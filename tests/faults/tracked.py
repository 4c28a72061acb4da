"""Two replicas beside a Jira that can be made ill; what it took and what Baton stored are compared afterwards."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.webhooks.jira import PATH
from sandbox.jira.api import Call
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, a_site
from sandbox.slack.listener import Listener
from sandbox.slack.records import Message
from storage.outbox import IS_UNSETTLED, outbox
from storage.unit_of_work import UnitOfWork
from tests.faults.replicas import Replicas, two_replicas
from tests.journeys.team import machine_now
from tests.journeys.tracking import Tracked

SECRET = "jira-and-baton"
LANE = "jira:SUP"
MONDAY = datetime(2026, 12, 7, 1, tzinfo=UTC)
PATIENCE = 1.0
"""Seconds for which a Jira that hangs is waited for."""
STEP = timedelta(seconds=2)


@dataclass
class Beside:
    """A team on two replicas, and its Jira; webhooks come to the second one."""

    replicas: Replicas
    jira: JiraServer
    doors: tuple[str, str]

    @property
    def tracked(self) -> Tracked:
        """The team, to ask for issues."""
        return Tracked(self.replicas.team, self.jira)

    async def ask(self, count: int = 1) -> list[Message]:
        """File requests, and ask for a Jira issue from each; answer their cards."""
        team, cards = self.replicas.team, []
        for _ in range(count):
            cards.append(await team.card(await team.file()))
            await self.tracked.ask(team.sato, cards[-1])
        return cards

    async def see_to_all(self, besides: str = "") -> None:
        """Let time pass until nothing is owed to anybody, `besides` one lane, within an hour of it."""
        end = machine_now() + timedelta(hours=1)
        while owing := await self.replicas.team.baton.database.read(_owing) - {besides}:
            assert machine_now() < end
            self.replicas.clock.shift(STEP)
            self.replicas.team.baton.relay.wake(owing)
            await asyncio.sleep(0.05)

    # ---- what there is afterwards

    def creates(self) -> list[Call]:
        """Answer every time Jira was asked for an issue."""
        return [call for call in self.jira.calls if (call.method, call.path) == ("POST", "issue")]


def assert_one_each(jira: JiraServer, cards: Collection[Message]) -> None:
    """Every request has its one issue, which its card names; no label of ours stands on two."""
    issues = list(jira.site.issues.values())
    labels = Counter(label for issue in issues for label in issue.labels if label.startswith("baton-"))
    assert len(issues) == len(cards) == len(labels)
    assert set(labels.values()) == {1}
    named = [[issue.key for issue in issues if f"|{issue.key}>" in card.all_text()] for card in cards]
    assert sorted(key for keys in named for key in keys) == sorted(issue.key for issue in issues)
    assert not any("応答待ち" in card.all_text() for card in cards)


def _owing(work: UnitOfWork) -> set[str]:
    return set(work.connection.execute(select(outbox.c.lane).where(IS_UNSETTLED)).scalars())


@asynccontextmanager
async def a_jira(secret: str = SECRET) -> AsyncIterator[JiraServer]:
    """Serve a Jira that goes by the machine's clock."""
    jira = JiraServer(a_site(machine_now), secret=secret)
    await jira.start()
    try:
        yield jira
    finally:
        await jira.stop()


@asynccontextmanager
async def beside_jira(url: str, **changes: object) -> AsyncIterator[Beside]:
    """Start a Jira and two replicas that know it."""
    async with a_jira() as jira, AsyncExitStack() as doors:
        login = {"jira_url": jira.url, "jira_user": BOT_EMAIL, "jira_token": BOT_TOKEN, "jira_project": "SUP"}
        given = login | {"jira_webhook_secret": SECRET} | changes
        replicas = await doors.enter_async_context(two_replicas(url, MONDAY, **given))
        for baton in (replicas.team.baton, replicas.other):
            assert baton.jira is not None
            baton.jira.timeout = PATIENCE
        opened = [Listener(baton.web) for baton in (replicas.team.baton, replicas.other)]
        for door in opened:
            await door.open()
            doors.push_async_callback(door.close)
        first, second = (f"{door.url}{PATH}" for door in opened)
        jira.reach(second)
        yield Beside(replicas, jira, (first, second))
