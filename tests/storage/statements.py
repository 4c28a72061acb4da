"""How many values one statement takes: 32,766 in SQLite as released (Debian's takes 250,000), 65,535 in PostgreSQL."""

import sqlite3

from storage.unit_of_work import UnitOfWork

MORE_THAN_ONE_TAKES = 66_000
AS_RELEASED = 32_766


def as_released(work: UnitOfWork) -> None:
    """Let SQLite take no more values than it does as released; PostgreSQL is the same everywhere."""
    driver = work.connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, AS_RELEASED)
