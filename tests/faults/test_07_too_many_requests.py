"""Row 7: 429 with Retry-After 30 in one channel. No call in that lane before; other lanes go on; order kept."""

from datetime import timedelta

from sandbox.slack.workspace import Workspace
from storage.outbox import State
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import OTHER, Desk
from tests.faults import processes
from tests.faults.machine import a_stepped_town, ahead, hasten
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


async def test_a_whole_process_leaves_the_one_lane_alone_and_goes_on_in_others(database_url: str) -> None:
    async with a_stepped_town(database_url, timedelta(seconds=40), lease=300.0) as town:
        process = await town.start()
        refusing = {"kind": "ratelimited", "method": "chat.postMessage", "channel": processes.CHANNEL, "seconds": 180}
        limited = town.slack.faults.add(**refusing)
        await town.file("First")
        await town.struck(limited)
        await others_are_told(town, 1)
        await town.come_to(State.SENT, State.PENDING)
        await town.kill(process)
        await town.start()
        ahead(town)
        await town.file("Second")
        await others_are_told(town, 2)
        await town.come_to(State.SENT, State.PENDING)
        [refused] = town.asked_to_post(processes.CHANNEL)
        assert refused.error == "ratelimited"
        await hasten(town, State.SENT)
        await assert_kept(town)
        first, second = town.messages(processes.CHANNEL)
        assert "First" in first.all_text()
        assert "Second" in second.all_text()


async def others_are_told(town: processes.Town, number: int) -> None:
    """Wait until the account manager and the filer have so many messages."""

    def are_told(_: Workspace) -> bool:
        return len(town.dm(processes.AGENT)) == len(town.dm(processes.MANAGER)) == number

    await town.slack.settled(are_told, timeout=processes.WITHIN)
