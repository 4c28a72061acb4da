"""A service on its way through a transaction, and how long it may take."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError

from storage.unit_of_work import Express, Then, UnitOfWork

T = TypeVar("T")
Opening = Callable[[Connection], UnitOfWork]

PATIENCE = 2.0
"""Seconds that a unit waits for a lock or a connection. A person must be told within 3 s, as long as Slack waits."""

LONGEST_WAIT = 2.4
"""Seconds after which its waiter is told, whatever the database is doing."""

AT_LEISURE = 30.0
"""The same where no person waits: a digest of thousands may take seconds on a machine that is at other work."""

BEHIND = 0.3
"""Seconds by which all else lets go before it what comes through a door: a person waits for that, within 3 s."""

FAULTS = (OperationalError, InterfaceError, InternalError)
"""What SQLAlchemy raises when the database itself is in trouble, rather than a statement wrong."""


class StorageFailed(Exception):  # noqa: N818 - what happened, in the words of the person's message
    """The database is busy, full or gone. What was asked was not stored, or nobody can say whether it was."""


class Unusable(StorageFailed):
    """The database is none, or not one for this Baton: to try again is of no use."""


@dataclass(slots=True, eq=False)
class Unit(Generic[T]):
    """One service call: first run inside a transaction, then settled once that is committed.

    `repeatable` says that it may run again although an earlier try may have been committed. `future` is whoever
    waits on the event loop; None where a thread of its own waits. `due` and `begun`, when a thread took it up, are on
    the monotonic clock. `express` sends what goes first, and `then` is how, once it is committed.
    """

    service: Callable[[UnitOfWork], T]
    repeatable: bool = False
    future: asyncio.Future[T] | None = None
    due: float = field(default_factory=lambda: time.monotonic() + PATIENCE)
    turn: float = field(default_factory=time.monotonic)
    begun: float | None = None
    given_up: bool = False
    result: T | None = None
    error: BaseException | None = None
    woken: frozenset[str] = frozenset()
    then: Then | None = None
    express: Express | None = None

    def is_overdue(self) -> bool:
        """Say whether it has waited so long that it must not begin any more."""
        return time.monotonic() > self.due

    def run(self, work: UnitOfWork) -> bool:
        """Act, and keep what came of it; answer whether it may be committed: not what was told as failed.

        Raises: one of FAULTS, for then the database may have dropped more than this unit.
        """
        if self.given_up:
            return False
        self.result, self.error, self.woken, self.then = None, None, frozenset(), None
        try:
            work.express = self.express
            self.result = self.service(work)
            self.then = work.prepared()
        except FAULTS:
            raise
        except BaseException as error:  # noqa: BLE001 - nothing of one service may end the thread of all
            self.error, self.then = error, None
            return False
        self.woken = frozenset(work.woken)
        return not self.given_up

    def fail(self, cause: Exception | None) -> None:
        """Keep that it was not stored, as far as anyone can say."""
        self.result, self.woken, self.then = None, frozenset(), None
        self.error = StorageFailed(
            str(getattr(cause, "orig", cause)) if cause else "the database did not answer in time"
        )
        self.error.__cause__ = cause

    def give_up(self) -> None:
        """Tell the waiter now; unless COMMIT is on its way already, nothing is stored. On the event loop only."""
        self.given_up = True
        self.fail(None)
        self.settle()

    def settle(self) -> None:
        """Hand over what came of it, unless nobody waits any more. On the event loop only."""
        if self.future is None or self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)  # type: ignore[arg-type]  # None only where T holds it

    def answer(self) -> T:
        """Answer or raise what came of it, where no event loop waits."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]  # None only where T holds it


Group = list[Unit[Any]]
"""Units that one thread takes at once."""


class Runner(Protocol):
    """What one thread does with the units it takes: a transaction, on a connection that is its own."""

    def run(self, units: Group) -> None:
        """Bring every unit to its result or error.

        Raises: SQLAlchemyError where there is no connection to be had; the runner is of no more use then.
        """

    def close(self) -> None:
        """Give the connection back."""
