"""A Slack and a database for the doctor to look at."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from typer.testing import CliRunner, Result

import app
from bot.console.commands import commands
from bot.console.shell import Shell
from sandbox.slack.server import SlackServer
from storage.accounts import Account
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.edge.raising import CHANNEL, a_workspace

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BOT, SOCKET, SECRET = "xoxb-test", "xapp-test", "never-shown"
TEAM = "C_TEAM"
Lines = dict[str, list[str]]


@dataclass
class Ward:
    """A Slack and a database for the doctor to look at, and the variables that are set.

    The machine's clock is `ahead` of everybody else's.
    """

    slack: SlackServer
    database: Database
    given: dict[str, str]
    ahead: timedelta = timedelta()

    async def type(self, *options: str, **changes: str) -> Result:
        """Type the command; nothing that it prints may show a token."""
        shell = Shell(lambda: app.machine_now() + self.ahead, app.open_mirror)
        console = commands(shell, run=lambda _shell: None, demo=lambda _shell: None)
        environment = {name: value or None for name, value in (self.given | changes).items()}
        runner = CliRunner(env=environment)
        result = await asyncio.to_thread(runner.invoke, console, ["doctor", *options], catch_exceptions=True)
        assert not any(token in result.output for token in (BOT, SOCKET, SECRET))
        return result

    async def doctor(self, *options: str, **changes: str) -> tuple[int, Lines]:
        """Type the command; answer its exit code, and its lines by the word at their beginning."""
        result = await self.type(*options, **changes)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, lines_of(result)

    async def complaint(self, *options: str, **changes: str) -> str:
        """Answer the one line that says what is wrong."""
        code, lines = await self.doctor(*options, **changes)
        assert code == 1
        [complaint] = lines["wrong"]
        return complaint

    async def codes(self, *options: str, **changes: str) -> dict[str, set[str]]:
        """Answer what was found, by its verdict, as another program reads it."""
        result = await self.type("--format", "json", *options, **changes)
        found: dict[str, set[str]] = {"ok": set(), "wrong": set(), "unused": set()}
        for record in map(json.loads, result.stdout.splitlines()):
            found[record["verdict"]].add(record["about"])
        return found

    def keep(self, change: Callable[[UnitOfWork], object]) -> None:
        """Change the database."""
        self.database.write_now(change)


def lines_of(result: Result) -> Lines:
    """Answer the lines that were printed, by the word at their beginning."""
    lines: Lines = {"ok": [], "wrong": [], "unused": []}
    for line in result.stdout.splitlines():
        verdict, words = line.split(maxsplit=1)
        lines[verdict].append(words)
    return lines


@asynccontextmanager
async def a_ward(database_url: str) -> AsyncIterator[Ward]:
    """Everything is well: 青井 leads, and is the account manager of the one customer."""
    slack = SlackServer(a_workspace())
    slack.workspace.add_channel(TEAM, name="team-blue", members=["U_AOI", slack.workspace.bot_user_id])
    await slack.start()
    database = Database(database_url, lambda: NOW)
    database.write_now(lambda work: work.accounts.save([Account("A-1", "Blue", account_manager="U_AOI")]))
    given = {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_APP_TOKEN": SOCKET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "BATON_ESCALATION_CHANNEL": CHANNEL,
        "BATON_LEADS": "U_AOI",
        "BATON_ADMINS": "U_AOI",
        "BATON_PORT": "0",
    }
    yield Ward(slack, database, given)
    await slack.stop()
