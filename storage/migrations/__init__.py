"""The schema, revision by revision; brought up to date under a lock at every start."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError

from storage.postgresql import postgresql_engine
from storage.sqlite import sqlite_engine
from storage.units import FAULTS, StorageFailed, Unusable

FOLDER = Path(__file__).parent
ADVISORY_LOCK = 0x6261746F6E
"""The number that replicas agree on while one of them migrates: "baton" in ASCII."""


def migrate(url: str | URL) -> None:
    """Bring the database to the newest schema, and raise, as `brought_up_to_date` does."""
    with brought_up_to_date(url):
        pass


@contextmanager
def brought_up_to_date(url: str | URL) -> Iterator[Connection]:
    """Bring the database to the newest schema and lend the connection; who comes second waits, and has nothing to do.

    Raises: StorageFailed where the database cannot be reached; Unusable where it is none, or that of a newer Baton.
    """
    address = make_url(url)
    locked = _locked_sqlite if address.get_backend_name() == "sqlite" else _locked_postgresql
    try:
        with locked(address) as connection:
            if not _is_newest(connection):
                upgrade(connection)
            yield connection
    except DBAPIError as error:
        is_no_database = type(error) is DatabaseError  # as SQLite says of a file that is not its own
        if not (is_no_database or isinstance(error, FAULTS)):
            raise
        failure = Unusable if address.get_backend_name() == "sqlite" else StorageFailed
        raise failure(str(error.orig)) from error


def newest() -> str:
    """Answer the last revision there is."""
    return max(_revisions())


def _revisions() -> set[str]:
    """Answer every revision: the files are named for them, `0004_digests.py` for 0004."""
    return {path.name.partition("_")[0] for path in FOLDER.glob("versions/[0-9]*.py")}


def _is_newest(connection: Connection) -> bool:
    """Say whether nothing is missing: then Alembic is not loaded, which costs 8 MiB and 0.2 s of each start."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found not in {None, *_revisions()}:
        raise Unusable(f"its revision {found} is unknown to this Baton, whose newest is {newest()}")
    return found == newest()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run what is missing up to `revision` on an open transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@contextmanager
def _locked_sqlite(url: URL) -> Iterator[Connection]:
    """Hold the folder of the file against other processes.

    WAL cannot be switched on inside a transaction, and of six processes that tried to at once, one in a hundred was
    told "database is locked" however long it was willing to wait.
    """
    engine = sqlite_engine(url)
    with folder_lock(Path(url.database or ".").parent), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 30000")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.exec_driver_sql("COMMIT")


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Lock a folder. Never the file: closing a second handle on it would drop SQLite's own locks."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _locked_postgresql(url: URL) -> Iterator[Connection]:
    """Hold an advisory lock until the commit; a migration may take longer than any unit of work."""
    with postgresql_engine(url, limits="").begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        yield connection
