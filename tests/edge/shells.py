"""A shell in which commands are typed at one moment, without a Slack; and the database that it finds."""

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from typer.testing import CliRunner, Result

from bot.console.commands import commands
from bot.console.shell import Shell
from bot.delivery.people import PeopleMirror
from bot.settings import Settings

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def unreachable(_given: Settings) -> AbstractAsyncContextManager[PeopleMirror]:
    """There is no Slack in these stories."""
    raise AssertionError("Slack was asked")


def typed(*arguments: str) -> Result:
    """Type a command at NOW that neither runs Baton nor the demo, nor needs Slack."""
    shell = Shell(lambda: NOW, unreachable)
    console = commands(shell, run=lambda _shell: None, demo=lambda _shell: None)
    return CliRunner().invoke(console, arguments, catch_exceptions=False)
