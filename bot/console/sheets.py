"""What every import of a CSV file has in common: how the file is named, and how its mistakes are told."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.words import Words
from workflows.sheets import Finding

File = Annotated[Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, readable=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]


def complain(findings: Iterable[Finding], words: Words, file: Path) -> None:
    """Tell each mistake on stderr, with its line, as compilers do."""
    for finding in findings:
        column = f" {finding.column}:" if finding.column else ""
        value = f" ({finding.value})" if finding.value else ""
        print(f"{file.name}:{finding.line}:{column} {words.of(finding.mistake)}{value}", file=sys.stderr)


def tell_changes(added: int, updated: int, unchanged: int, *, dry_run: bool) -> None:
    """Say what a file has changed, or would change."""
    would = "would be " if dry_run else ""
    print(f"{added} {would}added, {updated} {would}updated, {unchanged} unchanged.")
