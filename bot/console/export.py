"""`python app.py export`: everything that was asked and every step of it, for other programs."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from itertools import chain
from typing import IO, Annotated, Any

import typer

from bot.console.shell import Shell
from storage.vocabulary import request_key
from workflows.escalation import everything


class What(StrEnum):
    """What can be exported."""

    REQUESTS = "requests"
    TRAIL = "trail"


class Format(StrEnum):
    """One JSON object a line, or CSV with a header."""

    JSONL = "jsonl"
    CSV = "csv"


Record = dict[str, Any]
Chosen = Annotated[What, typer.Argument(metavar="requests|trail")]
As = Annotated[Format, typer.Option("--format", help="jsonl: one JSON object a line; csv: with a header.")]


def export(context: typer.Context, what: Chosen, form: As = Format.JSONL) -> None:
    """Write every request, or every step ever taken, to stdout: UTF-8, instants as RFC 3339 in UTC."""
    shell: Shell = context.obj
    write = _write_lines if form is Format.JSONL else _write_csv
    out = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    if what is What.REQUESTS:
        shell.database.read_now(everything.requests, partial(write, out))
    else:
        shell.database.read_now(everything.steps, partial(write, out))
    out.detach()


def _records(rows: Iterable[Any]) -> Iterator[Record]:
    """Turn frozen values into plain ones; the number of a request becomes its key."""
    for row in rows:
        values = asdict(row)
        yield {"key": request_key(values.pop("number"))} | {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def _write_lines(out: IO[str], rows: Iterable[Any]) -> None:
    for record in _records(rows):
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_csv(out: IO[str], rows: Iterable[Any]) -> None:
    records = _records(rows)
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
