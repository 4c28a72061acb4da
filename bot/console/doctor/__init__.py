"""`python app.py doctor`: what is wired, what is wrong with it and how to mend it; posts nothing, shows no token."""

import asyncio
from collections.abc import AsyncIterator

import typer
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import logs
from bot.console.doctor import stored
from bot.console.doctor.channels import about_channels
from bot.console.doctor.doors import about_calls_webhook, about_door, about_scopes, about_token
from bot.console.doctor.findings import Finding, Verdict, ok, unused
from bot.console.doctor.inquiry import Inquiry, SlackSilent
from bot.console.doctor.jira import about_jira
from bot.console.doctor.people import about_people
from bot.console.shell import Shell
from bot.delivery import letters
from bot.delivery.profiles import identity_of
from workflows.escalation.routing import Desk
from workflows.escalation.wiring import Wiring, wiring
from workflows.people.policy import Roles
from workflows.people.service import OtherTeam


def doctor(context: typer.Context) -> None:
    """Say what is wrong and how to mend it, a line each: ok, wrong or unused; exit code 1 where anything is wrong."""
    logs.configure("error")
    if Verdict.WRONG in asyncio.run(_tell(context.obj)):
        raise typer.Exit(1)


async def _tell(shell: Shell) -> set[Verdict]:
    """Print each finding as soon as it is made; answer the verdicts."""
    verdicts = set()
    async for finding in _examine(shell):
        typer.echo(str(finding).encode())
        verdicts.add(finding.verdict)
    return verdicts


async def _examine(shell: Shell) -> AsyncIterator[Finding]:
    """Look at everything, the settings first. Raises BadSettings, StorageFailed and OtherTeam: exit code 2 each."""
    words, given = shell.words, shell.settings
    mode = None if given.has_no_slack else given.mode
    desk = Desk(Roles(given.leads, given.admins), given.escalation_channel, given.calls_channel)
    known = shell.database.read_now(wiring, desk)
    yield ok(words.say("doctor.settings"))
    yield stored.about_database(words, known, shell.database.dialect)
    if mode is None:
        yield unused(words.say("doctor.no_slack"))
    else:
        async for finding in _examine_slack(shell, known):
            yield finding
    for finding in stored.about_accounts(words, known):
        yield finding
    yield stored.about_letters(words, len(shell.database.read_now(letters.dead)))
    yield about_calls_webhook(words, given)
    async for finding in about_jira(words, given, shell.now):
        yield finding


async def _examine_slack(shell: Shell, known: Wiring) -> AsyncIterator[Finding]:
    """Look at what Slack can tell; its first silence ends the questions."""
    async with shell.open_mirror(shell.settings) as mirror:
        inquiry = Inquiry(mirror.asker, shell.words)
        try:
            answer = await inquiry.ask("auth.test")
            yield about_token(shell.words, answer)
            yield await about_door(inquiry, shell.settings)
            if isinstance(answer, AsyncSlackResponse):
                async for finding in _examine_inside(inquiry, known, answer):
                    yield finding
        except SlackSilent as silence:
            yield inquiry.about(silence)


async def _examine_inside(inquiry: Inquiry, known: Wiring, answer: AsyncSlackResponse) -> AsyncIterator[Finding]:
    """Look at the workspace that took our token. Raises OtherTeam where it is not the database's."""
    team = str(identity_of(answer).team_id)
    if known.team_id not in {None, team}:
        raise OtherTeam(str(known.team_id), team)
    yield about_scopes(inquiry.words, answer)
    async for finding in about_channels(inquiry, known):
        yield finding
    async for finding in about_people(inquiry, known):
        yield finding
