"""Rows 3 to 5, 7 and 24 for what goes first: a whisper is claimed in the very commit that stores it."""

import asyncio

from tests.faults.coaching import a_floor, arrived, whisper, whispered
from tests.faults.processes import AGENT, MANAGER, Town
from tests.faults.verdict import assert_told_once

FIRST, LOST, LIMITED, BEHIND, LAST = "Ask why", "Ask for the reason", "First this", "Then that", "Say goodbye"


async def contact(town: Town) -> None:
    """Let the lead whisper for the first time: Slack opens the conversations, and an unannounced call begins."""
    await whisper(town, FIRST)
    await arrived(town, FIRST)
    await assert_told_once(town)


async def test_rows_3_4_killed_between_commit_and_post_it_is_looked_for_and_posted_once(database_url: str) -> None:
    async with a_floor(database_url, lease=4.0) as town:
        process = await town.start()
        await contact(town)
        hanging = town.slack.faults.add(kind="hang", method="chat.postMessage", channel=AGENT)
        await whisper(town, LAST)
        await town.slack.settled(lambda _: hanging.hits == 1)
        await town.kill(process)
        await town.start()
        await arrived(town, LAST)
        await assert_told_once(town)
        await town.called("conversations.history")
        assert len(whispered(town, LAST)) == 1


async def test_rows_5_7_24_whatever_comes_between_it_and_its_agent_it_arrives_once(sqlite_url: str) -> None:
    async with a_floor(sqlite_url) as town:
        process = await town.start()
        await contact(town)
        await answer_is_lost(town)
        await slack_says_later(town)
        town.slack.faults.add(kind="delay", method="chat.postMessage", channel=AGENT, seconds=0.3)
        await whisper(town, LAST)
        await asyncio.wait_for(town.stop(process), 10)
        await town.start()
        await assert_told_once(town)
        assert [len(whispered(town, text)) for text in (FIRST, LOST, LIMITED, BEHIND, LAST)] == [1] * 5


async def answer_is_lost(town: Town) -> None:
    """Row 5: Slack takes it, and nobody hears so."""
    lost = town.slack.faults.add(kind="lost", method="chat.postMessage", channel=AGENT)
    await whisper(town, LOST)
    await arrived(town, LOST)
    await assert_told_once(town)
    assert lost.hits == 1


async def slack_says_later(town: Town) -> None:
    """Row 7: it goes when Slack allows, in its order, and nobody else waits for that."""
    limited = town.slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=AGENT, seconds=2)
    await whisper(town, LIMITED)
    await town.slack.settled(lambda _: limited.hits == 1)
    await whisper(town, BEHIND)
    await arrived(town, BEHIND)
    refused, first, second = town.asked_to_post(AGENT)[-3:]
    assert first.at - refused.at >= 2
    assert LIMITED in str(first.args)
    assert BEHIND in str(second.args)
    assert town.asked_to_post(MANAGER)[-1].at < first.at
    await assert_told_once(town)
