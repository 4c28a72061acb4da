"""`python app.py migrate`: bring the database to the newest schema."""

import typer

from bot.console.shell import Shell


def migrate(context: typer.Context) -> None:
    """Bring the database to the newest schema; nothing happens where it is there already."""
    shell: Shell = context.obj
    shell.database.prepare()
    print("The database has the newest schema.")
