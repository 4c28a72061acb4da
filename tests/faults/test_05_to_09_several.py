"""Rows 5 to 9 on two and on four replicas: whatever ails Slack, each message comes once, and in its order.

Forms come to one replica after the other, so each of them has posts to make in the place that is ill.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import aiohttp
import pytest

from sandbox.slack.records import Call
from sandbox.slack.refusals import JsonObject
from sandbox.slack.workspace import Workspace
from storage.outbox import State
from tests.faults.machine import ahead, hasten
from tests.faults.processes import AGENT, CHANNEL, MANAGER, OPERATOR, WITHIN, Town
from tests.faults.several import Transport, several
from tests.faults.test_06_posted_late import card_is, shown
from tests.faults.test_08_storm import AILING, FEW, STEPS
from tests.faults.test_25_slack_hangs import ACCOUNTS, PEOPLE, a_filled_form, form_of, settle
from tests.faults.verdict import assert_kept

WAYS: tuple[tuple[int, Transport, str], ...] = (
    (2, "http", "is_archived"),
    (4, "http", "channel_not_found"),
    (2, "socket", "token_revoked"),
    (4, "socket", "invalid_blocks"),
)
"""How many replicas, how Slack reaches them, and its word for a channel that takes nothing any more."""
STEP = timedelta(seconds=61)
"""A little more than the longest back-off. People come until the fourth: after five minutes Slack would be refused."""
LEASE = 3000.0
"""Seconds: however often the clock is stepped, no lane is taken over (that is row 16)."""
SOME = 2
"""Of those who file with one customer, those who come first."""


def people_of(account: int) -> list[int]:
    """Answer who files with a customer, in whose channel nobody else's cards come."""
    return list(range(account, PEOPLE, ACCOUNTS))


async def file_in_turn(town: Town, filled: JsonObject, people: Iterable[int]) -> None:
    """Let people file one after the other, each with the next replica."""
    for person in people:
        reply = await town.slack.switchboard.send("interactive", form_of(person, filled))
        assert (reply.acked, reply.content) == (True, {})


async def are_told(town: Town, people: Iterable[int], manager: str) -> None:
    """Wait until each of these people has a receipt, and their account manager a ping for each."""
    places = [f"U_P{person}" for person in people]

    def are_there(_: Workspace) -> bool:
        return len(town.dm(manager)) == len(places) and all(len(town.dm(place)) == 1 for place in places)

    await town.slack.settled(are_there, timeout=WITHIN)


async def answers_are_lost(town: Town) -> None:
    """Row 5: each message was asked for once."""
    places = (CHANNEL, AGENT, MANAGER)
    lost = [town.slack.faults.add(kind="lost", method="chat.postMessage", channel=place) for place in places]
    await town.file("Answers are lost")
    await town.come_to(State.SENT)
    assert [fault.hits for fault in lost] == [len(town.asked_to_post(place)) for place in places] == [1, 1, 1]


async def posts_come_late(town: Town) -> None:
    """Row 6: what was not there at the first look is found by a later one, whoever looks."""
    places = (CHANNEL, MANAGER)
    for place in places:
        town.slack.faults.add(kind="late", method="chat.postMessage", channel=place, seconds=2.0)
    await town.file("Posts come late")
    await town.come_to(State.UNKNOWN, State.SENT)
    await town.come_to(State.SENT)
    assert [len(town.asked_to_post(place)) for place in places] == [2, 2]


async def an_update_comes_late(town: Town) -> None:
    """Row 6: an update that was never answered is carried out over a younger one, and does not stand."""
    card, filed = town.messages(CHANNEL)[0], shown(town)
    hanging = town.slack.faults.add(kind="hang", method="chat.update", channel=CHANNEL)
    await town.slack.person(AGENT).press_in(card, "request.claim")
    await town.struck(hanging)
    await card_is(town, lambda card: card != filed)
    claimed = shown(town)
    await town.slack.person(MANAGER).press_in(card, "request.more", "request.take_over:R-1001")
    await card_is(town, lambda card: card != claimed)
    taken_over = shown(town)
    [late] = [call for call in town.slack.workspace.calls if call.error == hanging.kind]
    await carry_out(town, late)
    assert shown(town) == claimed
    ahead(town)
    await card_is(town, lambda card: card == taken_over)
    await town.come_to(State.SENT)


