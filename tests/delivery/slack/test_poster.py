"""What a look takes for our own message, however long ago it scrolled away and whoever copies it."""

from sandbox.slack.records import Message
from storage.outbox import State
from storage.workspace import Identity
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import Desk


async def lost(desk: Desk) -> Message:
    """Let Slack take a post and lose the answer; answer what it has."""
    desk.slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    await desk.tell(word("a"))
    await desk.posted(1)
    [message] = desk.messages()
    return message


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
