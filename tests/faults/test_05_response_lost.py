"""Row 5: the response is lost after Slack accepted. One post."""

from storage.outbox import State
from tests.delivery.notices import CHANNEL, board, line, word
from tests.delivery.running import Desk
from tests.faults import processes
from tests.faults.verdict import assert_kept


async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(desk: Desk) -> None:
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(word("a"))
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]
    assert len(desk.calls("chat.postMessage")) == 1
    [look] = desk.calls("conversations.history")
    [post] = desk.calls("chat.postMessage")
    assert 1 <= look.at - post.at < 2


async def test_its_updates_and_its_thread_wait_until_it_is_found(desk: Desk) -> None:
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(board("R-1"), line("R-1", "claimed"), board("R-2"))
    await desk.called("chat.postMessage")
    await desk.tell(board("R-1"))
    await desk.become(State.SENT, State.SENT, State.SENT, State.SENT)
    message, other, reply = desk.messages()
    assert (message.text, other.text, reply.thread_ts) == ("R-1", "R-2", message.ts)
    [update] = desk.calls("chat.update")
    assert update.args["ts"] == message.ts


async def test_a_line_whose_answer_was_lost_is_looked_for_in_its_thread(desk: Desk) -> None:
    await desk.tell(board("R-1"))
    await desk.posted(1)
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(line("R-1", "claimed"))
    await desk.become(State.SENT, State.SENT)
    assert desk.texts() == ["R-1", "R-1 claimed"]
    assert len(desk.calls("conversations.replies")) == 1


async def test_an_update_whose_answer_was_lost_is_simply_repeated(desk: Desk) -> None:
    await desk.tell(board("R-1"))
    await desk.become(State.SENT)
    desk.slack.faults.add(kind="lost", method="chat.update")
    await desk.tell(board("R-1"))
    await desk.become(State.SENT, State.SENT)
    first, second = desk.calls("chat.update")
    assert 0 < second.at - first.at <= 2.5
    assert desk.calls("conversations.history") == []


async def test_a_direct_message_is_looked_for_too(desk: Desk) -> None:
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel="U_AOI")
    await desk.tell(word("a", "U_AOI"))
    await desk.become(State.SENT)
    assert desk.texts(desk.slack.workspace.dm("U_AOI").id) == ["a"]


async def test_a_whole_process_posts_each_message_once_when_answers_are_lost(database_url: str) -> None:
    async with processes.a_town(database_url) as town:
        await town.start()
        for place in (processes.CHANNEL, processes.AGENT, processes.MANAGER):
            town.slack.faults.add(kind="lost", method="chat.postMessage", channel=place)
        await town.file()
        await assert_kept(town)
        assert [fault.hits for fault in town.slack.faults.rules] == [1, 1, 1]
