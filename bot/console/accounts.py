"""`python app.py accounts`: bring the list of customers in, all of it or nothing, and write it out again."""

import asyncio
from contextlib import suppress

import typer

from bot import logs
from bot.console.sheets import DryRun, File, complain, tell_changes
from bot.console.shell import Shell
from workflows.accounts import sheet
from workflows.accounts.reading import every_account
from workflows.accounts.service import import_accounts
from workflows.sheets import Mistake

accounts = typer.Typer(help="The customers' companies.", no_args_is_help=True)

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
        complain(done.findings, shell.words, file)
        raise typer.Exit(1)
    complain(done.remarks, shell.words, file)
    tell_changes(done.added, done.updated, done.unchanged, dry_run=dry_run)


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
