"""Several processes of Baton on one PostgreSQL, which Slack reaches through a balancer or over their sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Literal

from tests.faults.balancer import a_balancer
from tests.faults.machine import STEPPED
from tests.faults.processes import Town, a_town

Transport = Literal["http", "socket"]
LEASE = 4.0
"""Seconds: a test can wait for them."""


@asynccontextmanager
async def several(
    url: str, replicas: int, transport: Transport, lease: float = LEASE, **settings: str
) -> AsyncIterator[Town]:
    """Start `replicas` of them; end every one afterwards.

    `settings` are variables of the environment; with a `CLOCK_STEP` among them, each machine's clock can be stepped.
    """
    with_token = {"SLACK_APP_TOKEN": "xapp-test"} if transport == "socket" else {}
    front = nullcontext(None) if transport == "socket" else a_balancer()
    async with a_town(url, lease, **with_token, **settings) as town, front as balancer:
        town.balancer = balancer
        if "CLOCK_STEP" in settings:
            town.app = STEPPED
        await asyncio.gather(*(town.start() for _ in range(replicas)))
        yield town
