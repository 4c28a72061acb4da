"""`python app.py backup` and `restored`: a copy to keep, and what a database needs that was put back from one."""

from pathlib import Path
from typing import Annotated

import typer

from bot.console.shell import Shell
from bot.settings import BadSettings

Target = Annotated[Path, typer.Argument(metavar="FILE", help="Must not exist yet.")]


def backup(context: typer.Context, target: Target) -> None:
    """Copy the SQLite database to FILE while Baton works: whole, in one file, without what was said in calls."""
    shell: Shell = context.obj
    if shell.database.dialect == "postgresql":
        raise BadSettings("DATABASE_URL names a PostgreSQL database: pg_dump copies it, as docs/upgrade.md says")
    shell.database.back_up(target)
    print(f"{target} is a whole database; docs/upgrade.md says how to begin again with it.")


def restored(context: typer.Context) -> None:
    """Run once after pg_restore, before Baton starts: what waits is then looked for in Slack, never posted twice."""
    shell: Shell = context.obj
    shell.database.begin_anew()
    print("What was waiting will be looked for in Slack before it is posted. Baton may start.")
