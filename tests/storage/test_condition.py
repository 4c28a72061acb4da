"""A database is looked at as it stands: nothing of it is made, migrated or written by the look."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database, File, Server, StorageFailed, examine, migrate
from storage.migrations import newest
from tests.storage.clocks import machine_clock


def test_one_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    condition = examine(f"sqlite:///{tmp_path / 'var' / 'baton.db'}")

    assert (condition.revision, condition.is_newest) == (None, False)
    assert isinstance(condition.place, File)
    assert condition.place.free > 0
    assert list(tmp_path.iterdir()) == []


def test_an_empty_one_stays_empty(empty_database_url: str) -> None:
    for _ in range(2):
        assert examine(empty_database_url).revision is None


def test_the_newest_says_so(database_url: str) -> None:
    condition = examine(database_url)
    assert (condition.revision, condition.is_newest) == (newest(), True)


def test_of_a_file_it_is_said_how_it_is_kept_and_whether_it_takes_writes(sqlite_url: str) -> None:
    place = examine(sqlite_url).place

    assert isinstance(place, File)
    assert (place.path.name, place.journal, place.refusal) == ("baton.db", "wal", None)


def test_of_a_server_it_is_said_what_we_may_there(postgresql_url: str) -> None:
    place = examine(postgresql_url).place

    assert isinstance(place, Server)
    assert (place.encoding, place.is_read_only, place.may_create, place.may_write) == ("UTF8", False, True, True)
    assert place.version >= 14
    assert place.connections > 8
    assert abs(datetime.now(UTC) - place.now) < timedelta(minutes=1)


def test_what_holds_the_file_is_what_refuses(sqlite_url: str) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        place = examine(sqlite_url).place
    assert isinstance(place, File)
    assert place.refusal == "database is locked"


@pytest.mark.parametrize("url", ["sqlite:////proc/nowhere/baton.db", "postgresql://baton@127.0.0.1:9/nothing"])
def test_one_that_cannot_be_is_an_error(url: str) -> None:
    with pytest.raises(StorageFailed):
        examine(url)


def test_a_file_that_is_no_database_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear customer, this is no database. " * 100)
    with pytest.raises(StorageFailed, match="not a database"):
        examine(f"sqlite:///{tmp_path / 'letter.db'}")


def test_one_of_a_newer_baton_is_left_alone(database_url: str) -> None:
    newer = "UPDATE alembic_version SET version_num = '9999'"
    Database(database_url, machine_clock).write_now(lambda work: work.connection.exec_driver_sql(newer))

    with pytest.raises(StorageFailed, match="9999"):
        migrate(database_url)
    assert examine(database_url).revision == "9999"
