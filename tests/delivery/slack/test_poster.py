"""What a look takes for our own message, however long ago it scrolled away and whoever copies it."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.outgoing import Outgoing
from bot.delivery.slack.poster import accepted, is_own
from bot.delivery.transitions import Accepted, Lost, Result
from sandbox.slack.records import Message
from storage.outbox import State
from storage.posts import Post
from storage.workspace import Identity
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import Desk


def answered(body: dict[str, str]) -> AsyncSlackResponse:
    """An answer that is ok and says no more than `body`."""
    return AsyncSlackResponse(
        client=AsyncWebClient("xoxb-test"),
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": True} | body,
        headers={},
        status_code=200,
    )


async def lost(desk: Desk) -> Message:
    """Let Slack take a post and lose the answer; answer what it has."""
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(word("a"))
    await desk.posted(1)
    [message] = desk.messages()
    return message


OWN = frozenset({"B_BATON", "U_BATON"})


@pytest.mark.parametrize(
    ("message", "own", "is_ours"),
    [
        ({"user": "U_BATON", "bot_id": "B_BATON"}, OWN, True),
        ({"bot_id": "B_BATON"}, OWN, True),
        ({"user": "U_AOI"}, OWN, False),
        ({"user": "U_AOI"}, frozenset(), True),
        ({}, OWN, True),
    ],
)
def test_whose_a_message_with_our_key_is(message: dict[str, str], own: frozenset[str], *, is_ours: bool) -> None:
    assert is_own(message, own) is is_ours


@pytest.mark.parametrize(
    ("answer", "ts", "result"),
    [
        ({"channel": "D1", "ts": "2.0"}, None, Accepted(Post("D1", "2.0"))),
        ({"ts": "2.0"}, None, Accepted(Post(CHANNEL, "2.0"))),
        ({}, "1.0", Accepted(Post(CHANNEL, "1.0"))),
        ({}, None, Lost()),
    ],
)
def test_an_answer_may_leave_out_what_we_know(answer: dict[str, str], ts: str | None, result: Result) -> None:
    sent = Outgoing(CHANNEL, CHANNEL, "key", None, ts, None, None, OWN)
    assert accepted(answered(answer), sent) == result


async def test_a_post_is_found_on_a_later_page_of_the_history(desk: Desk) -> None:
    ours = await lost(desk)
    for number in range(201):
        desk.slack.person("U_AOI").say(f"{number}", CHANNEL)

    await desk.become(State.SENT)

    assert len(desk.calls("conversations.history")) == 2
    assert [message.ts for message in desk.messages() if message.text == "a"] == [ours.ts]


async def test_a_key_that_somebody_copied_is_not_taken_for_our_message(desk: Desk) -> None:
    app = desk.slack.workspace.app
    known = Identity(app.team, app.bot_id, app.bot_user_id, None)
    await desk.database.write(lambda work: work.workspace.remember(known))
    ours = await lost(desk)
    channel = desk.slack.workspace.channel(CHANNEL)
    desk.slack.workspace.messages.delete(ours)
    copied = desk.slack.workspace.messages.post(channel, "U_AOI", "a copy", metadata=ours.metadata)

    await desk.become(State.UNKNOWN)
    for look in range(4):
        await desk.skip(18)
        await desk.called("conversations.history", look + 1)
    await desk.become(State.SENT)

    [again] = desk.messages()
    assert again.ts not in {ours.ts, copied.ts}
    assert not copied.deleted
