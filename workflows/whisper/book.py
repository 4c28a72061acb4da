"""Fill the phrase book: with what Baton comes with, or with a file of the team's own, all of it or nothing."""

from dataclasses import dataclass, replace

from storage.phrases import Phrase
from storage.unit_of_work import UnitOfWork
from workflows.sheets import Finding
from workflows.whisper.entries import id_for
from workflows.whisper.sheet import read, seed


@dataclass(frozen=True, slots=True)
class BookImport:
    """What a file changes in the phrase book, or the `findings` for which it changes nothing."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()


def begin(work: UnitOfWork) -> None:
    """Fill a phrase book that was never filled with what Baton comes with; one that leads have emptied stays empty."""
    if work.phrases.version() is None:
        work.phrases.save(read(seed()).entries)


def import_phrases(work: UnitOfWork, raw: bytes, *, dry_run: bool) -> BookImport:
    """Keep the entries of the file `raw`; with `dry_run`, or with any mistake in it, keep none of them.

    Entries that the file does not have stay as they are, and so does what came of each entry. A row without an id is
    the entry that listens for the same phrases, whatever that one is called; else it is added. A book that was never
    filled gets what Baton comes with, too.
    """
    sheet = read(raw)
    if sheet.findings:
        return BookImport(findings=sheet.findings)
    known = {entry.phrase_id: entry for entry in _stands_in(work)}
    by_phrases = {name_of(phrase): phrase.phrase_id for phrase in known.values()}
    entries = [_meant(entry, by_phrases) for entry in sheet.entries]
    changed = [entry for entry in entries if known.get(entry.phrase_id) != entry]
    if changed and not dry_run:
        begin(work)
        work.phrases.save(changed)
    added = sum(entry.phrase_id not in known for entry in entries)
    return BookImport(added, len(changed) - added, len(entries) - len(changed))


def _stands_in(work: UnitOfWork) -> tuple[Phrase, ...]:
    """Answer the entries of the book, as they are or as it begins."""
    if work.phrases.version() is None:
        return read(seed()).entries
    return tuple(each.phrase for each in work.phrases.all())


def _meant(entry: Phrase, by_phrases: dict[str, str]) -> Phrase:
    """Answer a row without an id, which is named by its phrases, under the id that these have in the book."""
    is_named_by_phrases = entry.phrase_id == name_of(entry)
    return replace(entry, phrase_id=by_phrases.get(entry.phrase_id, entry.phrase_id)) if is_named_by_phrases else entry


def name_of(entry: Phrase) -> str:
    """Answer the id that an entry has by what it listens for."""
    return id_for(entry.locale, entry.speaker, entry.any, entry.all, entry.none)
