"""Rows 1 to 4: the process is killed at each place where a request could be lost or told twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.faults.locks import locked
from tests.faults.processes import AGENT, CHANNEL, MANAGER, WITHIN, Town, a_town
from tests.faults.verdict import assert_kept
from tests.faults.wires import a_wire

SUBMISSION = "view_submission"


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Town]:
    """Baton on each kind of database, with leases that a test can wait for."""
    async with a_town(database_url, lease=4.0) as town:
        yield town


async def test_row_1_killed_before_the_commit_nothing_is_stored_and_nothing_acked(either: Town) -> None:
    process = await either.start()
    await either.open_form()
    with locked(either.url):
        async with a_wire(either.address, SUBMISSION) as (wire, near_end):
            either.slack.reach(f"{near_end}/slack/events")
            submission = asyncio.create_task(either.slack.person(AGENT).submit())
            await wire.passed.wait()
            await either.kill(process)
            reply = await submission
    assert not reply.acked
    assert either.slack.person(AGENT).troubles
    assert either.requests() == []


async def test_row_2_killed_between_commit_and_ack_a_retry_changes_nothing(either: Town) -> None:
    process = await either.start()
    await either.open_form()
    async with a_wire(either.address, SUBMISSION, keeps_answer=True) as (wire, near_end):
        either.slack.reach(f"{near_end}/slack/events")
        submission = asyncio.create_task(either.slack.person(AGENT).submit())
        await wire.answered.wait()
        await either.kill(process)
        assert not (await submission).acked
    assert len(either.requests()) == 1
    await either.start()
    again = await either.slack.switchboard.deliver(either.slack.switchboard.deliveries[-1].parcel)
    assert again.reply.acked
    await either.delivered()
    assert len(either.requests()) == 1
    await assert_kept(either)


async def test_row_3_killed_after_a_claim_it_is_sent_once_after_the_restart(either: Town) -> None:
    process = await either.start()
    either.slack.faults.add(kind="hang", method="conversations.open", times=None)
    await either.file()
    await either.called("conversations.open")
    await either.kill(process)
    either.slack.faults.clear()
    await either.start()
    await either.delivered()
    assert len(either.dm(AGENT)) == len(either.dm(MANAGER)) == len(either.messages(CHANNEL)) == 1
    await assert_kept(either)


async def test_row_4_killed_after_slack_accepted_it_is_found_and_not_posted_again(either: Town) -> None:
    process = await either.start()
    late = either.slack.faults.add(kind="delay", method="chat.postMessage", channel=CHANNEL, seconds=0.5)
    await either.file()
    await either.slack.settled(lambda _: bool(either.dm(AGENT) and either.dm(MANAGER)), timeout=WITHIN)
    await either.struck(late)
    await either.kill(process)
    await either.slack.settled(lambda _: bool(either.messages(CHANNEL)), timeout=WITHIN)
    await either.start()
    await either.called("conversations.history")
    await either.delivered()
    await assert_kept(either)
