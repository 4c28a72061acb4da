"""Rows 16, 17 and 24: replicas that freeze, die before they deliver, or are told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Urgency
from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town, a_town
from tests.faults.verdict import assert_kept
from workflows.escalation import filing
from workflows.escalation.draft import Draft
from workflows.escalation.routing import Desk
from workflows.people.policy import Roles


def _file(work: UnitOfWork) -> None:
    """File as a replica does that dies right after its commit: its own relay hears nothing of it."""
    draft = Draft("A-1", RequestType.ACTION, Urgency.HIGH, "Export fails", filed_by=AGENT)
    filing.file_request(work, draft, Desk(Roles(), CHANNEL), datetime.now(UTC))


@pytest.fixture
async def town(postgresql_url: str) -> AsyncIterator[Town]:
    """Replicas on one PostgreSQL, with leases that a test can wait for."""
    async with a_town(postgresql_url, lease=4.0) as town:
        yield town


async def test_row_16_a_replica_that_wakes_up_past_its_lease_posts_nothing_twice(town: Town) -> None:
    frozen = await town.start()
    town.slack.faults.add(kind="delay", method="conversations.open", seconds=1.0, times=None)
    await town.file()
    await town.called("conversations.open")
    frozen.send_signal(signal.SIGSTOP)
    town.slack.faults.clear()
    await town.start()
    await town.delivered()
    frozen.send_signal(signal.SIGCONT)
    await town.stop(frozen)
    assert len(town.dm(AGENT)) == len(town.dm(MANAGER)) == len(town.messages(CHANNEL)) == 1
    await assert_kept(town)


async def test_row_17_what_nobody_was_woken_for_is_found_by_another_replica(town: Town) -> None:
    await town.start()
    town.database.write_now(_file)
    await town.delivered()
    assert len(town.keys_posted()) == 3


@pytest.mark.parametrize("kind", ["sqlite_url", "postgresql_url"])
async def test_row_24_a_process_told_to_stop_drains_within_ten_seconds(
    kind: str, request: pytest.FixtureRequest
) -> None:
    async with a_town(request.getfixturevalue(kind)) as town:
        process = await town.start()
        town.slack.faults.add(kind="delay", method="chat.postMessage", seconds=0.5, times=None)
        await town.file()
        await town.called("chat.postMessage")
        await asyncio.wait_for(town.stop(process), 10)
        town.slack.faults.clear()
        await town.start()
        await town.delivered()
        await assert_kept(town)
