"""`python app.py outbox`: what could not be posted, and trying it again once the reason is mended."""

from typing import Annotated

import typer

from bot.console.shell import Shell
from bot.delivery import letters

outbox = typer.Typer(help="What could not be posted.", no_args_is_help=True)
Numbers = Annotated[list[int] | None, typer.Argument(metavar="[NUMBER]...", help="As `outbox list` shows them.")]


@outbox.command("list")
def list_dead(context: typer.Context) -> None:
    """List the dead letters: number, since when, what, where, and Slack's or Jira's code for why."""
    shell: Shell = context.obj
    stuck = shell.database.read_now(letters.dead)
    for letter in stuck:
        since = letter.created_at.isoformat(timespec="seconds")
        print(letter.number, since, letter.topic, letter.subject, letter.place, letter.code or "-", sep="\t")
    if not stuck:
        print("Nothing is stuck.")


@outbox.command("retry")
def retry(context: typer.Context, numbers: Numbers = None) -> None:
    """Try dead letters again: the NUMBERs given, or all. A running Baton takes them up within a second."""
    shell: Shell = context.obj
    places = shell.database.write_now(letters.retry, numbers)
    print(f"Trying again in {places} place(s)." if places else "Nothing was stuck.")
