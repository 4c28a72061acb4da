"""Copies of one PostgreSQL database that are lent to test after test.

To make a copy and to drop it takes some thousand operations on files; to empty what one test has filled, some dozen.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import psycopg
from psycopg import Connection, sql

from tests.postgresql import Cluster

ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
SHAPE = "SELECT max(oid), (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_constraint) FROM pg_class"
"""What tells whether anyone has made, altered or dropped a table: emptying one changes none of it."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
ADVANCED = "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL"
FILLED = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
ROWS = sql.SQL("SELECT json_agg(it)::text FROM {} AS it")
FILL = sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, {1})")


@dataclass
class Shelf:
    """Copies of the database named `model`, to which nobody may be connected while there is a shelf."""

    cluster: Cluster
    model: str
    _idle: list[str] = field(default_factory=list)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Lend a copy that is as the model is; its URL. Afterwards whoever is still connected is thrown out."""
        name = self._idle.pop() if self._idle else self._made()
        url = self.cluster.address(name)
        yield url
        with psycopg.connect(url, autocommit=True) as connection:
            is_as_made = self._emptied(connection)
        if is_as_made:
            self._idle.append(name)
        else:
            self.cluster.drop(name)

    @contextmanager
    def kept_apart(self) -> Iterator[str]:
        """Lend a copy that nobody had before: what PostgreSQL has counted of a table outlives its rows."""
        yield self.cluster.address(name := self._made())
        self.cluster.drop(name)

    def clear(self) -> None:
        """Drop every copy."""
        while self._idle:
            self.cluster.drop(self._idle.pop())

    def _made(self) -> str:
        _ = self._content, self._shape  # read before there are copies: the model's connections must be over by then
        self.cluster.create(name := a_name(), like=self.model)
        return name

    @cached_property
    def _shape(self) -> tuple[object, ...] | None:
        with psycopg.connect(self.cluster.address(self.model)) as connection:
            return connection.execute(SHAPE).fetchone()

    @cached_property
    def _content(self) -> dict[str, str | None]:
        """Every table with the rows that stand in it from the beginning, as JSON."""
        with psycopg.connect(self.cluster.address(self.model)) as connection:
            names = [str(name) for (name,) in connection.execute(TABLES)]
            return {name: _rows(connection, name) for name in names}

    def _emptied(self, connection: Connection) -> bool:
        """Bring a copy back to what it was; say whether that can be done: no, where its tables are others by now."""
        connection.execute(ALONE, [connection.info.backend_pid])
        if connection.execute(SHAPE).fetchone() != self._shape:
            return False
        if written := self._written(connection):
            names = sql.SQL(", ").join(map(sql.Identifier, written))
            connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for name in written:
            if rows := self._content[name]:
                connection.execute(FILL.format(sql.Identifier(name), rows))
        for (sequence,) in connection.execute(ADVANCED).fetchall():
            connection.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(sequence)))
        return True

    def _written(self, connection: Connection) -> list[str]:
        """Answer the tables in which something else stands than in the model."""
        some = sql.SQL(" UNION ALL ").join(FILLED.format(name, sql.Identifier(name)) for name in self._content)
        filled = {str(name) for (name,) in connection.execute(some)}
        begun = {name for name, rows in self._content.items() if rows}
        return [*filled - begun, *(name for name in begun if _rows(connection, name) != self._content[name])]


def _rows(connection: Connection, table: str) -> str | None:
    found = connection.execute(ROWS.format(sql.Identifier(table))).fetchone()
    return None if found is None else found[0]


def a_name() -> str:
    """A name that no other database has, nor one of another run on the same server."""
    return f"baton_{uuid.uuid4().hex}"
