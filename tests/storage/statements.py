"""What is asked of a database: each statement, how many values one takes, and over how many connections."""

import sqlite3
from collections.abc import Callable, Iterator
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
    with _told_of(Engine, "before_cursor_execute", lambda *told: said.append(told[2])):
        yield said


@contextmanager
def connections() -> Iterator[list[Any]]:
    """Keep every connection that is opened to any database."""
    opened: list[Any] = []
    with _told_of(Pool, "connect", lambda *told: opened.append(told[0])):
        yield opened


@contextmanager
def _told_of(whose: type, what: str, note: Callable[..., None]) -> Iterator[None]:
    """Let SQLAlchemy tell `note` of something as long as it lasts."""
    event.listen(whose, what, note)
    try:
        yield
    finally:
        event.remove(whose, what, note)
