"""The one way to what Baton remembers: units of work that are durable once they answer."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, make_url

from storage.backup import back_up, begin_anew
from storage.condition import Condition, File, Server, examine
from storage.migrations import brought_up_to_date, migrate
from storage.postgresql import UnitRunner, postgresql_engine
from storage.sqlite import GroupedWriter, SnapshotReader, sqlite_engine
from storage.unit_of_work import Express, UnitOfWork
from storage.units import AT_LEISURE, BEHIND, LONGEST_WAIT, Group, Runner, StorageFailed, Unit, Unusable
from storage.workers import Workers

__all__ = ["Condition", "Database", "File", "Server", "StorageFailed", "Unusable", "examine", "migrate"]

Watch = Callable[[str, float, float, bool], None]
"""Hears of each unit: `writer` or `reader`, seconds until a thread took it up, seconds from then, whether it failed."""

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
POSTGRESQL_WRITERS = 8
LARGEST_GROUP = 64


def _once(work: UnitOfWork, key: str, service: Callable[[UnitOfWork], T]) -> T | None:
    """Keep the receipt and act; nothing where the receipt is there already."""
    return service(work) if work.receipts.first(key, work.clock()) else None


class Database:
    """Runs services on SQLite or PostgreSQL; `write` returns only after COMMIT.

    `url` is `sqlite:///file` or `postgresql://…`; `clock` is the machine's, in aware UTC. The tables are made or
    brought up to date by the first use. `on_commit` is called on the event loop with the lanes that got notices, and
    `on_unit` with how long each unit took; `express` sends what goes first, from inside the unit of work that tells it.
    """

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._url = make_url(url)
        self.dialect: Literal["sqlite", "postgresql"] = (
            "sqlite" if self._url.get_backend_name() == "sqlite" else "postgresql"
        )
        self.on_commit: Callable[[frozenset[str]], None] | None = None
        self.on_unit: Watch | None = None
        self.express: Express | None = None
        self._clock = clock
        self._engine: Engine = (sqlite_engine if self.dialect == "sqlite" else postgresql_engine)(self._url)
        self._salt: str | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writers = self._workers("writer", self._writer)
        self._readers = self._workers("reader", self._reader)

    def _workers(self, name: str, open_runner: Callable[[], Runner]) -> Workers:
        grouped = self.dialect == "sqlite" and name == "writer"
        count = 1 if grouped else (POSTGRESQL_WRITERS if name == "writer" else READERS)
        return Workers(name, count, open_runner, self._deliver, LARGEST_GROUP if grouped else 1)

    async def start(self) -> None:
        """Bring the tables up to date and begin to take units, on the running event loop."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self.prepare)
        self._writers.start()
        self._readers.start()

    async def close(self) -> None:
        """Finish what was accepted, then let the database go."""
        await asyncio.to_thread(self._writers.close)
        await asyncio.to_thread(self._readers.close)

    def prepare(self) -> None:
        """Bring the tables up to date and read the salt, once."""
        if self._salt is None:
            with brought_up_to_date(self._url) as connection:
                salt = self._opened(connection).workspace.salt()
            self._salt = salt  # only now is it committed

    async def write(self, service: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `service` as one unit of work; answer its result once that is on disk.

        Raises whatever the service raises, nothing stored then; StorageFailed within 2.5 s where the database is
        busy, full or gone. A caller that is cancelled does not take back what it asked for. While many people file,
        what comes through a door, by `once`, goes before it, for 0.3 s at most.
        """
        turn = time.monotonic() + BEHIND
        return await self._wait(self._writers, Unit(lambda work: service(work, *args, **kwargs), turn=turn))

    async def once(
        self, key: str, service: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """The same, for what comes through a door: None, and nothing done, where `key` came before."""
        act = partial(_once, key=key, service=lambda work: service(work, *args, **kwargs))
        return await self._wait(self._writers, Unit(act, repeatable=True))

    async def read(self, reading: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `reading` on one snapshot, without waiting for any writer."""
        return await self._wait(self._readers, Unit(lambda work: reading(work, *args, **kwargs), repeatable=True))

    async def read_at_leisure(
        self, reading: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same, for what reads a lot while no person waits: it may take half a minute."""
        unit = Unit(lambda work: reading(work, *args, **kwargs), repeatable=True)
        return await self._wait(self._readers, unit, AT_LEISURE)

    def write_now(self, service: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same as write, in the calling thread: for commands, the seed and tests; wakes no relay."""
        self.prepare()
        return self._run_now(self._writer, Unit(lambda work: service(work, *args, **kwargs)))

    def read_now(self, reading: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same as read, in the calling thread."""
        self.prepare()
        return self._run_now(self._reader, Unit(lambda work: reading(work, *args, **kwargs), repeatable=True))

    def back_up(self, target: Path) -> None:
        """Copy the SQLite file to `target` while others write to it; never brought up to date, older or not.

        Raises: FileExistsError where there is a `target`; StorageFailed where there is nothing to be copied.
        """
        back_up(Path(self._url.database or ""), target)

    def begin_anew(self) -> None:
        """Make a database that was put back from a backup fit to begin with, before Baton does."""
        self.write_now(lambda work: begin_anew(work.connection))

    def look_now(self, reading: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same, of tables that are the newest already, as `examine` says: nothing is made or brought up to date."""
        return self._run_now(self._reader, Unit(lambda work: reading(work, *args, **kwargs), repeatable=True))

    @staticmethod
    def _run_now(open_runner: Callable[[], Runner], unit: Unit[T]) -> T:
        runner = open_runner()
        try:
            runner.run([unit])
        finally:
            runner.close()
        return unit.answer()

    async def _wait(self, workers: Workers, unit: Unit[T], longest: float = LONGEST_WAIT) -> T:
        loop, asked = asyncio.get_running_loop(), time.monotonic()
        unit.future, unit.express = loop.create_future(), self.express
        workers.accept(unit)
        limit = loop.call_later(longest, unit.give_up)
        try:
            return await unit.future
        finally:
            limit.cancel()
            self._watched(workers.name, unit, asked)

    def _watched(self, name: str, unit: Unit[Any], asked: float) -> None:
        """Tell how long a unit waited, and how long it took."""
        if self.on_unit is not None:
            now = time.monotonic()
            begun = now if unit.begun is None else unit.begun
            self.on_unit(name, begun - asked, now - begun, isinstance(unit.error, StorageFailed))

    @property
    def waiting(self) -> Mapping[str, int]:
        """Answer how many units wait for a thread: writers, readers."""
        return {workers.name: workers.waiting for workers in (self._writers, self._readers)}

    def _deliver(self, group: Group) -> None:
        """Bring a settled group from its thread to the event loop."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._settle, group)

    def _settle(self, group: Group) -> None:
        for unit in group:
            if unit.then is None or unit.given_up:
                unit.settle()
            else:
                unit.then()
                asyncio.get_running_loop().call_soon(unit.settle)  # behind what has just been begun
        woken = frozenset[str]().union(*(unit.woken for unit in group))
        if woken and self.on_commit is not None:
            self.on_commit(woken)

    def _writer(self) -> Runner:
        if self.dialect == "sqlite":
            return GroupedWriter(self._engine, self._opened)
        return UnitRunner(self._engine, self._opened)

    def _reader(self) -> Runner:
        if self.dialect == "sqlite":
            return SnapshotReader(self._engine, self._opened)
        return UnitRunner(self._engine, self._opened, reads=True)

    def _opened(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(connection, self._clock, self._salt or "")
