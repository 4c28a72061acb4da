"""A Jira that is served, what the relay would send to it, and what came of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.delivery.jira import Jira, Login
from bot.delivery.outgoing import Outgoing
from bot.delivery.transitions import Action, Result
from bot.views.progress.wanted import Line, SoughtIssue, WantedIssue
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, a_site

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"
LABEL = "baton-0123456789abcdef01234567"
WANTED = WantedIssue(
    project="SUP",
    issue_type="Bug",
    priority="High",
    labels=("export",),
    summary="CSV 出力が止まる",
    description=(Line("R-1042", "https://team.slack.com/archives/C1/p1"), Line("お客様: 青空商事\n二行目")),
)


@asynccontextmanager
async def a_jira() -> AsyncIterator[JiraServer]:
    """Serve a site."""
    server = JiraServer(a_site())
    await server.start()
    yield server
    await server.stop()


@asynccontextmanager
async def a_carrier(url: str, *, token: str = BOT_TOKEN, within: float = 3.0) -> AsyncIterator[Jira]:
    """Connect to a Jira as Baton does; an answer may take `within` so many seconds."""
    jira = Jira(Login(url, BOT_EMAIL, token), "SUP", within, lambda: NOON)
    yield jira
    jira.close()


def outgoing(content: WantedIssue | SoughtIssue | None = WANTED, key: str = KEY) -> Outgoing:
    """What the relay hands over."""
    return Outgoing("jira:SUP", "jira:SUP", key, content, None, None, None, frozenset())


async def post(jira: Jira, content: WantedIssue | SoughtIssue = WANTED, key: str = KEY) -> Result:
    """Send it."""
    return await jira.send(Action.POST, outgoing(content, key))


async def look(jira: Jira, key: str = KEY) -> Result:
    """Look for it."""
    return await jira.send(Action.LOOK, outgoing(None, key))
