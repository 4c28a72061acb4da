"""What one can type: `python app.py …`; app.py adds `run` and `demo`, which start what it wires."""

import typer

from bot.console.accounts import accounts
from bot.console.export import export
from bot.console.manifest import manifest
from bot.console.migrate import migrate
from bot.console.outbox import outbox


def commands() -> typer.Typer:
    """Lay out the commands; each finds its Shell as the context's `obj`."""
    console = typer.Typer(
        help="Baton: no customer's request is ever dropped on its way.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    console.command()(migrate)
    console.command()(export)
    console.command()(manifest)
    console.add_typer(accounts, name="accounts")
    console.add_typer(outbox, name="outbox")
    return console
