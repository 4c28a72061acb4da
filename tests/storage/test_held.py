"""Who holds transactions open, and what a write-ahead log comes to once nobody does."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg

from storage.database import Database
from storage.held import Held
from storage.sqlite import LARGEST_LOG
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock

NOT_LONG = timedelta()


def holders(work: UnitOfWork) -> list[Held]:
    """Answer all there are, however short."""
    return work.holders.longer_than(NOT_LONG, LARGEST_LOG + 1)


def grow(work: UnitOfWork) -> None:
    """Change more than a log is to keep."""
    work.connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS grown (content)")
    work.connection.exec_driver_sql("INSERT INTO grown VALUES (zeroblob(?))", (LARGEST_LOG * 5 // 4,))


def change(work: UnitOfWork) -> None:
    """Change a little."""
    work.connection.exec_driver_sql("INSERT INTO grown VALUES ('x')")


def test_postgresql_names_whoever_has_begun_and_not_ended(postgresql_url: str) -> None:
    database = Database(postgresql_url, machine_clock)
    with psycopg.connect(postgresql_url, application_name="by hand") as other:
        other.execute("SELECT 1")
        [held] = database.read_now(holders)
        assert (held.who, held.pid) == ("by hand", other.info.backend_pid)
        assert database.read_now(lambda work: work.holders.longer_than(timedelta(minutes=1), 0)) == []
        other.rollback()
        assert "by hand" not in {held.who for held in database.read_now(holders)}


def test_a_log_that_grew_while_somebody_read_is_cut_once_nobody_does(sqlite_url: str) -> None:
    database, file = Database(sqlite_url, machine_clock), sqlite_url.removeprefix("sqlite:///")
    database.prepare()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM outbox").fetchone()
        database.write_now(grow)
        [held] = database.read_now(holders)
        assert held.waiting > LARGEST_LOG
        other.execute("ROLLBACK")
        for _ in range(2):
            database.write_now(change)
        assert Path(f"{file}-wal").stat().st_size <= LARGEST_LOG
        assert database.read_now(holders) == []
