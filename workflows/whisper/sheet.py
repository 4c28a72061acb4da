"""The phrase book as a file: which columns it has, and what may be wrong in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.phrases import Phrase
from storage.vocabulary import Locale, Speaker, Tone
from workflows import sheets
from workflows.sheets import Finding, Layout, Mistake, Row, check_choice, check_id, check_length
from workflows.whisper.entries import LONGEST_PHRASE, LONGEST_WITHIN, WITHIN, id_for, is_link, is_sayable
from workflows.whisper.policy import LONGEST_ADVICE

COLUMNS = ("phrase_id", "locale", "speaker", "any", "all", "none", "within", "tone", "danger", "advice", "link")
REQUIRED = ("locale", "advice")
PHRASES = ("any", "all", "none")
BETWEEN = "|"
"""Stands between the phrases of one cell."""
LONGEST = 2000
"""Characters of a cell: as many as a form in Slack shows again."""
SEED = Path(__file__).with_name("phrases.csv")
_YES = "yes"


@dataclass(frozen=True, slots=True)
class PhraseSheet:
    """The entries of a file, or the `findings` for which none of them counts."""

    entries: tuple[Phrase, ...] = ()
    findings: tuple[Finding, ...] = ()


def seed() -> bytes:
    """Answer the file of the phrase book that Baton comes with, in both languages."""
    return SEED.read_bytes()


def read(raw: bytes) -> PhraseSheet:
    """Read a phrase book in UTF-8 (with or without BOM) or CP932; an entry without an id is named by its phrases."""
    sheet = sheets.read(raw, Layout(COLUMNS, REQUIRED, _check))
    if sheet.findings:
        return PhraseSheet(findings=tuple(sheet.findings))
    entries = tuple(map(_entry, sheet.rows))
    ids = ((row.line, entry.phrase_id) for row, entry in zip(sheet.rows, entries, strict=True))
    twice = tuple(sheets.check_unique(ids, "phrase_id"))
    return PhraseSheet(findings=twice) if twice else PhraseSheet(entries)


def _check(row: Row) -> Iterator[Finding]:
    yield from check_length(row, LONGEST)
    yield from check_id(row, "phrase_id")
    yield from check_choice(row, "locale", Locale, Mistake.BAD_LOCALE)
    yield from check_choice(row, "speaker", Speaker, Mistake.BAD_SPEAKER)
    yield from check_choice(row, "tone", Tone, Mistake.BAD_TONE)
    yield from check_choice(row, "danger", (_YES, "no"), Mistake.BAD_DANGER)
    yield from _check_advice(row)
    yield from _check_phrases(row)


def _check_advice(row: Row) -> Iterator[Finding]:
    length = len(row.values.get("advice", ""))
    if length > LONGEST_ADVICE:
        yield Finding(row.line, Mistake.VALUE_TOO_LONG, "advice", f"{length}/{LONGEST_ADVICE}")
    if "link" in row.values and not is_link(row.values["link"]):
        yield Finding(row.line, Mistake.BAD_LINK, "link", row.values["link"][:40])
    within = row.values.get("within", str(WITHIN))
    is_number = within.isascii() and within.isdigit() and len(within) <= len(str(LONGEST_WITHIN))
    if not is_number or not 1 <= int(within) <= LONGEST_WITHIN:
        yield Finding(row.line, Mistake.BAD_WITHIN, "within", within[:40])


def _check_phrases(row: Row) -> Iterator[Finding]:
    if not _phrases(row, "any") and not _phrases(row, "all"):
        yield Finding(row.line, Mistake.NO_PHRASE, "any")
    for column in PHRASES:
        for phrase in _phrases(row, column):
            if len(phrase) > LONGEST_PHRASE:
                yield Finding(row.line, Mistake.VALUE_TOO_LONG, column, f"{len(phrase)}/{LONGEST_PHRASE}")
            elif not is_sayable(phrase):
                yield Finding(row.line, Mistake.BAD_PHRASE, column, phrase)


def _phrases(row: Row, column: str) -> tuple[str, ...]:
    parts = (part.strip() for part in row.values.get(column, "").split(BETWEEN))
    return tuple(dict.fromkeys(part for part in parts if part))


def _entry(row: Row) -> Phrase:
    value = row.values
    locale, speaker = Locale(value["locale"]), Speaker(value.get("speaker", Speaker.CUSTOMER))
    any_of, all_of, none_of = (_phrases(row, column) for column in PHRASES)
    return Phrase(
        value.get("phrase_id") or id_for(locale, speaker, any_of, all_of, none_of),
        locale,
        speaker,
        any_of,
        all_of,
        none_of,
        int(value.get("within", WITHIN)),
        Tone(value.get("tone", Tone.INFO)),
        danger=value.get("danger") == _YES,
        advice=" ".join(value["advice"].split()),
        link=value.get("link"),
    )
