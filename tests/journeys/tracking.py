"""A team with a Jira beside its Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sandbox.jira.records import Issue
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, a_site
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from storage.issues import Tracker
from tests.journeys.team import Team, Way, a_team, machine_now

UNKNOWN = Tracker("", None, "", {}, {}, (), ())


@dataclass
class Tracked:
    """A team at work, and its Jira."""

    team: Team
    jira: JiraServer

    async def ask(self, person: Person, message: Message, **inputs: object) -> None:
        """Let `person` ask for a Jira issue from `message`."""
        reply = await self.team.form(person, message, "request.jira", **inputs)
        assert reply.acked
        assert reply.content == {}

    async def created(self, count: int = 1) -> list[Issue]:
        """Wait until Jira has so many issues; answer them, oldest first."""
        await self.jira.settled(lambda site: len(site.issues) >= count)
        return list(self.jira.site.issues.values())

    async def shown(self, card: Message, words: str) -> None:
        """Wait until a card says what comes only after Jira was tried again."""
        await self.team.slack.settled(lambda _: words in card.all_text(), timeout=40)

    async def chosen(self) -> None:
        """Wait until Jira was asked what there is to choose from."""
        await self.team.knows(lambda work: len((work.sweeps.tracker() or UNKNOWN).projects) > 1)

    def creates(self) -> int:
        """Count how often Jira was asked to create an issue."""
        return len([call for call in self.jira.calls if (call.method, call.path) == ("POST", "issue")])


@asynccontextmanager
async def a_tracked_team(way: Way, **changes: object) -> AsyncIterator[Tracked]:
    """Start a team with a Jira."""
    jira = JiraServer(a_site())
    await jira.start()
    login = {"jira_url": jira.url, "jira_user": BOT_EMAIL, "jira_token": BOT_TOKEN, "jira_project": "SUP"}
    async with a_team(way.url, way.transport, machine_now, **(login | changes)) as team:
        yield Tracked(team, jira)
    await jira.stop()
