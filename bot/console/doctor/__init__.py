"""`python app.py doctor`: what is wired, what is wrong with it and how to mend it; posts nothing, shows no token."""

import asyncio
import json
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot import logs
from bot.console.doctor.clocks import Clocks
from bot.console.doctor.findings import Verdict, Wording
from bot.console.doctor.visit import Visit
from bot.console.shell import Shell
from bot.ground import Ground
from workflows.escalation.wiring import unread_wiring

NEAR = {"127.0.0.1", "::1", "localhost"}
"""Where a Slack of the sandbox reaches Baton without TLS."""


class Form(StrEnum):
    """For people, or a JSON object for each finding."""

    TEXT = "text"
    JSON = "json"


As = Annotated[Form, typer.Option("--format", help="text: for people; json: one object a line.")]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Knock at this public address, too, as Slack would: https://…"),
]


def doctor(context: typer.Context, url: Url = None, form: As = Form.TEXT) -> None:
    """Say what is wrong and how to mend it, a line each: ok, wrong or unused.

    Exit code 1 where anything is wrong, 2 where Baton would not start.
    """
    shell: Shell = context.obj
    logs.configure("error")
    if Verdict.WRONG in asyncio.run(_tell(shell, _public(url), form)):
        raise typer.Exit(1)


def _public(url: str | None) -> str | None:
    """Answer the address before the path of any door, as `manifest --http` takes it."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in NEAR):
        raise typer.BadParameter("Slack reaches out to https:// only", param_hint="--url")
    return url.rstrip("/").removesuffix("/slack/events")


async def _tell(shell: Shell, url: str | None, form: Form) -> set[Verdict]:
    """Print each finding as soon as it is made; answer the verdicts. Raises what Baton would not start with."""
    say, ground = Wording(shell.words), Ground(shell.settings, shell.now, shell.now)
    visit = Visit(ground, say, url, Clocks(shell.now), unread_wiring(ground.desk))
    verdicts = set()
    try:
        async for finding in visit.findings():
            line = say.line(finding) if form is Form.TEXT else json.dumps(finding.record, ensure_ascii=False)
            typer.echo(line.encode())
            verdicts.add(finding.verdict)
    finally:
        await visit.close()
    if visit.failure is not None:
        raise visit.failure
    return verdicts
