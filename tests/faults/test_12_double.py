"""Row 12: double click, double submit. One effect, and the second click is told so."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.vocabulary import Verb
from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town, a_town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """Baton on each kind of database."""
    async with a_town(database_url) as town:
        await town.start()
        yield town


async def test_a_form_that_is_delivered_twice_files_one_request(town: Town) -> None:
    await town.file()
    submission = town.slack.switchboard.deliveries[-1].parcel
    again = await asyncio.gather(*(town.slack.switchboard.deliver(submission) for _ in range(3)))
    assert all(delivery.reply.acked for delivery in again)
    await town.delivered()
    assert len(town.requests()) == 1
    assert len(town.keys_posted()) == 3


async def test_of_two_who_click_at_once_one_wins_and_the_other_is_told_who(town: Town) -> None:
    await town.file()
    await town.delivered()
    [card] = town.messages(CHANNEL)
    agent, manager = town.slack.person(AGENT), town.slack.person(MANAGER)
    await asyncio.gather(agent.press_in(card, "request.claim"), manager.press_in(card, "request.claim"))
    await town.slack.settled(lambda _: bool(agent.ephemerals or manager.ephemerals), timeout=10)
    [request] = town.requests()
    loser = agent if request.owner == MANAGER else manager
    assert f"<@{request.owner}>" in loser.ephemerals[0].text
    assert town.database.read_now(lambda work: [step.verb for step in work.requests.trail_of(request.key)]) == [
        Verb.FILE,
        Verb.CLAIM,
    ]


async def test_a_second_click_of_the_same_person_changes_nothing(town: Town) -> None:
    await town.file()
    await town.delivered()
    [ping] = town.dm(MANAGER)
    manager = town.slack.person(MANAGER)
    await asyncio.gather(*(manager.press_in(ping, "request.claim") for _ in range(2)))
    await town.slack.settled(lambda _: bool(manager.ephemerals), timeout=10)
    [request] = town.requests()
    assert request.owner == MANAGER
    assert len(town.database.read_now(lambda work: work.requests.trail_of(request.key))) == 2
