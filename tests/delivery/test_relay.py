"""From a commit to Slack and back, over true HTTP."""

from dataclasses import replace
from datetime import timedelta

from structlog.testing import capture_logs

from bot.delivery import letters
from sandbox.slack.server import SlackServer
from storage.outbox import State
from tests.delivery.notices import CHANNEL, board, line, word
from tests.delivery.running import OTHER, TIMEOUT, Desk, a_desk


async def test_what_is_told_is_posted_at_once_and_updated_in_place(desk: Desk) -> None:
    await desk.tell(board("R-1"))
    assert await desk.posted(1) == ["R-1"]
    await desk.tell(board("R-1"))
    [update] = await desk.called("chat.update")
    [post] = desk.calls("chat.postMessage")
    assert update.args["metadata"] == post.args["metadata"]
    assert "R-1" not in str(post.args["metadata"])


async def test_a_direct_message_opens_its_channel_once(desk: Desk) -> None:
    await desk.tell(word("a", "U_AOI"), word("b", "U_AOI"), board("R-1", "U_AOI"))
    dm = desk.slack.workspace.dm("U_AOI").id
    assert await desk.posted(3, dm) == ["a", "b", "R-1"]
    await desk.tell(board("R-1", "U_AOI"))
    [update] = await desk.called("chat.update")
    assert update.args["channel"] == dm
    assert len(desk.calls("conversations.open")) == 1


async def test_a_line_stands_in_the_thread_of_its_message(desk: Desk) -> None:
    await desk.tell(board("R-1"), line("R-1", "claimed"))
    await desk.posted(2)
    message, reply = desk.messages()
    assert reply.thread_ts == message.ts


async def test_links_are_never_unfurled(desk: Desk) -> None:
    await desk.tell(word("a"))
    [call] = await desk.called("chat.postMessage")
    assert call.args["unfurl_links"] is False
    assert call.args["unfurl_media"] is False


async def test_one_hanging_place_holds_up_no_other(desk: Desk) -> None:
    desk.slack.faults.add(kind="hang", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(word("a"), word("b", OTHER))
    assert await desk.posted(1, OTHER) == ["b"]
    assert desk.texts() == []


async def test_seven_at_once_keep_their_order_and_the_burst(desk: Desk) -> None:
    await desk.tell(*(word(str(number)) for number in range(7)))
    assert await desk.posted(7) == list("0123456")
    calls = desk.calls("chat.postMessage")
    assert calls[6].at - calls[0].at >= 1.9


async def test_what_is_gone_is_a_dead_letter(desk: Desk) -> None:
    await desk.tell(word("gone"), word("a"))
    await desk.become(State.DEAD, State.SENT)
    assert desk.heard == [("gone", "gone")]


async def test_a_line_whose_message_was_refused_shares_its_fate(desk: Desk) -> None:
    desk.slack.faults.add(kind="refuse", method="chat.postMessage", error="not_in_channel")
    await desk.tell(board("R-1"), line("R-1", "claimed"))
    await desk.become(State.DEAD, State.DEAD)
    assert desk.heard == [("R-1", "not_in_channel")] * 2
    await desk.database.write(letters.retry)
    assert await desk.posted(2) == ["R-1", "R-1 claimed"]


async def test_a_deleted_message_is_posted_anew(desk: Desk) -> None:
    await desk.tell(board("R-1"))
    await desk.posted(1)
    [message] = desk.messages()
    desk.slack.workspace.messages.delete(message)
    await desk.tell(board("R-1"))
    await desk.become(State.SENT, State.SENT)
    assert desk.texts() == ["R-1"]


async def test_a_duplicate_that_is_found_is_deleted(desk: Desk) -> None:
    desk.slack.faults.add(kind="lost", method="chat.postMessage")
    await desk.tell(board("R-1"))
    await desk.posted(1)
    [message] = desk.messages()
    channel = desk.slack.workspace.channel(CHANNEL)
    desk.slack.workspace.messages.post(channel, message.user, "R-1", metadata=message.metadata)
    await desk.become(State.SENT)
    assert desk.messages() == [message]


async def test_a_stop_ends_what_is_in_flight_and_gives_the_lane_back(slack: SlackServer, sqlite_url: str) -> None:
    slack.faults.add(kind="delay", method="chat.postMessage", seconds=0.3)
    async with a_desk(slack, sqlite_url) as desk:
        await desk.tell(word("a"), word("b"))
        await desk.called("chat.postMessage")
    assert desk.texts() == ["a"]
    assert desk.states() == [State.SENT, State.PENDING]
    assert desk.database.read_now(lambda work: work.lanes.with_work("other", desk.clock(), 9)) == [CHANNEL]


async def test_a_stop_during_a_hanging_call_leaves_it_to_be_looked_for(slack: SlackServer, sqlite_url: str) -> None:
    slack.faults.add(kind="hang", method="chat.postMessage")
    async with a_desk(slack, sqlite_url) as desk:
        await desk.tell(word("a"))
        await desk.called("chat.postMessage")
        await desk.relay.stop(grace=1.1)
        assert desk.states() == [State.UNKNOWN]


async def test_a_relay_that_was_stopped_past_its_lease_sends_nothing(slack: SlackServer, sqlite_url: str) -> None:
    async with a_desk(slack, sqlite_url) as desk:
        desk.slack.faults.add(kind="delay", method="conversations.open", seconds=0.3)
        await desk.tell(word("a", "U_AOI"))
        await desk.called("conversations.open")
        desk.clock.ahead += timedelta(seconds=31)
        await desk.become(State.UNKNOWN)
        assert desk.calls("chat.postMessage") == []


async def test_a_call_that_outlasts_its_lease_is_cut_and_is_no_fault_of_ours(
    slack: SlackServer, sqlite_url: str
) -> None:
    slack.faults.add(kind="hang", method="chat.postMessage")
    async with a_desk(slack, sqlite_url) as desk:
        desk.relay.ledger = replace(desk.relay.ledger, lease_for=timedelta(seconds=TIMEOUT / 2))
        with capture_logs() as log:
            await desk.tell(word("a"))
            await desk.become(State.UNKNOWN)
        assert [(line["event"], line["log_level"]) for line in log] == [("lease_nearly_over", "warning")]
