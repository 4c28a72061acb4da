"""`python app.py phrases`: bring entries into the phrase book, all of a file or nothing."""

import typer

from bot.console.sheets import DryRun, File, complain, tell_changes
from bot.console.shell import Shell
from workflows.whisper.book import import_phrases

phrases = typer.Typer(help="The phrase book: what is listened for in calls.", no_args_is_help=True)


@phrases.command("import")
def import_file(context: typer.Context, file: File, *, dry_run: DryRun = False) -> None:
    """Import entries from a CSV file in UTF-8 or CP932; one mistake anywhere, and nothing changes."""
    shell: Shell = context.obj
    done = shell.database.write_now(import_phrases, file.read_bytes(), dry_run=dry_run)
    if done.findings:
        complain(done.findings, shell.words, file)
        raise typer.Exit(1)
    tell_changes(done.added, done.updated, done.unchanged, dry_run=dry_run)
