"""Sweep Jira once, as Baton does, in a process of its own: `python -m benchmarks.sweeping DATABASE_URL JIRA_URL LATER`.

LATER is by how many minutes its clock is ahead. What it prints is how many seconds the sweep took.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta

from benchmarks.jira import EMAIL, PROJECT, TOKEN
from bot.delivery.jira import Jira, Login
from bot.delivery.sweeper import Sweeper
from storage.database import Database
from workflows.people.policy import Roles
from workflows.progress import setup
from workflows.progress.views import Tracker


async def _sweep(url: str, jira_url: str, later: timedelta) -> float:
    def now() -> datetime:
        return datetime.now(UTC) + later

    database = Database(url, now)
    jira = Jira(Login(jira_url, EMAIL, TOKEN), PROJECT, 10.0, now)
    await database.start()
    await database.write(setup.begin, Tracker(jira_url, PROJECT, "Task", {}, {}, (), ()), now())
    began = time.perf_counter()
    await Sweeper(database, jira, Roles(), now).run()
    took = time.perf_counter() - began
    await database.close()
    jira.close()
    return took


if __name__ == "__main__":
    print(asyncio.run(_sweep(sys.argv[1], sys.argv[2], timedelta(minutes=float(sys.argv[3])))))
