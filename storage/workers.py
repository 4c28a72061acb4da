"""Threads that take units from one queue, in the order of their turns, each with a connection of its own."""

import itertools
import math
import time
from collections.abc import Callable
from queue import Empty, PriorityQueue
from threading import Thread
from typing import Any, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from storage.units import Group, Runner, StorageFailed, Unit


class Place(NamedTuple):
    """A place in the queue: by turn, then by `number`; no unit stands in the last one, where a thread ends."""

    turn: float
    number: int
    unit: Unit[Any] | None


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
        self._queue: PriorityQueue[Place] = PriorityQueue()
        self._numbers = itertools.count()
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
        self._queue.put(Place(unit.turn, next(self._numbers), unit))

    def close(self) -> None:
        """Settle what was accepted, then end the threads."""
        self._closed = True
        for _ in self._threads:
            self._queue.put(Place(math.inf, next(self._numbers), None))
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
        """Wait for a unit; answer it with those behind it whose turn has come as well; nothing at the end."""
        group: Group = []
        place, now = self._queue.get(), time.monotonic()
        until = now if place.turn <= now else math.inf
        while place.unit is not None and place.turn <= until:
            group.append(place.unit)
            if len(group) == self._at_once:
                return group
            try:
                place = self._queue.get_nowait()
            except Empty:
                return group
        if group:
            self._queue.put(place)
        return group
