"""How Baton begins beside a database that does not answer yet: it waits a little, as for a server that restarts."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot import logs
from storage.database import StorageFailed, Unusable

PATIENCE: Final = 10.0
"""Seconds: a PostgreSQL that restarts is back within one or two, its deadlocks are over within one."""
PAUSE: Final = 0.5
"""Seconds between two tries."""

log = logs.named("baton")

W = TypeVar("W")


def together(*services: Callable[[W], object]) -> Callable[[W], None]:
    """Make one unit of work of `services`: at a start each of its own would wait for a connection of its own."""

    def serve(work: W) -> None:
        for service in services:
            service(work)

    return serve


async def as_soon_as_it_answers(*steps: Callable[[], Awaitable[None]]) -> None:
    """Take each of the first `steps`, which only the database can hinder, again and again, all within ten seconds.

    Raises StorageFailed, of the last try; Unusable at once, where no waiting would help.
    """
    until = time.monotonic() + PATIENCE
    for step in steps:
        await _taken(step, until)


async def _taken(step: Callable[[], Awaitable[None]], until: float) -> None:
    while True:
        try:
            return await step()
        except Unusable:
            raise
        except StorageFailed as failure:
            if time.monotonic() > until:
                raise
            log.warning("database_waited_for", reason=str(failure).partition("\n")[0])
        await asyncio.sleep(PAUSE)
