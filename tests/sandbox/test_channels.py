"""What becomes of a channel: what the app hears, and what it is told when it asks."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.refusals import JsonObject
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo

KINDS = "public_channel,private_channel"
FATES = [
    *[f"{kind}_{verb}" for kind in ("channel", "group") for verb in ("archive", "unarchive", "left", "rename")],
    "member_left_channel",
]


@pytest.fixture(autouse=True)
def _subscribed(slack: SlackServer, echo: Echo) -> None:
    assert echo.got == []
    workspace = slack.workspace
    settings = {"event_subscriptions": {"bot_events": FATES}}
    workspace.app.manifest = {**workspace.app.manifest, "settings": settings}
    workspace.add_channel("C_INNER", name="inner", members=["U_AOI", workspace.bot_user_id], private=True)


async def told(slack: SlackServer, count: int) -> list[JsonObject]:
    """The inner events, once there are `count` of them."""
    await slack.settled(lambda _ws: len(slack.switchboard.deliveries) == count)
    return [one.parcel.payload["event"] for one in slack.switchboard.deliveries]


@pytest.mark.parametrize(("channel", "prefix", "private"), [(CHANNEL, "channel", False), ("C_INNER", "group", True)])
async def test_archived_brought_back_renamed_and_left(
    slack: SlackServer, client: AsyncWebClient, channel: str, prefix: str, *, private: bool
) -> None:
    workspace = slack.workspace
    workspace.archive(channel)
    about = (await client.conversations_info(channel=channel))["channel"]
    assert (about["is_archived"], about["is_private"]) == (True, private)
    workspace.archive(channel, archived=False)
    workspace.rename(channel, "daily")
    about = (await client.conversations_info(channel=channel))["channel"]
    assert (about["is_archived"], about["name"]) == (False, "daily")
    workspace.leave(channel, workspace.bot_user_id)

    events = {event["type"]: event for event in await told(slack, 4)}

    assert set(events) == {f"{prefix}_{verb}" for verb in ("archive", "unarchive", "rename", "left")}
    assert events[f"{prefix}_rename"]["channel"].items() >= {"id": channel, "name": "daily"}.items()
    assert events[f"{prefix}_left"]["channel"] == channel


async def test_where_a_person_or_the_bot_is_comes_with_the_channels_names(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.workspace.rename("C_INNER", "circle")
    slack.workspace.archive(CHANNEL)

    mine = await client.users_conversations(types=KINDS)
    open_still = await client.users_conversations(types=KINDS, user="U_AOI", exclude_archived=True)

    found = [(one["id"], one["name"], one["is_private"], one["is_archived"]) for one in mine["channels"]]
    assert found == [(CHANNEL, "escalations", False, True), ("C_INNER", "circle", True, False)]
    assert [one["id"] for one in open_still["channels"]] == ["C_INNER"]


async def test_a_private_channel_that_was_left_does_not_exist_any_more(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.workspace.leave("C_INNER", slack.workspace.bot_user_id)

    for call in (client.conversations_info(channel="C_INNER"), client.chat_postMessage(channel="C_INNER", text="x")):
        with pytest.raises(SlackApiError) as refused:
            await call
        assert refused.value.response["error"] == "channel_not_found"
