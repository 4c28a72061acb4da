"""SQLite: one writer that commits waiting units together, and readers that never wait for it."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine

from storage.base import FORGETS
from storage.units import FAULTS, PATIENCE, Group, Opening, StorageFailed, Unit

STATEMENTS = 512
"""How many statements a connection keeps prepared: more than Baton has."""
CACHE = 256
"""KiB that a reader keeps of the file: all of it is dropped as soon as anybody has committed something."""
LARGEST_LOG = 16 * 1024 * 1024
"""Bytes to which the write-ahead log is cut once nobody reads what made it longer."""
IN_TROUBLE = (sqlite3.Error, *FAULTS)


class RolledBack(sqlite3.OperationalError):
    """SQLite has dropped the whole transaction by itself, as it does on a full disk."""


def sqlite_engine(url: URL) -> Engine:
    """Make the engine of one file. The driver begins and commits nothing by itself: we do.

    Raises: StorageFailed where there can be no folder for it.
    """
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": PATIENCE, "check_same_thread": False, "cached_statements": STATEMENTS},
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailed(str(error)) from error


def raw(connection: Connection) -> sqlite3.Connection:
    """Answer the driver's connection: transaction statements need none of SQLAlchemy's layers."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


class GroupedWriter:
    """Commits up to 64 units at once, a savepoint each: one fsync costs more than all of them."""

    def __init__(self, engine: Engine, opening: Opening) -> None:
        self._engine = engine
        self._opening = opening
        self._connect()

    def _connect(self) -> None:
        self._connection = self._engine.connect()
        self._connection.exec_driver_sql("PRAGMA synchronous = FULL")
        self._connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        self._connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what was said in a call leaves the file, too
        self._connection.exec_driver_sql(f"PRAGMA journal_size_limit = {LARGEST_LOG}")
        self._connection.exec_driver_sql("PRAGMA temp_store = MEMORY")  # savepoints would journal to a file
        self._raw = raw(self._connection)

    def run(self, units: Group) -> None:
        """Commit the units together; where the database fails them, one by one."""
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._fail(units, error)
            return
        try:
            self._commit(units)
        except IN_TROUBLE as error:
            self._roll_back()
            self._retry_singly(units, error)
        if FORGETS in self._connection.info:
            self._empty_log()

    def _commit(self, units: Group) -> None:
        for unit in units:
            self._run_in_savepoint(unit)
        self._raw.execute("COMMIT")

    def _empty_log(self) -> None:
        """Let what was deleted leave the write-ahead log, too; while somebody reads, the next commit tries again."""
        with suppress(sqlite3.Error):  # what was committed stands, whatever becomes of the log
            self._raw.execute("PRAGMA busy_timeout = 0")
            is_busy, *_ = self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not is_busy:
                del self._connection.info[FORGETS]
        with suppress(sqlite3.Error):
            self._raw.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")

    def _run_in_savepoint(self, unit: Unit[Any]) -> None:
        """Run one unit so that its refusal takes back its own changes only."""
        self._raw.execute("SAVEPOINT unit")
        stands = unit.run(self._opening(self._connection))
        if not self._raw.in_transaction:
            raise RolledBack("the transaction was rolled back by the database")
        if not stands:
            self._raw.execute("ROLLBACK TO unit")
        self._raw.execute("RELEASE unit")

    def _retry_singly(self, units: Group, error: Exception) -> None:
        """Find out whose fault it was: nobody may be told of a success that was rolled back."""
        if len(units) == 1:
            self._fail(units, error)
            return
        for unit in units:
            self.run([unit])

    @staticmethod
    def _fail(units: Group, error: Exception) -> None:
        for unit in units:
            unit.fail(error)

    def _roll_back(self) -> None:
        """Leave no transaction open; a connection that cannot even do that is replaced."""
        try:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
        except sqlite3.Error:
            self.close()
            self._connect()

    def close(self) -> None:
        """Close the connection."""
        with suppress(*IN_TROUBLE):
            self._connection.close()


class SnapshotReader:
    """Reads what was committed when it begins, on a connection that cannot write."""

    def __init__(self, engine: Engine, opening: Opening) -> None:
        self._opening = opening
        self._connection = engine.connect()
        self._connection.exec_driver_sql("PRAGMA query_only = ON")
        self._connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
        self._raw = raw(self._connection)

    def run(self, units: Group) -> None:
        """Run each unit on a snapshot of its own."""
        for unit in units:
            if not unit.given_up:
                self._read(unit)

    def _read(self, unit: Unit[Any]) -> None:
        try:
            self._raw.execute("BEGIN")
            unit.run(self._opening(self._connection))
        except IN_TROUBLE as error:
            unit.fail(error)
        finally:
            with suppress(sqlite3.Error):
                self._raw.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
