"""How a database is: looked at as it stands, with nothing made, migrated or written."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from storage.migrations import newest
from storage.postgresql import postgresql_engine
from storage.tables import metadata
from storage.units import PATIENCE, StorageFailed

_FACTS = text("""
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           current_setting('server_encoding') AS encoding,
           current_setting('transaction_read_only')::bool AS is_read_only,
           coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
           clock_timestamp() AS now
""")
_MAY_WRITE = text("""
    SELECT coalesce(bool_and(has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
                             AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')), true)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname = ANY(:names)
""")
_FREE_CONNECTIONS = text("""
    SELECT least(
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
            - (SELECT sum(numbackends) FROM pg_stat_database),
        (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
            - (SELECT numbackends FROM pg_stat_database WHERE datname = current_database()),
        (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user)
            - (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user)
    )::int + (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database())
""")
"""https://www.postgresql.org/docs/current/runtime-config-connection.html; -1 is no limit, and NULL is left out."""


@dataclass(frozen=True, slots=True)
class File:
    """A SQLite file: where it is, how many bytes its disk has left, and what SQLite says to whoever would write.

    `journal` is the journal mode, None where nothing could be read; `refusal` None where it takes writes.
    """

    path: Path
    free: int
    journal: str | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL: its major version, what we may do there, and its clock in aware UTC.

    `connections` is how many we can have, those that we hold already among them.
    """

    version: int
    encoding: str
    is_read_only: bool
    may_create: bool
    may_write: bool
    connections: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """What there is: `revision` is that of the tables, None before they are made or where we may not read them.

    `newest` is the one that this code knows.
    """

    place: File | Server
    revision: str | None
    newest: str

    @property
    def is_newest(self) -> bool:
        """Say whether the tables are as this code knows them."""
        return self.revision == self.newest


def examine(url: str) -> Condition:
    """Look at the database that `url` names, as DATABASE_URL does.

    Raises: StorageFailed where it cannot be reached, could not be made, or is none.
    """
    address = make_url(url)
    try:
        return _examine_file(address) if address.get_backend_name() == "sqlite" else _examine_server(address)
    except (OSError, sqlite3.Error) as error:
        raise StorageFailed(str(error)) from error
    except DBAPIError as error:
        raise StorageFailed(str(error.orig)) from error


# ---- SQLite


def _examine_file(url: URL) -> Condition:
    path = Path(url.database or "").absolute()
    folder = next(parent for parent in path.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    if not path.exists():
        with tempfile.TemporaryFile(dir=folder):  # the one sure sign that a file can be made there
            return Condition(File(path, free), None, newest())
    with closing(_opened(path)) as connection:
        if refusal := _refusal(connection):  # in WAL mode not even reading is sure then
            return Condition(File(path, free, refusal=refusal), None, newest())
        [journal] = connection.execute("PRAGMA journal_mode").fetchone()
        return Condition(File(path, free, journal), _revision_in_file(connection), newest())


def _opened(path: Path) -> sqlite3.Connection:
    """Open a file that is there; where it cannot be written it is opened for reading."""
    address = f"file:{quote(str(path))}?mode=rw"
    return sqlite3.connect(address, timeout=PATIENCE, isolation_level=None, uri=True)


def _refusal(connection: sqlite3.Connection) -> str | None:
    """Begin to write, and take it back; answer why that is refused. Raises DatabaseError where it is no database."""
    try:
        connection.execute("BEGIN IMMEDIATE")  # which a file that is read-only takes for a mere BEGIN
        connection.execute("CREATE TABLE never (was INTEGER)")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return str(error)
    return None


def _revision_in_file(connection: sqlite3.Connection) -> str | None:
    named = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone() if named else None
    return None if found is None else str(found[0])


# ---- PostgreSQL


def _examine_server(url: URL) -> Condition:
    with postgresql_engine(url).connect() as connection:
        facts = connection.execute(_FACTS).one()._asdict()
        may_write = bool(connection.scalar(_MAY_WRITE, {"names": [*metadata.tables, "alembic_version"]}))
        free = int(connection.scalar(_FREE_CONNECTIONS) or 0)
        revision = _revision_in_server(connection) if may_write else None
    return Condition(Server(**facts, may_write=may_write, connections=free), revision, newest())


def _revision_in_server(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)
