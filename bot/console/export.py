"""`python app.py export`: everything asked, every step of it, every call and digest, for other programs."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from itertools import chain
from typing import IO, Annotated, Any

import typer

from bot.console.shell import Shell
from storage.vocabulary import call_key, digest_key, edition_key, request_key
from workflows.digest import everything as of_digests
from workflows.escalation import everything
from workflows.whisper import everything as of_calls


class What(StrEnum):
    """What can be exported."""

    REQUESTS = "requests"
    TRAIL = "trail"
    CALLS = "calls"
    DIGESTS = "digests"


class Format(StrEnum):
    """One JSON object a line, or CSV with a header."""

    JSONL = "jsonl"
    CSV = "csv"


Record = dict[str, Any]
Naming = Callable[[int], str]
SOURCES: dict[What, tuple[Callable[..., None], Naming]] = {
    What.REQUESTS: (everything.requests, request_key),
    What.TRAIL: (everything.steps, request_key),
    What.CALLS: (of_calls.calls, call_key),
    What.DIGESTS: (of_digests.editions, edition_key),
}
"""Where each is read, and what the number of a row is called outside."""

Chosen = Annotated[What, typer.Argument(metavar="requests|trail|calls|digests")]
As = Annotated[Format, typer.Option("--format", help="jsonl: one JSON object a line; csv: with a header.")]


def export(context: typer.Context, what: Chosen, form: As = Format.JSONL) -> None:
    """Write every request, step, call or digest there ever was to stdout: UTF-8, instants as RFC 3339 in UTC."""
    shell: Shell = context.obj
    read, name = SOURCES[what]
    write = _write_lines if form is Format.JSONL else _write_csv
    out = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    shell.database.read_now(read, partial(write, out, name))
    out.detach()


def _records(rows: Iterable[Any], name: Naming) -> Iterator[Record]:
    """Turn frozen values into plain ones; the number of a request, a call or an edition becomes its key."""
    for row in rows:
        values = asdict(row)
        yield {"key": name(values.pop("number"))} | {field: _plain(field, value) for field, value in values.items()}


def _plain(field: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return digest_key(value) if field == "digest" and isinstance(value, int) else value


def _write_lines(out: IO[str], name: Naming, rows: Iterable[Any]) -> None:
    for record in _records(rows, name):
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_csv(out: IO[str], name: Naming, rows: Iterable[Any]) -> None:
    records = _records(rows, name)
    first = next(records, None)
    if first is None:
        return
    table = csv.DictWriter(out, fieldnames=list(first), lineterminator="\n")
    table.writeheader()
    table.writerows(_flat(record) for record in chain([first], records))


def _flat(record: Record) -> Record:
    """Write what CSV has no form for, such as the list of files, as JSON."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, (list, tuple, dict)) else value
        for name, value in record.items()
    }
