"""The same digest as a file for spreadsheets and programs: one line for each thing it tells of, in codes and keys."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.views.digest import facts
from bot.views.parts import Message, Sheet
from bot.views.texts import clean
from bot.words import Words
from storage.vocabulary import Section
from workflows.digest.snapshot import Change, IssueRow, Row, Snapshot

COLUMNS: Final = (
    "section",
    "key",
    "request_type",
    "urgency",
    "status",
    "customer",
    "plan",
    "summary",
    "owner",
    "owner_name",
    "asked_name",
    "filed_at",
    "changed_at",
    "due_at",
    "waiting_for",
    "waiting_until",
    "waiting_words",
    "is_masked",
    "change",
    "before",
    "after",
    "at",
    "by_name",
    "issue_key",
    "project",
    "state",
    "issue_status",
    "issue_category",
    "idle_days",
    "url",
)
"""The words of the glossary, whatever the digest's language: programs read them."""

_OF_ROW: Final = COLUMNS[1:18]
_PUBLIC_OF_ROW: Final = frozenset({"request_type", "urgency", "status", "is_masked"})
"""What is told of a request whose readers are others: that it counts, and as what."""

_FORMULAS: Final = tuple("=+-@＝＋－＠\t\r")
"""What a cell must not begin with, or a spreadsheet takes it for a formula; the wide ones are for a Japanese one.

https://owasp.org/www-community/attacks/CSV_Injection"""


def build(snapshot: Snapshot, number: int | None, words: Words) -> Message:
    """Build the file of the edition `number`: all rows, also those for which no message has room.

    UTF-8 with a byte order mark, without which Excel takes Japanese for another encoding; lines end as RFC 4180 says;
    times have their offset from UTC in the digest's zone.
    """
    day = words.date_of(snapshot.as_of)
    title = words.say("edition.sheet", day=facts.day(snapshot, words))
    name = f"digest-{day.isoformat()}-{number}.csv"
    return Message(title, [], sheet=Sheet(name, title, _written(snapshot, words).encode("utf-8-sig")))


def _written(snapshot: Snapshot, words: Words) -> str:
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, COLUMNS, restval="")
    writer.writeheader()
    for told in _told(snapshot):
        writer.writerow({name: _cell(value, words) for name, value in told.items()})
    return lines.getvalue()


def _told(snapshot: Snapshot) -> Iterator[dict[str, object]]:
    for row in snapshot.rows:
        yield {"section": Section.IN_WORK} | _of_row(row)
    for change in snapshot.changes:
        yield {"section": Section.CHANGED} | _of_change(change)
    for row in snapshot.finished:
        yield {"section": Section.FINISHED} | _of_row(row)
    for issue in snapshot.issues:
        yield {"section": Section.JIRA} | _of_issue(issue)


def _of_row(row: Row) -> dict[str, object]:
    names = _PUBLIC_OF_ROW if row.is_masked else _OF_ROW
    return {name: getattr(row, name) for name in names}


def _of_change(change: Change) -> dict[str, object]:
    if change.key is None:
        return {"change": change.kind, "is_masked": True}
    names = ("key", "before", "after", "at", "customer", "summary", "by_name")
    told: dict[str, object] = {name: getattr(change, name) for name in names}
    return told | {"change": change.kind, "is_masked": False}


def _of_issue(issue: IssueRow) -> dict[str, object]:
    """Tell of an issue under the names of requests where both have them; of a private request's, its state alone."""
    if issue.request is None:
        return {"state": issue.state, "is_masked": True}
    names = ("issue_key", "project", "state", "issue_category", "before", "idle_days", "customer", "summary", "url")
    told: dict[str, object] = {name: getattr(issue, name) for name in names}
    return told | {"key": issue.request, "issue_status": issue.status, "is_masked": False}


def _cell(value: object, words: Words) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return words.local(value).isoformat(timespec="seconds")
    return harmless(str(value))


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking someone's words for a formula."""
    shown = clean(text)
    return f"'{shown}" if shown.startswith(_FORMULAS) else shown
