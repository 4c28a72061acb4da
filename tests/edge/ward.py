"""A Slack and a database for the doctor to look at."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from typer.testing import CliRunner

import app
from bot.console import commands
from bot.console.shell import Shell
from sandbox.slack.server import SlackServer
from storage.database import Database
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BOT, SOCKET, SECRET = "xoxb-test", "xapp-test", "never-shown"
TEAM = "C_TEAM"


@dataclass
class Ward:
    """A Slack and a database for the doctor to look at, and the variables that are set."""

    slack: SlackServer
    database: Database
    given: dict[str, str]

    async def doctor(self, **changes: str) -> tuple[int, dict[str, list[str]]]:
        """Type the command; answer its exit code, and its lines by the word at their beginning."""
        shell = Shell(app.machine_now, app.open_mirror)
        console = commands(shell, run=lambda _context: None, demo=lambda _context: None)
        environment = {name: value or None for name, value in (self.given | changes).items()}
        result = await asyncio.to_thread(CliRunner(env=environment).invoke, console, ["doctor"], catch_exceptions=False)
        lines: dict[str, list[str]] = {"ok": [], "wrong": [], "unused": []}
        for line in result.output.splitlines():
            verdict, words = line.split(maxsplit=1)
            lines[verdict].append(words)
        assert not any(token in result.output for token in (BOT, SOCKET, SECRET))
        return result.exit_code, lines

    async def complaint(self, **changes: str) -> str:
        """Answer the one line that says what is wrong."""
        code, lines = await self.doctor(**changes)
        assert code == 1
        [complaint] = lines["wrong"]
        return complaint

    def keep(self, change: Callable[[UnitOfWork], object]) -> None:
        """Change the database."""
        self.database.write_now(change)
