"""Row 24: each replica is told to stop and replaced while people file. No form fails, none is lost or doubled."""

import asyncio
import signal

import aiohttp
import pytest

from tests.faults.crowd import a_crowd
from tests.faults.processes import AGENT, CHANNEL, WITHIN, a_town
from tests.faults.several import Transport, several
from tests.faults.verdict import assert_kept

CROSSED = "connection_failed"
"""An envelope and the goodbye of the socket that it came over met on their way: that, no app can prevent.

Whoever was told so has tried again, and what they filed is there once.
"""


@pytest.mark.parametrize("replicas", [2, 4])
@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_row_24_no_form_fails_while_every_replica_is_replaced(
    postgresql_url: str, replicas: int, transport: Transport
) -> None:
    async with several(postgresql_url, replicas, transport) as town:
        async with a_crowd(town) as crowd:
            for process in tuple(town.running):
                await crowd.has_filed(2)
                await town.stop(process)
                assert process.returncode == 0
                await crowd.has_filed(2)
                await town.start()
        if transport == "http":
            assert crowd.complaints() == []
        assert {reason for _, reason in crowd.complaints()} <= {CROSSED}
        await crowd.assert_kept()


async def test_row_24_a_process_that_leaves_tells_balancers_before_it_closes_its_doors(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town, aiohttp.ClientSession() as balancer:
        process = await town.start()
        assert await health(balancer, town.address) == 200
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WITHIN):
            while await health(balancer, town.address) != 503:
                pass
        assert (await town.slack.person(AGENT).command("/escalate")).acked
        await asyncio.wait_for(town.ended(process), 10)
        assert process.returncode == 0


async def test_row_24_a_process_told_to_stop_while_slack_hangs_gives_the_lease_back(postgresql_url: str) -> None:
    async with a_town(postgresql_url, lease=2 * WITHIN) as town:
        process = await town.start()
        hanging = town.slack.faults.add(kind="hang", method="chat.postMessage", channel=CHANNEL)
        await town.file()
        await town.struck(hanging)
        await asyncio.wait_for(town.stop(process), 10)
        assert process.returncode == 0
        await town.start()
        await town.delivered()
        await assert_kept(town)


async def health(balancer: aiohttp.ClientSession, address: str) -> int:
    """Answer what a process says when a balancer asks how it is."""
    async with balancer.get(f"{address}/healthz") as answer:
        return answer.status
