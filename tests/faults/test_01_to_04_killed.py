"""Rows 1 to 4: the process is killed at each place where a request could be lost or told twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pytest

from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town, a_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """Baton on its one file."""
    async with a_town(sqlite_url) as town:
        yield town


async def test_row_1_killed_before_the_commit_nothing_is_stored_and_nothing_acked(town: Town) -> None:
    process = await town.start()
    await town.open_form()
    blocker = sqlite3.connect(town.url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    submission = asyncio.create_task(town.slack.person(AGENT).submit())
    await town.slack.settled(lambda _: True)
    await town.kill(process)
    blocker.execute("ROLLBACK")
    blocker.close()
    reply = await submission
    assert not reply.acked
    assert reply.error is not None
    assert town.requests() == []


async def test_row_2_a_form_that_comes_again_after_the_crash_changes_nothing(town: Town) -> None:
    process = await town.start()
    await town.file()
    [filed] = [delivery.parcel for delivery in town.slack.switchboard.deliveries if "view_submission" in str(delivery)]
    await town.kill(process)
    await town.start()
    again = await town.slack.switchboard.deliver(filed)
    assert again.acked
    await town.delivered()
    assert len(town.requests()) == 1
    assert len(town.keys_posted()) == 3


async def test_row_3_killed_after_a_claim_it_is_sent_once_after_the_restart(town: Town) -> None:
    process = await town.start()
    town.slack.faults.add(kind="hang", method="conversations.open", times=None)
    await town.file()
    await town.called("conversations.open")
    await town.kill(process)
    town.slack.faults.clear()
    await town.start()
    await town.delivered()
    assert len(town.dm(AGENT)) == len(town.dm(MANAGER)) == len(town.messages(CHANNEL)) == 1


async def test_row_4_killed_after_slack_accepted_it_is_found_and_not_posted_again(town: Town) -> None:
    process = await town.start()
    town.slack.faults.add(kind="delay", method="chat.postMessage", channel=CHANNEL, seconds=0.5)
    await town.file()
    await town.slack.settled(lambda _: bool(town.dm(AGENT) and town.dm(MANAGER)), timeout=10)
    await town.kill(process)
    await town.slack.settled(lambda _: bool(town.messages(CHANNEL)), timeout=10)
    await town.start()
    await town.called("conversations.history")
    await town.delivered()
    assert len(set(town.keys_posted())) == len(town.keys_posted()) == 3
