"""`python app.py accounts`: bring the list of customers in, all of it or nothing, and write it out again."""

import asyncio
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.console.shell import Shell
from workflows.accounts import sheet
from workflows.accounts.reading import every_account
from workflows.accounts.service import import_accounts
from workflows.sheets import Finding, Mistake

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
        _complain(done.findings, shell, file)
        raise typer.Exit(1)
    _complain(done.remarks, shell, file)
    would = "would be " if dry_run else ""
    print(f"{done.added} {would}added, {done.updated} {would}updated, {done.unchanged} unchanged.")


@accounts.command("export")
def export_file(context: typer.Context) -> None:
    """Write all accounts to stdout, as `accounts import` reads them: CSV in UTF-8."""
    shell: Shell = context.obj
    typer.echo(sheet.write(shell.database.read_now(every_account)).encode(), nl=False)


async def _meet_everyone(shell: Shell) -> None:
    """Ask Slack who is who: the file names somebody whom Baton, perhaps never started yet, does not know."""
    logs.configure("error")
    async with shell.open_mirror(shell.settings) as mirror:
        with suppress(TimeoutError):
            await asyncio.wait_for(mirror.refresh(), PATIENCE)


def _complain(findings: Iterable[Finding], shell: Shell, file: Path) -> None:
    for finding in findings:
        column = f" {finding.column}" if finding.column else ""
        value = f" ({finding.value})" if finding.value else ""
        print(f"{file.name}:{finding.line}:{column}: {shell.words.of(finding.mistake)}{value}", file=sys.stderr)
