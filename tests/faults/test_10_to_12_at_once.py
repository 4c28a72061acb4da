"""Rows 10 to 12 on two and on four replicas: what comes again, at once or out of order, has one effect."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sandbox.slack.parcels import Delivery, Parcel
from storage.vocabulary import Verb
from tests.faults.processes import AGENT, CHANNEL, MANAGER, WITHIN, Town
from tests.faults.several import Transport, several
from tests.faults.test_10_repeated import ELSEWHERE, event_of_the_agent
from tests.faults.verdict import assert_kept

TIMES = 4


@pytest.fixture(
    params=[(2, "http"), (4, "http"), (2, "socket"), (4, "socket")], ids=lambda given: f"{given[0]} {given[1]}"
)
async def town(request: pytest.FixtureRequest, postgresql_url: str) -> AsyncIterator[Town]:
    """Replicas behind a balancer, or each at a socket: four deliveries go to two or four of them."""
    replicas: int
    transport: Transport
    replicas, transport = request.param
    async with several(postgresql_url, replicas, transport) as town:
        yield town


async def again(town: Town, parcel: Parcel, times: int = TIMES) -> None:
    """Bring a parcel to several replicas at once; whoever does nothing with it acks it, too."""
    brought: list[Delivery] = await asyncio.gather(*(town.slack.switchboard.deliver(parcel) for _ in range(times)))
    assert all(delivery.reply.acked for delivery in brought)


async def events_come_again(town: Town) -> None:
    """Row 10: four times at once, and again after a later one."""
    joined, left = (event_of_the_agent(town, f"member_{verb}_channel") for verb in ("joined", "left"))
    for event, is_there in ((joined, True), (left, False), (joined, False), (left, False)):
        await again(town, event)
        assert town.database.read_now(lambda work: work.people.is_in_channel(ELSEWHERE, AGENT)) is is_there


async def a_command_comes_again(town: Town) -> None:
    """Row 11: the very same, which counts no retry; over a socket, the very same envelope."""
    assert (await town.slack.person(AGENT).command("/phone", "Blue Sky")).acked
    command = town.slack.switchboard.deliveries[-1].parcel
    await again(town, command)
    if town.has_sockets:
        envelope = town.slack.sockets.envelope(command)
        for _ in range(TIMES):
            assert (await town.slack.sockets.send(envelope)).acked
    assert len(town.database.read_now(lambda work: list(work.calls.every()))) == 1


async def everyone_clicks_twice(town: Town) -> None:
    """Row 12: one form of four submissions, one owner of four clicks, and three who are told so."""
    agent, manager = town.slack.person(AGENT), town.slack.person(MANAGER)
    await town.open_form()
    assert all(reply.acked for reply in await asyncio.gather(*(agent.submit() for _ in range(TIMES))))
    await town.delivered()
    [card] = town.messages(CHANNEL)
    agent.window.ephemerals.clear()
    clicks = [person.press_in(card, "request.claim") for person in (agent, manager, agent, manager)]
    assert all(reply.acked for reply in await asyncio.gather(*clicks))
    await town.slack.settled(lambda _: len(agent.ephemerals + manager.ephemerals) == len(clicks) - 1, timeout=WITHIN)
    [request] = town.requests()
    loser = agent if request.owner == MANAGER else manager
    assert all(f"<@{request.owner}>" in told.text for told in loser.ephemerals)
    trail = town.database.read_now(lambda work: [step.verb for step in work.requests.trail_of(request.key)])
    assert trail == [Verb.FILE, Verb.CLAIM]


async def test_what_comes_again_at_once_or_out_of_order_has_one_effect(town: Town) -> None:
    await events_come_again(town)
    await a_command_comes_again(town)
    await everyone_clicks_twice(town)
    await assert_kept(town)
