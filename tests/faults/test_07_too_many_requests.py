"""Row 7: 429 with Retry-After 30 in one channel. No call in that lane before; other lanes go on; order kept."""

from storage.outbox import State
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import OTHER, Desk
from tests.faults import processes
from tests.faults.verdict import assert_kept


async def test_only_the_channel_that_was_refused_waits_and_keeps_its_order(desk: Desk) -> None:
    desk.slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=CHANNEL, seconds=30)
    await desk.tell(word("a"), word("b"), word("c", OTHER))
    await desk.become(State.PENDING, State.PENDING, State.SENT)
    await desk.skip(29)
    await desk.tell(word("d", OTHER))
    assert await desk.posted(2, OTHER) == ["c", "d"]
    assert desk.texts() == []
    assert [call.args["channel"] for call in desk.calls("chat.postMessage")].count(CHANNEL) == 1
    await desk.skip(1.5)
    assert await desk.posted(2) == ["a", "b"]


async def test_a_dm_that_may_not_be_opened_yet_waits_too(desk: Desk) -> None:
    desk.slack.faults.add(kind="ratelimited", method="conversations.open", seconds=1)
    await desk.tell(word("a", "U_AOI"))
    await desk.become(State.SENT)
    first, second = desk.calls("conversations.open")
    assert second.at - first.at >= 1


async def test_a_history_that_may_not_be_read_yet_is_read_later(desk: Desk) -> None:
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    desk.slack.faults.add(kind="ratelimited", method="conversations.history", seconds=1)
    await desk.tell(word("a"))
    await desk.become(State.SENT)
    first, second = desk.calls("conversations.history")
    assert second.at - first.at >= 1
    assert desk.texts() == ["a"]


async def test_a_whole_process_leaves_the_one_lane_alone_and_goes_on_in_others(sqlite_url: str) -> None:
    async with processes.a_town(sqlite_url) as town:
        await town.start()
        town.slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=processes.CHANNEL, seconds=4)
        await town.file("First")
        await town.file("Second")
        await assert_kept(town)
        refused, *accepted = town.asked_to_post(processes.CHANNEL)
        assert (refused.error, [call.ok for call in accepted]) == ("ratelimited", [True, True])
        assert accepted[0].at - refused.at >= 4
        first, second = town.messages(processes.CHANNEL)
        assert "First" in first.all_text()
        assert "Second" in second.all_text()
        for person in (processes.AGENT, processes.MANAGER):
            assert [call.at < accepted[0].at for call in town.asked_to_post(person)] == [True, True]
