"""A Jira, a database with one request, and a replica of Baton that reads the one for the other."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.delivery.jira import Jira, Login
from bot.delivery.sweeper import Sweeper
from sandbox.jira.api import Call
from sandbox.jira.records import Issue as JiraIssue
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, Site, a_site
from storage.database import Database
from storage.issues import Issue, IssueLink, Move, NewIssue, Sweep, Tracker
from storage.unit_of_work import UnitOfWork
from tests.workflows.escalation.team import DESK, DRAFT, a_team
from workflows.escalation import filing
from workflows.people.policy import Roles
from workflows.progress import setup
from workflows.progress.news import IssueNews

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
ROLES = Roles(admins=frozenset({"U_ADMIN"}))


@dataclass
class Clock:
    """A clock that moves by hand."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@dataclass
class Reading:
    """Everything at work by one clock."""

    database: Database
    jira: JiraServer
    client: Jira
    clock: Clock

    @property
    def sweeper(self) -> Sweeper:
        """A replica."""
        return Sweeper(self.database, self.client, ROLES, self.clock)

    @property
    def site(self) -> Site:
        """What people do in Jira."""
        return self.jira.site

    async def link(self, *issues: JiraIssue) -> None:
        """Let the request have issues as they are in Jira now."""
        for issue in issues:
            news = await self.client.fetch(issue.id)
            assert isinstance(news, IssueNews)
            self.database.write_now(linked, [news], self.clock())

    async def sweep(self, **time: float) -> list[Call]:
        """Let time pass and what is due happen; answer what Jira was asked."""
        self.clock.now += timedelta(**time)
        before = len(self.jira.calls)
        await self.sweeper.run()
        return [call for call in self.jira.calls[before:] if call.path != "serverInfo"]

    async def issue(self, issue: JiraIssue) -> Issue:
        """Answer an issue as Baton knows it."""
        found = await self.database.read(lambda work: work.issues.by_id(issue.id))
        assert found is not None
        return found

    async def moves(self, issue: JiraIssue) -> list[Move]:
        """Answer what Baton knows to have happened to an issue."""
        number = (await self.issue(issue)).number
        return await self.database.read(lambda work: work.issues.moves_from([number], NOON - timedelta(days=9)))

    async def swept(self) -> Sweep:
        """Answer how far Jira was read."""
        return await self.database.read(lambda work: work.sweeps.get())


def searches(calls: Iterable[Call]) -> list[str]:
    """The queries of those calls that search."""
    return [call.query["jql"][0] for call in calls if call.path == "search/jql"]


def linked(work: UnitOfWork, told: Iterable[IssueNews], now: datetime, requests: int = 1) -> None:
    """Let requests have issues by turns; those that are not there are filed."""
    for _ in range(requests - 1):
        filing.file_request(work, DRAFT, DESK, now)
    for number, news in enumerate(told):
        known = {name: getattr(news, name) for name in NewIssue.__slots__ if name != "status_since"}
        issue = work.issues.add(NewIssue(**known, status_since=now), now)
        work.issues.link(IssueLink(1 + number % requests, issue.number, "U_AM", now))


def _begun(work: UnitOfWork, url: str, now: datetime) -> None:
    a_team(work)
    filing.file_request(work, DRAFT, DESK, now)
    setup.begin(work, Tracker(url, "SUP", "Task", {}, {}, (), ()), now)


@asynccontextmanager
async def a_reading(url: str) -> AsyncIterator[Reading]:
    """Everything at noon, with nothing linked."""
    clock = Clock()
    jira = JiraServer(a_site(clock))
    await jira.start()
    client = Jira(Login(f"{jira.url}/", BOT_EMAIL, BOT_TOKEN), "SUP", 2.0, clock)
    database = Database(url, clock)
    database.write_now(_begun, f"{jira.url}/", clock())
    await database.start()
    try:
        yield Reading(database, jira, client, clock)
    finally:
        client.close()
        await database.close()
        await jira.stop()
