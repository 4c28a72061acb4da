"""A file comes into its thread once, whatever becomes of the three calls that bring it there."""

import pytest

from sandbox.slack.records import Message, SharedFile
from storage.outbox import State
from tests.delivery.notices import CHANNEL, board, file
from tests.delivery.running import Desk

GET, SEND, SHOW = "files.getUploadURLExternal", "upload_url", "files.completeUploadExternal"


def shown(desk: Desk) -> list[tuple[Message, SharedFile]]:
    """Every file that stands in the channel, with the message that shows it."""
    files = desk.slack.workspace.files
    return [(message, files[name]) for message in desk.messages() for name in message.files]


async def posted(desk: Desk) -> str:
    """Post the board in whose thread the file belongs; answer its ts."""
    await desk.tell(board("a"))
    await desk.become(State.SENT)
    return desk.messages()[0].ts


async def test_a_file_stands_in_its_thread_under_its_title(desk: Desk) -> None:
    thread = await posted(desk)
    await desk.tell(file("a"))
    await desk.become(State.SENT, State.SENT)

    [(message, given)] = shown(desk)
    assert message.thread_ts == thread
    assert (given.name, given.title, given.body) == ("a.csv", "a", b"a")


@pytest.mark.parametrize("method", [GET, SEND])
async def test_a_lost_answer_before_anybody_sees_it_is_asked_for_again(desk: Desk, method: str) -> None:
    await posted(desk)
    desk.slack.faults.add(kind="lost", method=method)
    await desk.tell(file("a"))
    await desk.called(method)
    await desk.skip(3)
    await desk.become(State.SENT, State.SENT)

    assert len(shown(desk)) == 1
    assert len(desk.calls(SHOW)) == 1


async def test_a_lost_answer_to_the_last_call_is_looked_for_by_the_file_s_name(desk: Desk) -> None:
    await posted(desk)
    desk.slack.faults.add(kind="lost", method=SHOW)
    await desk.tell(file("a"))
    await desk.become(State.SENT, State.UNKNOWN)
    await desk.skip(1)
    await desk.become(State.SENT, State.SENT)

    assert len(shown(desk)) == 1
    assert len(desk.calls(SHOW)) == 1


async def test_a_file_that_slack_never_took_is_posted_after_the_last_look(desk: Desk) -> None:
    await posted(desk)
    await desk.tell(file("a"))
    await desk.become(State.SENT, State.SENT)
    await desk.tell(board("b"))
    await desk.become(State.SENT, State.SENT, State.SENT)
    desk.slack.faults.add(kind="server_error", method=SHOW, status=503)
    await desk.tell(file("b"))
    await desk.become(State.SENT, State.SENT, State.SENT, State.UNKNOWN)
    for look in range(4):
        await desk.skip(18)
        await desk.called("conversations.replies", look + 1)
    await desk.become(State.SENT, State.SENT, State.SENT, State.SENT)

    assert [given.name for _, given in shown(desk)] == ["a.csv", "b.csv"]


@pytest.mark.parametrize("method", [GET, SEND, SHOW])
async def test_slack_is_left_alone_for_as_long_as_it_asks(desk: Desk, method: str) -> None:
    await posted(desk)
    desk.slack.faults.add(kind="ratelimited", method=method, seconds=30)
    await desk.tell(file("a"))
    await desk.called(method)
    await desk.become(State.SENT, State.PENDING)
    await desk.skip(31)
    await desk.become(State.SENT, State.SENT)
    assert len(shown(desk)) == 1


async def test_a_refused_file_is_told_and_leaves_nothing_behind(desk: Desk) -> None:
    await posted(desk)
    desk.slack.workspace.app.manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    await desk.tell(file("a"))
    await desk.become(State.SENT, State.DEAD)
    assert desk.heard == [("a", "missing_scope")]
    assert shown(desk) == []


async def test_a_channel_that_baton_has_left_takes_no_file(desk: Desk) -> None:
    await posted(desk)
    desk.slack.workspace.channel(CHANNEL).archived = True
    await desk.tell(file("a"))
    await desk.become(State.SENT, State.DEAD)
    assert desk.heard == [("a", "is_archived")]
