"""The one catalogue of tables, and what every repository stands on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import Connection, MetaData, Table
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


@dataclass(frozen=True, slots=True)
class Repository:
    """Every query about one aggregate, on the connection of one unit of work; never commits."""

    connection: Connection

    @property
    def on_postgresql(self) -> bool:
        """Say which of the two databases answers."""
        return self.connection.dialect.name == "postgresql"

    def upsert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """Begin an insert that can say what to do on a conflict, in the words of this database."""
        return postgresql.insert(table) if self.on_postgresql else sqlite.insert(table)
