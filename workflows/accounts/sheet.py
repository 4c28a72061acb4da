"""The accounts file: which columns it has, and what may be wrong in them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from storage.accounts import Account
from storage.vocabulary import Locale
from workflows import sheets
from workflows.sheets import Finding, Layout, Mistake, Row, Sheet, check_choice, check_id, check_length

COLUMNS = ("account_id", "name", "kana", "account_manager", "cover", "team_channel", "phone", "plan", "locale")
REQUIRED = ("account_id", "name")
LONGEST = 255
_CHANNEL = re.compile(r"[CG][A-Z0-9_]+")


def read(raw: bytes) -> Sheet:
    """Read an accounts file in UTF-8 (with or without BOM) or CP932, as spreadsheets in Japan save it."""
    sheet = sheets.read(raw, Layout(COLUMNS, REQUIRED, _check))
    sheet.findings += sheets.check_unique(((row.line, id_of(row)) for row in sheet.rows), "account_id")
    return sheet


def id_of(row: Row) -> str:
    """Answer the id of the account; empty where it is missing, which is a mistake."""
    return row.values.get("account_id", "")


def _check(row: Row) -> Iterator[Finding]:
    yield from check_length(row, LONGEST)
    yield from check_id(row, "account_id")
    yield from check_choice(row, "locale", Locale, Mistake.BAD_LOCALE)
    if "team_channel" in row.values and not _CHANNEL.fullmatch(row.values["team_channel"]):
        yield Finding(row.line, Mistake.BAD_CHANNEL, "team_channel", row.values["team_channel"])


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
