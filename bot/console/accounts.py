"""`python app.py accounts import`: bring the list of customers in, all of it or nothing."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.console.shell import Shell
from workflows.accounts.service import Import, import_accounts
from workflows.accounts.sheet import Mistake

accounts = typer.Typer(help="The customers' companies.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, readable=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]

PATIENCE = 60.0
"""Seconds that Slack may take to tell us who is who: a big workspace has many pages."""


@accounts.command("import")
def import_file(context: typer.Context, file: File, *, dry_run: DryRun = False) -> None:
    """Import accounts from a CSV file in UTF-8 or CP932; one mistake anywhere, and nothing changes."""
    shell: Shell = context.obj
    raw = file.read_bytes()
    done = shell.database.write_now(import_accounts, raw, dry_run=dry_run)
    if shell.settings.bot_token is not None and Mistake.NO_SUCH_PERSON in {one.mistake for one in done.findings}:
        asyncio.run(_meet_everyone(shell))
        done = shell.database.write_now(import_accounts, raw, dry_run=dry_run)
    if done.findings:
        _complain(done, shell, file)
        raise typer.Exit(1)
    would = "would be " if dry_run else ""
    print(f"{done.added} {would}added, {done.updated} {would}updated, {done.unchanged} unchanged.")


async def _meet_everyone(shell: Shell) -> None:
    """Ask Slack who is who: the file names somebody whom Baton, perhaps never started yet, does not know."""
    logs.configure("error")
    async with shell.open_mirror(shell.settings) as mirror:
        with suppress(TimeoutError):
            await asyncio.wait_for(mirror.refresh(), PATIENCE)


def _complain(done: Import, shell: Shell, file: Path) -> None:
    for finding in done.findings:
        column = f" {finding.column}" if finding.column else ""
        value = f" ({finding.value})" if finding.value else ""
        print(f"{file.name}:{finding.line}:{column}: {shell.words.of(finding.mistake)}{value}", file=sys.stderr)
