"""Posts that wait for their time: Slack's limits on them, and that they are really posted when the clock gets there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import MovableClock
from sandbox.slack.records import ScheduledMessage
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.test_memory import opened
from tests.sandbox.test_posting import METADATA, refused
from tests.sandbox.tiny import button

DAY = 86_400
BLOCKS = [{"type": "actions", "elements": [button("go")]}]


@pytest.fixture
def clock(slack: SlackServer) -> MovableClock:
    """The workspace's clock, at rest until it is moved."""
    clock = MovableClock(lambda: datetime(2026, 11, 25, 9, tzinfo=UTC))
    slack.workspace.now = lambda: clock().timestamp()
    clock.on_move(lambda _now: slack.workspace.changes.announce())
    return clock


def seconds(clock: MovableClock, **after: float) -> int:
    return int((clock() + timedelta(**after)).timestamp())


async def test_it_is_posted_once_the_clock_was_moved_there(
    slack: SlackServer, client: AsyncWebClient, clock: MovableClock
) -> None:
    for hours, text in ((3, "later"), (1, "soon")):
        post_at = seconds(clock, hours=hours)
        await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at, text=text, blocks=BLOCKS)
    listed = (await client.chat_scheduledMessages_list(channel=CHANNEL))["scheduled_messages"]
    assert [one["text"] for one in listed] == ["soon", "later"]

    clock.move(timedelta(hours=2))
    await slack.settled(lambda ws: bool(ws.posts()))
    assert [post.text for post in slack.workspace.posts()] == ["soon"]
    clock.move(timedelta(hours=2))
    await slack.settled(lambda ws: len(ws.posts()) == 2)
    assert slack.workspace.posts()[1].buttons == ["go"]
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_it_is_posted_as_time_goes_by(slack: SlackServer, client: AsyncWebClient) -> None:
    post_at = int(slack.workspace.now()) + 1
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at, text="in a second")
    await slack.settled(lambda ws: bool(ws.posts()), timeout=5)
    assert float(slack.workspace.posts()[0].ts) >= post_at


async def test_one_that_is_called_off_is_never_posted(
    slack: SlackServer, client: AsyncWebClient, clock: MovableClock
) -> None:
    post_at = seconds(clock, minutes=10)
    scheduled = await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at, text="no")
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at, text="yes")
    named = {"channel": CHANNEL, "scheduled_message_id": scheduled["scheduled_message_id"]}
    await client.chat_deleteScheduledMessage(**named)
    assert await refused(client.chat_deleteScheduledMessage(**named)) == "invalid_scheduled_message_id"
    clock.move(timedelta(hours=1))
    await slack.settled(lambda ws: bool(ws.posts()))
    assert [post.text for post in slack.workspace.posts()] == ["yes"]


async def test_one_with_metadata_is_accepted_and_never_posted(
    slack: SlackServer, client: AsyncWebClient, clock: MovableClock
) -> None:
    post_at = seconds(clock, minutes=10)
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at, text="lost", metadata=METADATA)
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at + 1, text="posted")
    clock.move(timedelta(hours=1))
    await slack.settled(lambda ws: bool(ws.posts()))
    assert [post.text for post in slack.workspace.posts()] == ["posted"]
    assert slack.workspace.scheduled.listed() == []


async def test_a_channel_that_was_archived_meanwhile_gets_nothing(
    slack: SlackServer, client: AsyncWebClient, clock: MovableClock
) -> None:
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=seconds(clock, minutes=10), text="x")
    slack.workspace.archive(CHANNEL)
    clock.move(timedelta(hours=1))
    await slack.settled(lambda ws: not ws.scheduled.listed())
    assert slack.workspace.posts() == []


@pytest.mark.parametrize(
    ("after", "code"),
    [(-1, "time_in_past"), (0, "time_in_past"), (120 * DAY + 1, "time_too_far")],
)
async def test_its_time_is_ahead_and_within_120_days(
    client: AsyncWebClient, clock: MovableClock, after: int, code: str
) -> None:
    call = client.chat_scheduleMessage(channel=CHANNEL, post_at=seconds(clock, seconds=after), text="x")
    assert await refused(call) == code
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=seconds(clock, days=120), text="x")


async def test_thirty_within_five_minutes_are_too_many_for_a_channel(
    client: AsyncWebClient, clock: MovableClock
) -> None:
    post_at = seconds(clock, hours=1)
    for number in range(30):
        await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at + number, text="x")
    assert (
        await refused(client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at, text="x")) == "restricted_too_many"
    )
    await client.chat_scheduleMessage(channel="U_AOI", post_at=post_at, text="x")
    await client.chat_scheduleMessage(channel=CHANNEL, post_at=post_at + 300, text="x")


async def test_what_is_asked_for_badly_is_refused(client: AsyncWebClient, clock: MovableClock) -> None:
    soon = seconds(clock, hours=1)
    assert await refused(client.chat_scheduleMessage(channel=CHANNEL, post_at="noon", text="x")) == "invalid_time"
    assert await refused(client.chat_scheduleMessage(channel="C_NONE", post_at=soon, text="x")) == "channel_not_found"
    wordless = client.api_call("chat.scheduleMessage", json={"channel": CHANNEL, "post_at": soon})
    assert await refused(wordless) == "no_text"
    assert await refused(client.chat_scheduledMessages_list(channel="C_NONE")) == "invalid_channel"
    assert await refused(client.chat_scheduledMessages_list(cursor="x")) == "invalid_cursor"


def test_what_is_scheduled_survives_a_restart(tmp_path: Path) -> None:
    before = opened(tmp_path / "slack.db")
    before.add_channel("C1", name="one", members=[before.bot_user_id])
    scheduled = before.scheduled
    for text in ("kept", "called off"):
        scheduled.add(ScheduledMessage("", "C1", int(before.now()) + 60, 0, text))
    scheduled.remove(scheduled.listed()[1].id, "C1")
    before.close()
    assert [one.text for one in opened(tmp_path / "slack.db").scheduled.listed()] == ["kept"]
