"""The accounts file: bytes to rows, every mistake with its line number."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.accounts import Account
from storage.vocabulary import Locale

if TYPE_CHECKING:
    import _csv

COLUMNS = ("account_id", "name", "kana", "account_manager", "cover", "team_channel", "phone", "plan", "locale")
REQUIRED = ("account_id", "name")
LONGEST = 255
LONGEST_ID = 64
_CHANNEL = re.compile(r"[CG][A-Z0-9_]+")
_ACCOUNT_ID = re.compile(r"(?!new:)\S(.*\S)?")


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


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: its line (the header is line 1), the column where there is one, and what stood there."""

    line: int
    mistake: Mistake
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One account as the file has it: the columns of the file, and the values of those not left empty."""

    line: int
    columns: tuple[str, ...]
    values: dict[str, str]

    @property
    def account_id(self) -> str:
        """The id of the account; empty where it is missing, which is a mistake."""
        return self.values.get("account_id", "")


@dataclass(slots=True)
class Sheet:
    """What could be read, and what could not."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(raw: bytes) -> Sheet:
    """Read an accounts file in UTF-8 (with or without BOM) or CP932, as spreadsheets in Japan save it."""
    text = _decode(raw)
    if text is None:
        return Sheet(findings=[Finding(1, Mistake.NOT_TEXT)])
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read_lines(lines)
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


def _read_lines(lines: "_csv.Reader") -> Sheet:
    header = [name.strip().lower() for name in next(lines, [])]
    findings = list(_check_header(header))
    if findings:
        return Sheet(findings=findings)
    sheet = Sheet()
    line = lines.line_num + 1
    for fields in lines:
        if any(value.strip() for value in fields):
            _read_row(sheet, header, line, fields)
        line = lines.line_num + 1
    if not sheet.rows and not sheet.findings:
        sheet.findings.append(Finding(1, Mistake.EMPTY))
    sheet.findings.extend(_check_unique(sheet.rows))
    return sheet


def _check_header(header: list[str]) -> Iterator[Finding]:
    if not any(header):
        yield Finding(1, Mistake.EMPTY)
        return
    yield from (Finding(1, Mistake.COLUMN_MISSING, name) for name in REQUIRED if name not in header)
    yield from (Finding(1, Mistake.COLUMN_UNKNOWN, name) for name in header if name not in COLUMNS)
    yield from (Finding(1, Mistake.COLUMN_TWICE, name) for name in COLUMNS if header.count(name) > 1)


def _read_row(sheet: Sheet, header: list[str], line: int, fields: list[str]) -> None:
    if len(fields) != len(header):
        sheet.findings.append(Finding(line, Mistake.FIELDS_MISCOUNTED, value=f"{len(fields)}/{len(header)}"))
        return
    values = {name: value.strip() for name, value in zip(header, fields, strict=True) if value.strip()}
    sheet.findings.extend(_check_values(line, values))
    sheet.rows.append(Row(line, tuple(header), values))


def _check_values(line: int, values: dict[str, str]) -> Iterator[Finding]:
    yield from (Finding(line, Mistake.VALUE_MISSING, name) for name in REQUIRED if name not in values)
    for name, value in values.items():
        if len(value) > LONGEST:
            yield Finding(line, Mistake.VALUE_TOO_LONG, name, value[:40])
    account_id = values.get("account_id", "")
    if account_id and (len(account_id) > LONGEST_ID or not _ACCOUNT_ID.fullmatch(account_id)):
        yield Finding(line, Mistake.BAD_ID, "account_id", account_id[:40])
    if values.get("locale", Locale.EN) not in list(Locale):
        yield Finding(line, Mistake.BAD_LOCALE, "locale", values["locale"])
    if "team_channel" in values and not _CHANNEL.fullmatch(values["team_channel"]):
        yield Finding(line, Mistake.BAD_CHANNEL, "team_channel", values["team_channel"])


def _check_unique(rows: list[Row]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row in rows:
        if row.account_id and first.setdefault(row.account_id, row.line) != row.line:
            yield Finding(row.line, Mistake.ID_TWICE, "account_id", row.account_id)


def write(accounts: Iterable[Account]) -> str:
    """Write an accounts file that changes nothing when it is read again: the whole header, and every value as it is."""
    out = io.StringIO(newline="")
    plain = csv.writer(out, lineterminator="\n")
    # Python 3.11 leaves a lone carriage return without quotes, and then cannot read it again.
    quoted = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow(COLUMNS)
    for account in accounts:
        values = [getattr(account, column) or "" for column in COLUMNS]
        (quoted if any("\r" in value for value in values) else plain).writerow(values)
    return out.getvalue()
