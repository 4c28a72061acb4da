"""A town whose processes run on a machine of which the clock can be stepped; see stepped.py."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from storage.outbox import State
from tests.faults.processes import WITHIN, Town, a_town

STEPPED = Path(__file__).parent / "stepped.py"


@asynccontextmanager
async def a_stepped_town(url: str, step: timedelta, lease: float = 30.0, **settings: str) -> AsyncIterator[Town]:
    """Serve the town; each step of its processes' clocks is `step` long."""
    async with a_town(url, lease, CLOCK_STEP=str(step.total_seconds()), **settings) as town:
        town.app = STEPPED
        yield town


def ahead(town: Town) -> None:
    """Set the clock of every process ahead by a step."""
    for process in town.running:
        process.send_signal(signal.SIGUSR1)


def back(town: Town) -> None:
    """Set the clock of every process back by a step."""
    for process in town.running:
        process.send_signal(signal.SIGUSR2)


async def hasten(town: Town, *states: State) -> None:
    """Set the clock ahead again and again until every notice is in one of these states, as `come_to` would wait.

    Slack's clock is not stepped: after five minutes ahead, nothing is taken from it any more.
    """
    async with asyncio.timeout(WITHIN):
        while town.states() != set(states):
            ahead(town)
            await asyncio.sleep(0.2)
