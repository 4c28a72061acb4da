"""`python app.py accounts import`: bring the list of customers in, all of it or nothing."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.console.shell import Shell
from workflows.accounts.service import Import, import_accounts

accounts = typer.Typer(help="The customers' companies.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, readable=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]


@accounts.command("import")
def import_file(context: typer.Context, file: File, *, dry_run: DryRun = False) -> None:
    """Import accounts from a CSV file in UTF-8 or CP932; one mistake anywhere, and nothing changes."""
    shell: Shell = context.obj
    done = shell.database.write_now(import_accounts, file.read_bytes(), dry_run=dry_run)
    if done.findings:
        _complain(done, shell, file)
        raise typer.Exit(1)
    would = "would be " if dry_run else ""
    print(f"{done.added} {would}added, {done.updated} {would}updated, {done.unchanged} unchanged.")


def _complain(done: Import, shell: Shell, file: Path) -> None:
    for finding in done.findings:
        column = f" {finding.column}" if finding.column else ""
        value = f" ({finding.value})" if finding.value else ""
        print(f"{file.name}:{finding.line}:{column}: {shell.words.of(finding.mistake)}{value}", file=sys.stderr)