async def carry_out(town: Town, call: Call) -> None:
    """Do at last what Slack was asked for, as it does."""
    token = {"Authorization": f"Bearer {town.slack.workspace.app.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=token) as session,
        session.post(f"{town.slack.api_url}{call.method}", json=call.args) as answer,
    ):
        assert (await answer.json())["ok"]


async def one_channel_must_wait(town: Town, filled: JsonObject) -> None:
    """Row 7: no replica calls there before the time, and all go on elsewhere."""
    people, channel, manager = people_of(0), "C_TEAM0", "U_AM0"
    limited = town.slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=channel, seconds=90)
    await file_in_turn(town, filled, people[:SOME])
    await town.struck(limited)
    await are_told(town, people[:SOME], manager)
    ahead(town)
    await file_in_turn(town, filled, people[SOME:])
    await are_told(town, people, manager)
    await town.come_to(State.SENT, State.PENDING)
    [refused] = town.asked_to_post(channel)
    assert refused.error == limited.kind
    ahead(town)
    await town.come_to(State.SENT)


async def a_channel_takes_nothing_any_more(town: Town, filled: JsonObject, error: str) -> None:
    """Row 9: each is asked for once, and the operator told once, however many replicas there are."""
    people, channel = people_of(1), "C_TEAM1"
    town.slack.faults.add(kind="refuse", method="chat.postMessage", channel=channel, error=error, times=None)
    await file_in_turn(town, filled, people[:SOME])
    await town.come_to(State.SENT, State.DEAD)
    ahead(town)
    await file_in_turn(town, filled, people[SOME:])
    await town.come_to(State.SENT, State.DEAD)
    assert [call.error for call in town.asked_to_post(channel)] == [error] * len(people)
    town.slack.faults.clear()
    assert "Trying again in 1 place(s)." in await town.command("outbox", "retry")
    await town.come_to(State.SENT)
    assert len(town.messages(channel)) == len(people)
    assert len(town.dm(OPERATOR)) == 1


async def a_storm_passes(town: Town, filled: JsonObject) -> None:
    """Row 8: the replicas together ask no more often than one would."""
    people = people_of(2)
    town.slack.faults.add(kind="server_error", method="chat.postMessage", effect=True, times=2)
    storm = [town.slack.faults.add(kind="server_error", method=f"{kind}.*", times=None) for kind in AILING]
    await file_in_turn(town, filled, people)
    for person in people:
        await town.called("conversations.open", f"U_P{person}")
    for step in range(STEPS):
        asked = storm[1].hits
        ahead(town)
        await town.struck(storm[1], asked + 1)
        assert most_opened(town, people) <= step + 1 + FEW
    town.slack.faults.clear()
    await hasten(town, State.SENT)


def most_opened(town: Town, people: Iterable[int]) -> int:
    """Answer how often Slack was asked for the DM of that one of them for whose it was asked most often."""
    asked = (call.args.get("users") for call in town.slack.workspace.calls if call.method == "conversations.open")
    opened = Counter(asked)
    return max(opened[f"U_P{person}"] for person in people)


@pytest.mark.parametrize(("replicas", "transport", "error"), WAYS)
async def test_rows_5_to_9_whatever_ails_slack_each_message_comes_once_and_in_its_order(
    postgresql_url: str, replicas: int, transport: Transport, error: str
) -> None:
    step = str(STEP.total_seconds())
    async with several(postgresql_url, replicas, transport, LEASE, CLOCK_STEP=step, BATON_SLACK_TIMEOUT="2") as town:
        settle(town)
        filled = await a_filled_form(town)
        await answers_are_lost(town)
        await posts_come_late(town)
        await an_update_comes_late(town)
        await one_channel_must_wait(town, filled)
        await a_channel_takes_nothing_any_more(town, filled, error)
        await a_storm_passes(town, filled)
        await assert_kept(town)
