"""What a file of comma-separated values says: bytes to rows, every mistake with its line number; pure."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import _csv

LONGEST_ID = 64
_ID = re.compile(r"(?!new:)\S(.*\S)?")


class Mistake(StrEnum):
    """What may be wrong with a file; every one has words in both languages."""

    NOT_TEXT = "not_text"
    EMPTY = "empty"
    BROKEN_CSV = "broken_csv"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    FIELDS_MISCOUNTED = "fields_miscounted"
    VALUE_MISSING = "value_missing"
    VALUE_TOO_LONG = "value_too_long"
    BAD_ID = "bad_id"
    ID_TWICE = "id_twice"
    BAD_LOCALE = "bad_locale"
    BAD_CHANNEL = "bad_channel"
    NO_SUCH_PERSON = "no_such_person"
    PERSON_LEFT = "person_left"
    AMBIGUOUS_PERSON = "ambiguous_person"
    BAD_SPEAKER = "bad_speaker"
    BAD_TONE = "bad_tone"
    BAD_DANGER = "bad_danger"
    BAD_WITHIN = "bad_within"
    BAD_LINK = "bad_link"
    BAD_PHRASE = "bad_phrase"
    NO_PHRASE = "no_phrase"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: its line (the header is line 1), the column where there is one, and what stood there."""

    line: int
    mistake: Mistake
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the file has it: the columns of the file, and the values of those not left empty."""

    line: int
    columns: tuple[str, ...]
    values: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """What could be read, and what could not."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns a file may have, which it must have, and what may be wrong with a row of it."""

    columns: Sequence[str]
    required: Sequence[str]
    check: Callable[[Row], Iterable[Finding]]


def read(raw: bytes, layout: Layout) -> Sheet:
    """Read a file in UTF-8 (with or without BOM) or CP932, as spreadsheets in Japan save it."""
    text = _decode(raw)
    if text is None:
        return Sheet(findings=[Finding(1, Mistake.NOT_TEXT)])
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read_lines(lines, layout)
    except csv.Error as error:
        return Sheet(findings=[Finding(lines.line_num, Mistake.BROKEN_CSV, value=str(error))])


def _decode(raw: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _read_lines(lines: "_csv.Reader", layout: Layout) -> Sheet:
    header = [name.strip().lower() for name in next(lines, [])]
    findings = list(_check_header(header, layout))
    if findings:
        return Sheet(findings=findings)
    sheet = Sheet()
    line = lines.line_num + 1
    for fields in lines:
        if any(value.strip() for value in fields):
            _read_row(sheet, header, line, fields, layout)
        line = lines.line_num + 1
    if not sheet.rows and not sheet.findings:
        sheet.findings.append(Finding(1, Mistake.EMPTY))
    return sheet


def _check_header(header: list[str], layout: Layout) -> Iterator[Finding]:
    if not any(header):
        yield Finding(1, Mistake.EMPTY)
        return
    yield from (Finding(1, Mistake.COLUMN_MISSING, name) for name in layout.required if name not in header)
    yield from (Finding(1, Mistake.COLUMN_UNKNOWN, name) for name in header if name not in layout.columns)
    yield from (Finding(1, Mistake.COLUMN_TWICE, name) for name in layout.columns if header.count(name) > 1)


def _read_row(sheet: Sheet, header: list[str], line: int, fields: list[str], layout: Layout) -> None:
    if len(fields) != len(header):
        sheet.findings.append(Finding(line, Mistake.FIELDS_MISCOUNTED, value=f"{len(fields)}/{len(header)}"))
        return
    row = Row(
        line, tuple(header), {name: value.strip() for name, value in zip(header, fields, strict=True) if value.strip()}
    )
    sheet.findings.extend(
        Finding(line, Mistake.VALUE_MISSING, name) for name in layout.required if name not in row.values
    )
    sheet.findings.extend(layout.check(row))
    sheet.rows.append(row)


def check_length(row: Row, most: int) -> Iterator[Finding]:
    """Find the values of a row that have more than `most` characters."""
    for name, value in row.values.items():
        if len(value) > most:
            yield Finding(row.line, Mistake.VALUE_TOO_LONG, name, value[:40])


def check_id(row: Row, column: str) -> Iterator[Finding]:
    """Find an id that would not fit into the database, or into what Slack sends back when it is chosen."""
    value = row.values.get(column, "")
    if value and (len(value) > LONGEST_ID or not _ID.fullmatch(value)):
        yield Finding(row.line, Mistake.BAD_ID, column, value[:40])


def check_choice(row: Row, column: str, choices: Iterable[str], mistake: Mistake) -> Iterator[Finding]:
    """Find a value that is none of `choices`."""
    value = row.values.get(column)
    if value is not None and value not in list(choices):
        yield Finding(row.line, mistake, column, value[:40])


def check_unique(ids: Iterable[tuple[int, str]], column: str) -> Iterator[Finding]:
    """Find the lines whose id an earlier line has; an empty one is no id."""
    first: dict[str, int] = {}
    for line, value in ids:
        if value and first.setdefault(value, line) != line:
            yield Finding(line, Mistake.ID_TWICE, column, value)
