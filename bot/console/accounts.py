"""`python app.py accounts import`: bring the list of customers in, all of it or nothing."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import aiohttp
import typer
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.console.shell import Shell
from bot.delivery.people import Asker, Defaults, OtherTeam, PeopleMirror
from bot.settings import BadSettings
from workflows.accounts.service import Import, import_accounts
from workflows.accounts.sheet import Mistake
from workflows.people.policy import Roles

accounts = typer.Typer(help="The customers' companies.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, readable=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]

PATIENCE = 60.0
"""Seconds that Slack may take to tell us who is who: a big workspace has many pages."""


@accounts.command("import")
def import_file(context: typer.Context, file: File, *, dry_run: DryRun = False) -> None:
    """Import accounts from a CSV file in UTF-8 or CP932; one mistake anywhere, and nothing changes."""
    shell: Shell = context.obj
    raw, token = file.read_bytes(), shell.settings.bot_token
    done = shell.database.write_now(import_accounts, raw, dry_run=dry_run)
    if token is not None and any(finding.mistake is Mistake.NO_SUCH_PERSON for finding in done.findings):
        asyncio.run(_meet_everyone(shell, token))
        done = shell.database.write_now(import_accounts, raw, dry_run=dry_run)
    if done.findings:
        _complain(done, shell, file)
        raise typer.Exit(1)
    would = "would be " if dry_run else ""
    print(f"{done.added} {would}added, {done.updated} {would}updated, {done.unchanged} unchanged.")


async def _meet_everyone(shell: Shell, token: SecretStr) -> None:
    """Ask Slack who is who: the file names somebody whom Baton, perhaps never started yet, does not know."""
    given = shell.settings
    logs.configure("error")
    await shell.database.start()
    try:
        async with aiohttp.ClientSession(trust_env=True) as session:
            api = given.slack_api_url
            client = AsyncWebClient(token.get_secret_value(), base_url=api, session=session, retry_handlers=[])
            asker, roles = Asker(client, given.slack_timeout), Roles(given.leads, given.admins)
            mirror = PeopleMirror(shell.database, asker, roles, Defaults(given.locale, given.zone.key), _refuse)
            with suppress(TimeoutError):
                await asyncio.wait_for(mirror.refresh(), PATIENCE)
    finally:
        await shell.database.close()


def _refuse(other: OtherTeam) -> None:
    raise BadSettings(f"DATABASE_URL is wrong: it should name another database, for {other}")


def _complain(done: Import, shell: Shell, file: Path) -> None:
    for finding in done.findings:
        column = f" {finding.column}" if finding.column else ""
        value = f" ({finding.value})" if finding.value else ""
        print(f"{file.name}:{finding.line}:{column}: {shell.words.of(finding.mistake)}{value}", file=sys.stderr)
