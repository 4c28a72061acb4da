"""The migrations make exactly the tables that the code speaks of, once, whoever starts together."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import psycopg
import pytest
import sqlalchemy as sa

from storage.database import StorageFailed, migrate
from storage.migrations import ADVISORY_LOCK, folder_lock
from storage.tables import metadata

ROOT = Path(__file__).parents[2]
# A table that was altered says so in its `sql`: its columns and keys are compared as SQLite has understood them.
OF_SQLITE = (
    """
    SELECT type, name, tbl_name, sql FROM sqlite_master
    WHERE type <> 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1, 2
    """,
    """
    SELECT it.name, it.sql LIKE '%AUTOINCREMENT%', part.cid, part.name, part.type, part."notnull",
           part.dflt_value, part.pk
    FROM sqlite_master AS it, pragma_table_info(it.name) AS part
    WHERE it.type = 'table' AND it.name NOT LIKE 'sqlite_%' AND it.name <> 'alembic_version' ORDER BY 1, 3
    """,
    """
    SELECT it.name, part."table", part."from", part."to"
    FROM sqlite_master AS it, pragma_foreign_key_list(it.name) AS part WHERE it.type = 'table' ORDER BY 1, 3
    """,
)
OF_POSTGRESQL = (
    """
    SELECT table_name, column_name, row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position),
           data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name <> 'alembic_version' ORDER BY 1, 3
    """,
    """
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename <> 'alembic_version' ORDER BY 2
    """,
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND conrelid::regclass::text <> 'alembic_version'
    ORDER BY 1, 2
    """,
)


def schema(url: str) -> list[tuple[object, ...]]:
    """Answer all that the database itself knows of its tables, columns, indexes and constraints."""
    engine = sa.create_engine(url)
    statements = OF_SQLITE if engine.dialect.name == "sqlite" else OF_POSTGRESQL
    with engine.connect() as connection:
        found = [tuple(row) for statement in statements for row in connection.exec_driver_sql(statement)]
    engine.dispose()
    return found


def clear(url: str) -> None:
    """Drop all tables."""
    engine = sa.create_engine(url)
    metadata.drop_all(engine)
    engine.dispose()


def make_from_metadata(url: str) -> None:
    """Make the tables as the code describes them, without any migration."""
    engine = sa.create_engine(url)
    metadata.create_all(engine)
    engine.dispose()


def salts(url: str) -> list[str]:
    """Answer the salt of every row of the workspace."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = list(connection.exec_driver_sql("SELECT salt FROM workspace").scalars())
    engine.dispose()
    return found


def test_migrations_make_what_the_code_describes(empty_database_url: str) -> None:
    migrate(empty_database_url)
    migrated = schema(empty_database_url)
    clear(empty_database_url)
    make_from_metadata(empty_database_url)

    assert migrated == schema(empty_database_url)
    assert {"requests", "trail", "outbox", "lanes"} <= {str(part) for row in migrated for part in row}


def test_a_second_migration_changes_nothing(empty_database_url: str) -> None:
    migrate(empty_database_url)
    [salt] = salts(empty_database_url)

    migrate(empty_database_url)

    assert salts(empty_database_url) == [salt]
    assert len(salt) == 32


def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    script = "import sys; from storage.database import migrate; sys.stdin.read(1); migrate(sys.argv[1])"
    together = [
        subprocess.Popen([sys.executable, "-c", script, empty_database_url], cwd=ROOT, stdin=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    for process in together:
        assert process.stdin is not None
        process.stdin.write("!")
        process.stdin.flush()
    codes = [process.wait() for process in together]

    for process in together:
        assert process.stdin is not None
        process.stdin.close()
    assert codes == [0, 0, 0]
    assert len(salts(empty_database_url)) == 1


@contextmanager
def migrating(url: str) -> Iterator[None]:
    """Hold what a process holds that is in the middle of its migration."""
    if url.startswith("sqlite"):
        with folder_lock(Path(sa.make_url(url).database or "").parent):
            yield
    else:
        with psycopg.connect(url) as connection:
            connection.execute(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})".encode())
            yield


def test_whoever_comes_second_waits(empty_database_url: str) -> None:
    """Also for the switch to WAL, which SQLite may refuse to a second process instead of waiting."""
    second = Thread(target=migrate, args=(empty_database_url,))

    with migrating(empty_database_url):
        second.start()
        second.join(0.5)
        assert second.is_alive()
        assert schema(empty_database_url) == []

    second.join()
    assert schema(empty_database_url) != []


def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'var' / 'deeper' / 'baton.db'}")

    assert (tmp_path / "var" / "deeper" / "baton.db").exists()


def test_a_database_that_cannot_be_reached_says_so() -> None:
    with pytest.raises(StorageFailed, match="refused"):
        migrate("postgresql://nobody@127.0.0.1:1/nothing")
