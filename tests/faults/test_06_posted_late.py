"""Row 6: a timeout, and Slack posts it later. Unknown, then one post."""

from storage.outbox import State
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import Desk
from tests.faults import processes
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
