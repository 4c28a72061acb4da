"""Transactions that somebody holds open: as long as they last, nothing that was changed since can be cleared away.

Every look at what is owed passes over that, too, and the disk fills. Baton itself is given up on after 20 s.
https://www.postgresql.org/docs/current/routine-vacuuming.html, https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from storage.base import Repository

_LONG = text("""
    SELECT coalesce(nullif(application_name, ''), usename, '?') AS who, pid,
           extract(epoch FROM clock_timestamp() - xact_start)::int AS seconds
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND clock_timestamp() - xact_start >= :longest
    ORDER BY xact_start
""")
"""Of other roles' sessions only `pg_monitor` sees since when they last."""


@dataclass(frozen=True, slots=True)
class Held:
    """One of them: on PostgreSQL `who`, its process, and for how many seconds; SQLite tells only what is `waiting`.

    That is in bytes.
    """

    who: str
    pid: int = 0
    seconds: int = 0
    waiting: int = 0


class Holders(Repository):
    """Who holds transactions open."""

    __slots__ = ()

    def longer_than(self, longest: timedelta, largest: int) -> list[Held]:
        """Answer those of `longest` and more; on SQLite one for a write-ahead log of `largest` bytes and more."""
        if self.connection.dialect.name == "sqlite":
            return self._of_file(largest)
        rows = self.connection.execute(_LONG, {"longest": longest})
        return [Held(row.who, row.pid, row.seconds) for row in rows]

    def _of_file(self, largest: int) -> list[Held]:
        """A log is begun anew, and cut to its limit, as soon as nobody reads what it holds."""
        [(_, _, path)] = self.connection.exec_driver_sql("PRAGMA database_list")
        log = Path(f"{path}-wal")
        size = log.stat().st_size if log.exists() else 0
        return [Held("a reader", waiting=size)] if size >= largest else []
