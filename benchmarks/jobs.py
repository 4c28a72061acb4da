"""Work off jobs that do nothing, as Procrastinate does it: `python -m benchmarks.jobs DATABASE_URL`.

Jobs have no lock, which is how Procrastinate keeps an order, and wait for nothing but their turn: its best case.
"""

import asyncio
import sys
from typing import Final

import procrastinate

READY: Final = "working"
AT_ONCE: Final = 32
"""Jobs that one worker has in hand, as many as Baton has lanes: with its own choice of one it was slower here."""


def jobs_at(url: str) -> procrastinate.App:
    """Answer the app whose jobs are kept in a database."""
    jobs = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
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
    asyncio.run(_work(sys.argv[1]))
