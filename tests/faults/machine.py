"""A town whose processes run on a machine of which the clock can be stepped; see stepped.py."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.faults.processes import Town, a_town

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
