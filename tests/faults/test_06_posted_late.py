"""Row 6: a timeout, and Slack posts it later. Unknown, then one post; of an update, what is true in the end."""

import json
from collections.abc import Callable

from storage.outbox import State
from tests.delivery.notices import word
from tests.delivery.running import Desk
from tests.faults import processes
from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town
from tests.faults.verdict import assert_kept


async def test_what_slack_posts_late_is_found_by_a_later_look(desk: Desk) -> None:
    desk.slack.faults.add(kind="late", method="chat.postMessage", channel=CHANNEL, seconds=2.0)
    await desk.tell(word("a"))
    await desk.become(State.UNKNOWN)
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]
    assert len(desk.calls("conversations.history")) == 2


async def test_what_never_comes_is_posted_again_after_the_last_look(desk: Desk) -> None:
    desk.slack.faults.add(kind="hang", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(word("a"))
    await desk.become(State.UNKNOWN)
    for look in range(4):
        assert len(desk.calls("chat.postMessage")) == 1
        await desk.skip(18)
        await desk.called("conversations.history", look + 1)
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]
    first, second = desk.calls("chat.postMessage")
    assert first.args["metadata"] == second.args["metadata"]


async def test_where_history_may_not_be_read_it_is_posted_again_after_the_last_look(desk: Desk) -> None:
    desk.slack.faults.add(kind="hang", method="chat.postMessage", channel=CHANNEL)
    desk.slack.faults.add(kind="refuse", method="conversations.history", error="missing_scope", times=None)
    await desk.tell(word("a"))
    await desk.become(State.UNKNOWN)
    for look in range(4):
        await desk.skip(18)
        await desk.called("conversations.history", look + 1)
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]


async def test_a_whole_process_finds_what_slack_posts_late(database_url: str) -> None:
    async with processes.a_town(database_url) as town:
        await town.start()
        for place in (processes.CHANNEL, processes.MANAGER):
            town.slack.faults.add(kind="late", method="chat.postMessage", channel=place, seconds=2.0)
        await town.file()
        await town.come_to(State.UNKNOWN, State.SENT)
        await assert_kept(town)
        assert len(town.asked_to_post(processes.CHANNEL)) == len(town.asked_to_post(processes.MANAGER)) == 1


async def test_an_update_that_slack_carries_out_over_a_younger_one_does_not_stand(database_url: str) -> None:
    """Nobody hears of it when it happens; so what was sent since the loss is told again once it can happen no more."""
    async with processes.a_town(database_url) as town:
        await town.start()
        await town.file()
        await town.delivered()
        filed = shown(town)
        late = town.slack.faults.add(kind="late", method="chat.update", channel=CHANNEL, seconds=14.0)
        await town.slack.person(AGENT).press_in(town.messages(CHANNEL)[0], "request.claim")
        await town.struck(late)
        await card_is(town, lambda card: card != filed)
        claimed = shown(town)
        await town.slack.person(MANAGER).press_in(town.messages(CHANNEL)[0], "request.more", "request.take_over:R-1001")
        await card_is(town, lambda card: card != claimed)
        taken_over = shown(town)
        await card_is(town, lambda card: card == claimed)
        await card_is(town, lambda card: card == taken_over)
        await assert_kept(town)


def shown(town: Town) -> str:
    """Answer what the card says; Slack numbers its blocks anew each time."""
    blocks = json.dumps(town.messages(CHANNEL)[0].blocks)
    return json.dumps(json.loads(blocks, object_hook=lambda part: part | {"block_id": ""}))


async def card_is(town: Town, wanted: Callable[[str], bool]) -> None:
    """Wait until the card is as it should be."""
    await town.slack.settled(lambda _: wanted(shown(town)), timeout=processes.WITHIN)
