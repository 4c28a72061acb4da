"""How what is typed is laid out: each command with its options, and its help."""

import typer

from bot.console import Start
from bot.console.accounts import accounts
from bot.console.backup import backup, restored
from bot.console.digest import digest
from bot.console.doctor import doctor
from bot.console.export import export
from bot.console.manifest import manifest
from bot.console.migrate import migrate
from bot.console.outbox import outbox
from bot.console.phrases import phrases
from bot.console.shell import Shell


def commands(shell: Shell, run: Start, demo: Start) -> typer.Typer:
    """Lay out the commands, `run` the one without a name; each finds `shell` as the context's `obj`."""
    console = typer.Typer(
        help="Baton: no customer's request is ever dropped on its way.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @console.callback(invoke_without_command=True)
    def begin(context: typer.Context) -> None:
        context.obj = shell
        if context.invoked_subcommand is None:
            run(shell)

    console.command("run", help=run.__doc__)(lambda: run(shell))
    console.command("demo", help=demo.__doc__)(lambda: demo(shell))
    for command in (migrate, doctor, export, digest, manifest, backup, restored):
        console.command()(command)
    console.add_typer(accounts, name="accounts")
    console.add_typer(outbox, name="outbox")
    console.add_typer(phrases, name="phrases")
    return console
