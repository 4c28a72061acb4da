"""The one catalogue of tables, and what every repository stands on."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, Executable, MetaData, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

# Statements on the way of every form or click are built once, above the class that runs them: SQLAlchemy then
# takes 17 to 26 µs for one execution, against 84 to 125 where the statement is built each time.

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


Id = TypeVar("Id", str, int)

MOST_AT_ONCE: Final = 1_000
"""Ids in one statement: SQLite takes 32,766 values at most, PostgreSQL 65,535."""


FORGETS: Final = "baton.forgets"
"""In the `info` of a connection: something was deleted that must leave the disk, not the table alone."""


def slices(ids: Collection[Id]) -> Iterator[list[Id]]:
    """Answer all of `ids`, in order, as lists short enough for one statement each."""
    rest = iter(sorted(ids))
    while part := list(islice(rest, MOST_AT_ONCE)):
        yield part


EitherInsert: TypeAlias = "postgresql.Insert | sqlite.Insert"


def insert_on(dialect: str, table: Table) -> EitherInsert:
    """Begin an insert that can say what to do on a conflict; nothing of the other database is loaded."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@dataclass(frozen=True, slots=True, eq=False)
class OnEither:
    """An insert that knows what to do on a conflict, in the words of either database.

    `finish` goes on from a bare insert into `table`: once, for the database that is first asked.
    """

    table: Table
    finish: Callable[[EitherInsert], Executable]

    def on(self, connection: Connection) -> Any:  # noqa: ANN401  with or without rows, as `finish` has it
        """Answer it for the database of a connection."""
        return _finished(self, connection.dialect.name)


@cache
def _finished(insert: OnEither, dialect: str) -> Executable:
    return insert.finish(insert_on(dialect, insert.table))


@dataclass(frozen=True, slots=True)
class Repository:
    """Every query about one aggregate, on the connection of one unit of work; never commits."""

    connection: Connection

    @property
    def on_postgresql(self) -> bool:
        """Say which of the two databases answers."""
        return self.connection.dialect.name == "postgresql"

    def upsert(self, table: Table) -> EitherInsert:
        """Begin an insert that can say what to do on a conflict, in the words of this database."""
        return insert_on(self.connection.dialect.name, table)
