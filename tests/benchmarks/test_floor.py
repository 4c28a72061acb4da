"""The floor is a fair one: it writes what Baton writes."""

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from sqlalchemy import NullPool, create_engine, text

from benchmarks import payloads, team
from benchmarks.floor import forms, rows
from benchmarks.floor.store import connecting
from bot.views.escalation import form_read
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from workflows.escalation import filing
from workflows.escalation.routing import Desk
from workflows.people.policy import Roles

WRITTEN = ("receipts", "requests", "trail", "outbox")
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]


def read_all(url: str) -> Rows:
    """Every row of the tables that a form is written to, in the order of writing."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        found = {table: connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")) for table in WRITTEN}  # noqa: S608
        return {table: [dict(row._mapping) for row in cursor] for table, cursor in found.items()}


def forget_all(url: str) -> None:
    """Take the rows back, and let the numbers begin anew."""
    begin_anew = "DELETE FROM sqlite_sequence"
    if url.startswith("postgresql"):
        tables = ", ".join(WRITTEN)
        begin_anew = f"TRUNCATE {tables} RESTART IDENTITY CASCADE"
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for table in reversed(WRITTEN):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608
        connection.execute(text(begin_anew))


def filed_by_baton(url: str, body: bytes) -> Rows:
    """File the form as its listener does."""
    payload = json.loads(parse_qs(body.decode())["payload"][0])
    draft = form_read.read(payload["view"], payload["user"]["id"], NOW)

    def once(work: UnitOfWork) -> None:
        assert work.receipts.first(f"view:{payload['view']['id']}", NOW)
        filing.file_request(work, draft, Desk(Roles()), NOW)

    Database(url, lambda: NOW).write_now(once)
    return read_all(url)


def filed_by_the_floor(url: str, body: bytes) -> Rows:
    """File the form as the floor does."""
    with closing(connecting(url)()) as bare:
        bare.begin()
        rows.file(bare, forms.read(body), rows.salt_of(bare), bare.instant(NOW))
        bare.commit()
    return read_all(url)


def test_the_floor_writes_the_same_rows_as_baton(database_url: str) -> None:
    body = payloads.submission("fair", 7)
    team.settle_in(database_url)

    ours = filed_by_baton(database_url, body)
    forget_all(database_url)

    assert filed_by_the_floor(database_url, body) == ours
    assert {table: len(written) for table, written in ours.items()} == {
        "receipts": 1, "requests": 1, "trail": 1, "outbox": 3,
    }  # fmt: skip
