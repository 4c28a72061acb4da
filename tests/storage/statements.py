"""What is asked of a database: each statement, how many values one takes, and over how many connections."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Pool, event

from storage.unit_of_work import UnitOfWork

MORE_THAN_ONE_TAKES = 66_000
AS_RELEASED = 32_766
"""Values in one statement of SQLite (Debian's takes 250,000); PostgreSQL takes 65,535."""


def as_released(work: UnitOfWork) -> None:
    """Let SQLite take no more values than it does as released; PostgreSQL is the same everywhere."""
    driver = work.connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, AS_RELEASED)


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Write down every statement that goes to any database."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:  # noqa: ANN401  as SQLAlchemy calls it
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def connections() -> Iterator[list[Any]]:
    """Keep every connection that is opened to any database."""
    opened: list[Any] = []

    def note(connection: Any, _record: Any) -> None:  # noqa: ANN401  as SQLAlchemy calls it
        opened.append(connection)

    event.listen(Pool, "connect", note)
    try:
        yield opened
    finally:
        event.remove(Pool, "connect", note)
