"""Work off jobs that do nothing, as Procrastinate does it: `python -m benchmarks.jobs DATABASE_URL`.

Jobs have no lock, which is how Procrastinate keeps an order, and wait for nothing but their turn: its best case. It has
what Baton has: the same event loop, and as many sessions of the database.
"""

import sys
from typing import Final

import procrastinate

from bot.delivery.relay import LANES_AT_ONCE
from bot.serving import in_event_loop
from storage.database import POSTGRESQL_WRITERS, READERS

READY: Final = "working"
AT_ONCE: Final = LANES_AT_ONCE
"""Jobs that one worker has in hand, as many as Baton has lanes: with its own choice of one it was slower here."""
SESSIONS: Final = POSTGRESQL_WRITERS + READERS
"""Its own choice is four."""


def jobs_at(url: str) -> procrastinate.App:
    """Answer the app whose jobs are kept in a database."""
    jobs = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=SESSIONS))
    jobs.task(name="nothing")(nothing)
    return jobs


async def nothing() -> None:
    """Be done."""


async def settle_in(url: str) -> None:
    """Make Procrastinate's tables."""
    async with jobs_at(url).open_async() as jobs:
        await jobs.schema_manager.apply_schema_async()


async def defer(url: str, number: int) -> None:
    """Owe so many jobs, in one statement."""
    async with jobs_at(url).open_async() as jobs:
        await jobs.configure_task("nothing").batch_defer_async(*({} for _ in range(number)))


async def _work(url: str) -> None:
    async with jobs_at(url).open_async() as jobs:
        print(READY, file=sys.stderr, flush=True)
        await jobs.run_worker_async(concurrency=AT_ONCE)


if __name__ == "__main__":
    in_event_loop(_work(sys.argv[1]))
