"""What one can type: `python app.py …`; app.py hands in what it wires, and `run` and `demo`, which start it."""

import sys
from collections.abc import Callable

from bot.console.shell import Shell
from bot.settings import BadSettings
from storage.database import StorageFailed
from workflows.people.service import OtherTeam

Start = Callable[[Shell], None]

INTERRUPTED = 130
"""The exit code of whatever Ctrl-C has ended, as shells have it."""


def main(shell: Shell, run: Start, demo: Start) -> None:
    """Do what was typed; what the operator can mend is one line on stderr, never a trace."""
    try:
        _type(shell, run, demo)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
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


def _type(shell: Shell, run: Start, demo: Start) -> None:
    """Run at once where that is all that was typed: what reads and does the rest weighs 12 MiB, and is not loaded."""
    if sys.argv[1:] in ([], ["run"]):
        run(shell)
        return
    from bot.console.commands import commands

    commands(shell, run, demo)()


def _said(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code
