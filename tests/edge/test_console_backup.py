"""`python app.py backup` and `restored`: what they refuse, and what they leave as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.settings import BadSettings
from storage.database import StorageFailed
from storage.migrations import upgrade
from tests.edge.shells import typed


def one(file: Path, query: str) -> object:
    """The one value that a query finds in a file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_backup_never_takes_the_place_of_another(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    earlier = tmp_path / "earlier.db"
    earlier.write_text("an earlier backup")
    with pytest.raises(FileExistsError):
        typed("backup", str(earlier))
    assert earlier.read_text() == "an earlier backup"


def test_where_there_is_nothing_to_copy_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'missing.db'}")
    with pytest.raises(StorageFailed):
        typed("backup", str(tmp_path / "copy.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    with pytest.raises(FileNotFoundError) as refused:
        typed("backup", str(tmp_path / "nowhere" / "copy.db"))
    assert refused.value.filename == str(tmp_path / "nowhere")


def test_postgresql_is_copied_by_its_own_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://baton@127.0.0.1:9/baton")
    with pytest.raises(BadSettings, match="pg_dump"):
        typed("backup", str(tmp_path / "copy.db"))


def test_a_copy_keeps_the_schema_of_its_time_so_that_an_older_baton_can_start_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, copy = tmp_path / "old.db", tmp_path / "copy.db"
    with create_engine(f"sqlite:///{old}").begin() as connection:
        upgrade(connection, "0001")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{old}")
    assert typed("backup", str(copy)).exit_code == 0
    assert one(copy, "SELECT version_num FROM alembic_version") == "0001"
    assert one(copy, "PRAGMA integrity_check") == "ok"


def test_whoever_is_not_sure_may_run_restored_twice(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert [typed("restored").exit_code for _ in range(2)] == [0, 0]
