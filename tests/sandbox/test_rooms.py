"""Making and changing channels through the Web API: what Slack allows, refuses and tells."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.test_posting import refused
from tests.sandbox.wide import hears, manifest

BOT = "U0BATON"


@pytest.fixture(autouse=True)
def _wide(slack: SlackServer) -> None:
    workspace = slack.workspace
    workspace.app.manifest = manifest()
    workspace.add_person("U_GONE", name="gone")
    workspace.change_person("U_GONE", deleted=True)
    workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    workspace.add_channel("C_SECRET", name="secret", members=["U_AOI"], private=True)
    workspace.add_channel("C_OLD", name="old", members=["U_AOI", BOT])
    workspace.archive("C_OLD")
    workspace.add_channel("C_ALONE", name="alone", members=[BOT])
    workspace.add_channel("C_ALL", name="all", members=["U_AOI", "U_BEN", BOT]).is_general = True


async def test_a_channel_is_made_filled_described_renamed_and_closed(
    slack: SlackServer, client: AsyncWebClient, echo: Echo
) -> None:
    made = (await client.conversations_create(name="launch-日本"))["channel"]
    assert (made["name"], made["creator"], made["num_members"]) == ("launch-日本", BOT, 1)
    assert (await hears(slack, "channel_created"))["channel"]["id"] == made["id"]

    await client.conversations_invite(channel=made["id"], users="U_AOI,U_BEN")
    assert (await hears(slack, "member_joined_channel"))["inviter"] == BOT
    assert (await hears(slack, "message", "channel_join"))["text"] == "<@U_AOI> has joined the channel"
    about = (await client.conversations_setTopic(channel=made["id"], topic="Monday"))["channel"]
    about = (await client.conversations_setPurpose(channel=made["id"], purpose="ship it"))["channel"] | about
    assert about["topic"]["value"] == "Monday"
    assert (await hears(slack, "message", "channel_purpose"))["text"].endswith("ship it")
    await client.conversations_rename(channel=made["id"], name="launched")
    await client.conversations_kick(channel=made["id"], user="U_BEN")
    assert (await client.conversations_members(channel=made["id"]))["members"] == [BOT, "U_AOI"]
    await client.conversations_archive(channel=made["id"])
    assert await refused(client.chat_postMessage(channel=made["id"], text="x")) == "is_archived"
    await client.conversations_unarchive(channel=made["id"])
    await client.conversations_leave(channel=made["id"])
    assert (await client.conversations_leave(channel=made["id"]))["not_in_channel"] is True
    assert (await client.conversations_info(channel=made["id"]))["channel"]["is_member"] is False
    assert slack.person("U_AOI").pings == []
    assert echo.got


async def test_the_bot_joins_a_public_channel_and_is_told_when_it_is_there_already(client: AsyncWebClient) -> None:
    joined = await client.conversations_join(channel="C_OTHER")
    again = await client.conversations_join(channel="C_OTHER")
    assert (joined["channel"]["is_member"], joined.get("warning")) == (True, None)
    assert (again["warning"], again["response_metadata"]["warnings"]) == ("already_in_channel", ["already_in_channel"])


async def test_all_channels_are_listed_by_kind_and_page(slack: SlackServer, client: AsyncWebClient) -> None:
    first = await client.conversations_list(limit=2, exclude_archived=True)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_list(limit=9, cursor=cursor, exclude_archived=True)
    names = [channel["name"] for channel in [*first["channels"], *rest["channels"]]]
    assert names == ["escalations", "other", "alone", "all"]
    slack.workspace.join("C_SECRET", BOT)
    private = (await client.conversations_list(types="private_channel,mpim"))["channels"]
    assert [channel["name"] for channel in private] == ["secret"]
    assert await refused(client.conversations_list(types="everything")) == "invalid_types"
    assert await refused(client.conversations_list(limit=1000)) == "invalid_limit"
    assert await refused(client.api_call("conversations.list", params={"limit": "²"})) == "invalid_limit"
    assert await refused(client.conversations_list(cursor="dXNlcjox")) == "invalid_cursor"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("--", "invalid_name_punctuation"),
        ("Launch", "invalid_name_specials"),
        ("a b", "invalid_name_specials"),
        ("old", "name_taken"),
        ("secret", "name_taken"),
    ],
)
async def test_a_name_is_as_slack_wants_it(client: AsyncWebClient, name: str, code: str) -> None:
    assert await refused(client.conversations_create(name=name)) == code


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("join", {"channel": "C_SECRET"}, "channel_not_found"),
    ("join", {"channel": "C_OLD"}, "is_archived"),
    ("join", {"channel": "DM"}, "method_not_supported_for_channel_type"),
    ("leave", {"channel": "C_ALL"}, "cant_leave_general"),
    ("leave", {"channel": "C_ALONE"}, "last_member"),
    ("leave", {"channel": "C_OLD"}, "is_archived"),
    ("invite", {"channel": "C_OTHER", "users": "U_BEN"}, "not_in_channel"),
    ("invite", {"channel": CHANNEL, "users": " "}, "no_user"),
    ("invite", {"channel": CHANNEL, "users": BOT}, "cant_invite_self"),
    ("invite", {"channel": CHANNEL, "users": "U_AOI"}, "already_in_channel"),
    ("invite", {"channel": CHANNEL, "users": "U_NONE"}, "user_not_found"),
    ("invite", {"channel": CHANNEL, "users": "U_GONE"}, "cant_invite"),
    ("kick", {"channel": CHANNEL}, "no_user"),
    ("kick", {"channel": CHANNEL, "user": BOT}, "cant_kick_self"),
    ("kick", {"channel": CHANNEL, "user": "U_NONE"}, "user_not_found"),
    ("kick", {"channel": "C_ALONE", "user": "U_AOI"}, "not_in_channel"),
    ("kick", {"channel": "C_ALL", "user": "U_AOI"}, "cant_kick_from_general"),
    ("rename", {"channel": CHANNEL, "name": "mine"}, "not_authorized"),
    ("rename", {"channel": "C_OLD", "name": "new"}, "is_archived"),
    ("archive", {"channel": "C_OLD"}, "already_archived"),
    ("archive", {"channel": "C_ALL"}, "cant_archive_general"),
    ("archive", {"channel": "C_OTHER"}, "not_in_channel"),
    ("archive", {"channel": "DM"}, "method_not_supported_for_channel_type"),
    ("unarchive", {"channel": CHANNEL}, "not_archived"),
    ("setTopic", {"channel": CHANNEL, "topic": "x" * 251}, "too_long"),
    ("setPurpose", {"channel": "C_OTHER", "purpose": "x"}, "not_in_channel"),
    ("setTopic", {"channel": "C_OLD", "topic": "x"}, "is_archived"),
    ("mark", {"channel": CHANNEL, "ts": "soon"}, "invalid_timestamp"),
    ("mark", {"channel": "C_OTHER", "ts": "1.000001"}, "not_in_channel"),
    ("close", {"channel": CHANNEL}, "method_not_supported_for_channel_type"),
    ("close", {"channel": "C_NONE"}, "channel_not_found"),
]


@pytest.mark.parametrize(("method", "arguments", "code"), REFUSED)
async def test_what_cannot_be_is_refused_in_slacks_words(
    slack: SlackServer, client: AsyncWebClient, method: str, arguments: dict[str, Any], code: str
) -> None:
    place = slack.workspace.dm("U_AOI").id if arguments["channel"] == "DM" else arguments["channel"]
    call = client.api_call(f"conversations.{method}", json={**arguments, "channel": place})
    assert await refused(call) == code


async def test_with_force_those_who_can_be_invited_are(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.conversations_invite(channel="C_ALONE", users="U_NONE,U_BEN", force=True)
    assert slack.workspace.channel("C_ALONE").members == [BOT, "U_BEN"]


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("create", {"name": "x", "is_private": True}, "groups:write"),
        ("create", {"name": "x"}, "channels:manage,channels:write"),
        ("setTopic", {"channel": CHANNEL, "topic": "x"}, "channels:manage,channels:write.topic"),
        ("join", {"channel": CHANNEL}, "channels:join"),
    ],
)
async def test_the_scope_is_the_one_for_the_kind_of_channel(
    slack: SlackServer, client: AsyncWebClient, method: str, arguments: dict[str, Any], needed: str
) -> None:
    slack.workspace.app.manifest = manifest(scopes=["im:write"])
    with pytest.raises(SlackApiError) as refusal:
        await client.api_call(f"conversations.{method}", json=arguments)
    answer = refusal.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", needed, "im:write")


async def test_any_of_the_scopes_will_do(slack: SlackServer, client: AsyncWebClient) -> None:
    for scope in ("channels:manage", "channels:write.topic"):
        slack.workspace.app.manifest = manifest(scopes=[scope])
        await client.conversations_setTopic(channel=CHANNEL, topic=scope)


async def test_the_bots_reading_and_closed_dms_are_kept(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = slack.person("U_AOI").say("x", CHANNEL).ts
    await client.conversations_mark(channel=CHANNEL, ts=ts)
    assert (await client.conversations_info(channel=CHANNEL))["channel"]["last_read"] == ts
    assert (await client.conversations_close(channel=slack.workspace.dm("U_AOI").id))["ok"]
