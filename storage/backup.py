"""Backups: a copy of the file that is taken while Baton works, and how to begin again from the past.

Whatever stands in a backup may have happened since: docs/adr/0020-a-backup-doubts-itself.md.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, func, inspect, make_url, text

from storage.base import FORGETS
from storage.calls.tables import call_signs, calls, segments, whispers
from storage.digests.tables import digests, editions
from storage.outbox import State, outbox
from storage.requests.tables import requests
from storage.sqlite import IN_TROUBLE, sqlite_engine
from storage.units import StorageFailed

LEAPS: Final[Mapping[Table, int]] = {
    requests: 1_000,
    digests: 1_000,
    editions: 10_000,
    calls: 100_000,
    whispers: 100_000,
}
"""How many numbers are left out: more than a team uses up between two backups."""

_leap_on_sqlite = text("UPDATE sqlite_sequence SET seq = seq + :leap WHERE name = :name")
_first_leap_on_sqlite = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :leap)")
_sequence = "pg_get_serial_sequence(:name, 'number')"
_leap_on_postgresql = text(f"SELECT setval({_sequence}, nextval({_sequence}) + :leap - 1)")


def back_up(source: Path, target: Path) -> None:
    """Copy the SQLite file `source`, whoever writes to it meanwhile, to `target`: one file, for its owner alone.

    What it holds was committed before the copy was begun, or soon after. Words said in calls are left out.
    Raises: FileExistsError where there is a `target`, FileNotFoundError where its folder is missing; StorageFailed
    where `source` cannot be read or the disk is full.
    """
    if target.exists():
        raise FileExistsError(17, "is there already", str(target))
    if not target.parent.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(target.parent))
    with _beside(target) as unfinished:
        try:
            _copy(source, unfinished)
            _settle(unfinished)
        except IN_TROUBLE as error:
            raise StorageFailed(str(error)) from error
        unfinished.replace(target)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Lend a name in the same folder, so that nobody ever sees half a backup under the name it is to have."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # readable by its owner alone
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy in one step: one snapshot, which no writer waits for and none can make begin anew."""
    address = f"{source.resolve().as_uri()}?mode=rw"  # never makes a file; only a reader that may write reads the log
    with closing(sqlite3.connect(address, uri=True)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, pages=-1)


def _settle(copy: Path) -> None:
    """Make the copy fit to begin with, and one file: what reads it needs no log beside it."""
    with sqlite_engine(make_url(f"sqlite:///{copy}")).connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
        connection.exec_driver_sql("PRAGMA synchronous = FULL")
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        begin_anew(connection)
        connection.exec_driver_sql("COMMIT")


def begin_anew(connection: Connection) -> None:
    """Make a database of the past fit to begin with: what it does not know of may have happened since."""
    there = frozenset(inspect(connection).get_table_names())  # fewer where the backup is older than we are
    _doubt(connection)
    if segments.name in there:
        _forget_words(connection)
    for table in LEAPS:
        if table.name in there:
            _leap(connection, table)


def _doubt(connection: Connection) -> None:
    """Take whatever waits for something that was just being sent: it is looked for before it is posted."""
    since = func.coalesce(outbox.c.tried_at, outbox.c.created_at)
    doubted = outbox.update().where(outbox.c.state == State.PENDING)
    connection.execute(doubted.values(state=State.SENDING, due_at=None, tried_at=since))


def _forget_words(connection: Connection) -> None:
    """Drop what was said in calls: it is kept for ten minutes, and a backup for longer."""
    connection.execute(segments.delete())
    connection.execute(call_signs.update().values(words=None))
    connection.info[FORGETS] = True


def _leap(connection: Connection, table: Table) -> None:
    """Leave numbers out that messages in Slack may name by now: no button of theirs may mean anything newer."""
    leap = {"name": table.name, "leap": LEAPS[table]}
    if connection.dialect.name == "postgresql":
        connection.execute(_leap_on_postgresql, leap)
    elif not connection.execute(_leap_on_sqlite, leap).rowcount:
        connection.execute(_first_leap_on_sqlite, leap)
