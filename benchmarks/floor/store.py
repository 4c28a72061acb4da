"""Bare connections on threads: the standard library's sqlite3, or psycopg, at the durability that Baton has."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

import psycopg

from benchmarks.floor import rows
from benchmarks.floor.forms import Form
from storage.database import POSTGRESQL_WRITERS

Waiting = tuple[Form, asyncio.Future[None]]


class Bare(rows.Connection, Protocol):
    """A bare connection, and how its transactions begin and end."""

    def begin(self) -> None:
        """Begin a transaction that may write."""

    def commit(self) -> None:
        """Return once what was written is on disk."""

    def close(self) -> None:
        """Close the connection."""

    def instant(self, now: datetime) -> object:
        """Answer `now` as the driver takes it."""


class BareSqlite:
    """One file in WAL mode; a commit waits for the disk."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self.execute = self._connection.execute
        self.close = self._connection.close

    def begin(self) -> None:
        """Take the write lock at once."""
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Return once what was written is on disk."""
        self.execute("COMMIT")

    def instant(self, now: datetime) -> str:
        """Answer the text that SQLAlchemy keeps, too."""
        return now.replace(tzinfo=None).isoformat(" ", "microseconds")


class BarePostgresql:
    """One session; the server's own default is to wait for the disk."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url)
        self.commit = self._connection.commit
        self.close = self._connection.close

    def begin(self) -> None:
        """Leave it to the driver, which begins with the first statement."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> psycopg.Cursor[Any]:
        """Run one statement; psycopg prepares by itself what comes often."""
        return self._connection.execute(statement.replace("?", "%s").encode(), values)

    def instant(self, now: datetime) -> datetime:
        """Answer it as it is."""
        return now


def connecting(url: str) -> Callable[[], Bare]:
    """Answer how to connect to a DATABASE_URL."""
    if url.startswith("sqlite:///"):
        return lambda: BareSqlite(url.removeprefix("sqlite:///"))
    return lambda: BarePostgresql(url)


class Store:
    """Threads that write forms, each with a connection of its own: one for SQLite, for PostgreSQL as many as Baton has.

    Each commits form by form; with `at_once` above 1, as many waiting forms as that share one commit.
    """

    def __init__(self, url: str, at_once: int = 1) -> None:
        self._connect = connecting(url)
        self._count = 1 if url.startswith("sqlite") else POSTGRESQL_WRITERS
        self._at_once = at_once
        self._queue: SimpleQueue[Waiting] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def write(self, form: Form) -> None:
        """Return once `form` is on disk."""
        if self._loop is None:
            self._start(asyncio.get_running_loop())
        written = asyncio.get_running_loop().create_future()
        self._queue.put((form, written))
        await written

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        for _ in range(self._count):
            Thread(target=self._serve, args=(loop,), daemon=True).start()

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        bare = self._connect()
        salt = rows.salt_of(bare)
        while True:
            group = self._take()
            bare.begin()
            for form, _ in group:
                rows.file(bare, form, salt, bare.instant(datetime.now(UTC)))
            bare.commit()
            loop.call_soon_threadsafe(_tell, [written for _, written in group])

    def _take(self) -> list[Waiting]:
        group = [self._queue.get()]
        with suppress(Empty):
            while len(group) < self._at_once:
                group.append(self._queue.get_nowait())
        return group


def _tell(written: list[asyncio.Future[None]]) -> None:
    for each in written:
        each.set_result(None)
