"""What one can type: `python app.py …`; app.py hands in what it wires, and `run` and `demo`, which start it."""

import sys
from collections.abc import Callable

import typer

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
from bot.settings import BadSettings
from storage.database import StorageFailed
from workflows.people.service import OtherTeam

Command = Callable[[typer.Context], None]


def commands(shell: Shell, run: Command, demo: Command) -> typer.Typer:
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
            run(context)

    for command in (run, demo, migrate, doctor, export, digest, manifest, backup, restored):
        console.command()(command)
    console.add_typer(accounts, name="accounts")
    console.add_typer(outbox, name="outbox")
    console.add_typer(phrases, name="phrases")
    return console


def main(shell: Shell, run: Command, demo: Command) -> None:
    """Do what was typed; what the operator can mend is one line on stderr, never a trace."""
    try:
        commands(shell, run, demo)()
    except BadSettings as wrong:
        sys.exit(_said(str(wrong), 2))
    except OtherTeam as other:
        sys.exit(_said(f"DATABASE_URL is wrong: it should name another database, for {other}", 2))
    except StorageFailed as failure:
        reason = next(iter(str(failure).splitlines()), "it does not answer")
        sys.exit(_said(f"DATABASE_URL is wrong: it should name a database that can be used ({reason})", 2))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
    except OSError as refused:
        sys.exit(_said(f"{refused.filename or 'The machine'}: {refused.strerror}", 1))


def _said(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code
