"""Threads that take units from one queue, each with a connection of its own."""

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from storage.units import Group, Runner, StorageFailed, Unit


class Workers:
    """`count` threads; each takes up to `at_once` waiting units and tells `deliver` when they are settled."""

    def __init__(
        self,
        name: str,
        count: int,
        open_runner: Callable[[], Runner],
        deliver: Callable[[Group], None],
        at_once: int = 1,
    ) -> None:
        self.name = name
        self._queue: SimpleQueue[Unit[Any] | None] = SimpleQueue()
        self._open_runner = open_runner
        self._deliver = deliver
        self._at_once = at_once
        self._closed = False
        self._threads = [
            Thread(target=self._serve, name=f"baton-{name}-{number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        """Begin to take units."""
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        """Answer how many units no thread has taken up."""
        return self._queue.qsize()

    def accept(self, unit: Unit[Any]) -> None:
        """Queue a unit; what is accepted is settled, even when close follows."""
        if self._closed:
            raise StorageFailed("the database is closed")
        self._queue.put(unit)

    def close(self) -> None:
        """Settle what was accepted, then end the threads."""
        self._closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in filter(Thread.is_alive, self._threads):
            thread.join()

    def _serve(self) -> None:
        runner: Runner | None = None
        while group := self._take():
            begun = time.monotonic()
            for unit in group:
                unit.begun = begun
            try:
                runner = runner or self._open_runner()
                runner.run(group)
            except SQLAlchemyError as error:
                self._let_go(runner)
                runner = None
                for unit in group:
                    unit.fail(error)
            self._deliver(group)
        self._let_go(runner)

    @staticmethod
    def _let_go(runner: Runner | None) -> None:
        if runner is not None:
            runner.close()

    def _take(self) -> Group:
        """Wait for a unit and answer it with those that wait behind it; nothing at the end."""
        group: Group = []
        unit = self._queue.get()
        while unit is not None:
            group.append(unit)
            if len(group) == self._at_once:
                return group
            try:
                unit = self._queue.get_nowait()
            except Empty:
                return group
        if group:
            self._queue.put(None)
        return group
