"""A Slack that does not know the newest blocks gets the same message without them, in the same step."""

from sandbox.slack.records import Message
from storage.outbox import State
from tests.delivery.notices import CHANNEL, figure, word
from tests.delivery.running import Desk

NEWEST = {"data_visualization", "data_table"}


def kinds(message: Message) -> list[str]:
    """The types of a message's blocks."""
    return [block["type"] for block in message.blocks]


async def test_a_chart_is_posted_where_slack_takes_it(desk: Desk) -> None:
    await desk.tell(figure("a"))
    await desk.posted(1)
    [message] = desk.messages()
    assert kinds(message) == ["data_visualization", "section"]


async def test_what_an_older_slack_refuses_is_posted_without_at_once(desk: Desk) -> None:
    desk.slack.workspace.unknown_blocks = NEWEST
    await desk.tell(figure("a"))
    await desk.become(State.SENT)
    [message] = desk.messages()
    assert kinds(message) == ["section"]
    assert len(desk.calls("chat.postMessage")) == 2


async def test_later_messages_are_not_tried_with_what_was_refused(desk: Desk) -> None:
    desk.slack.workspace.unknown_blocks = NEWEST
    await desk.tell(figure("a"))
    await desk.become(State.SENT)
    await desk.tell(figure("b"))
    await desk.become(State.SENT, State.SENT)
    assert desk.texts() == ["a", "b"]
    assert len(desk.calls("chat.postMessage")) == 3


async def test_a_refusal_that_has_nothing_to_do_with_blocks_is_one(desk: Desk) -> None:
    desk.slack.workspace.channel(CHANNEL).archived = True
    await desk.tell(figure("a"))
    await desk.become(State.DEAD)
    assert desk.heard == [("a", "is_archived")]
    assert len(desk.calls("chat.postMessage")) == 1


async def test_a_lost_answer_to_the_plain_message_is_looked_for_and_doubles_nothing(desk: Desk) -> None:
    desk.slack.workspace.unknown_blocks = NEWEST
    desk.slack.faults.add(kind="delay", method="chat.postMessage", channel=CHANNEL, seconds=0)
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(figure("a"))
    await desk.become(State.UNKNOWN)
    await desk.skip(1)
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]


async def test_a_message_that_has_no_plainer_form_is_refused(desk: Desk) -> None:
    desk.slack.workspace.unknown_blocks = {"section"}
    await desk.tell(word("a"))
    await desk.become(State.DEAD)
    assert desk.heard == [("a", "invalid_blocks")]
