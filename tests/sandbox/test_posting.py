"""What chat.* and conversations.* accept and refuse, seen through the true SDK."""

from collections.abc import Awaitable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer

CHANNEL = "C_ESC"
METADATA = {"event_type": "baton", "event_payload": {"key": "k1"}}


async def refused(call: Awaitable[object]) -> str:
    """The code with which Slack refuses `call`."""
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def test_a_post_is_seen_by_members_and_found_by_its_key(slack: SlackServer, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=CHANNEL, text="hello", metadata=METADATA)

    [seen] = slack.person("U_AOI").messages(CHANNEL)
    [found] = (await client.conversations_history(channel=CHANNEL, include_all_metadata=True))["messages"]
    [bare] = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert seen.ts == posted["ts"] == found["ts"]
    assert (seen.key, found["metadata"], "metadata" in bare) == ("k1", METADATA, False)
    assert [post.key for post in slack.workspace.posts(CHANNEL)] == ["k1"]


async def test_an_update_keeps_its_place_and_pings_nobody_again(slack: SlackServer, client: AsyncWebClient) -> None:
    aoi = slack.person("U_AOI")
    posted = await client.chat_postMessage(channel="U_AOI", text="first")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="second <@U_BEN>")
    assert [message.text for message in aoi.dm()] == ["second <@U_BEN>"]
    assert [message.ts for message in aoi.pings] == [posted["ts"]]
    assert slack.person("U_BEN").pings == []


async def test_a_dm_is_posted_to_by_user_id_but_changed_by_channel_id(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="U_AOI", text="hello")
    assert posted["channel"] == (await client.conversations_open(users="U_AOI"))["channel"]["id"]
    assert await refused(client.chat_update(channel="U_AOI", ts=posted["ts"], text="no")) == "channel_not_found"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "C_NONE", "text": "x"}, "channel_not_found"),
        ({"channel": "C_SECRET", "text": "x"}, "channel_not_found"),
        ({"channel": "C_OTHER", "text": "x"}, "not_in_channel"),
        ({"channel": "C_OLD", "text": "x"}, "is_archived"),
        ({"channel": "U0BATON", "text": "x"}, "cannot_dm_bot"),
        ({"channel": "U_GONE", "text": "x"}, "channel_not_found"),
        ({"channel": CHANNEL, "text": ""}, "no_text"),
        ({"channel": CHANNEL, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": CHANNEL, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": CHANNEL, "text": "x", "thread_ts": "soon"}, "invalid_thread_ts"),
        ({"channel": CHANNEL, "text": "x", "metadata": {"event_type": "baton"}}, "invalid_metadata_format"),
    ],
)
async def test_posts_are_refused_in_slacks_words(
    slack: SlackServer, client: AsyncWebClient, arguments: dict[str, object], code: str
) -> None:
    workspace = slack.workspace
    workspace.add_channel("C_SECRET", name="secret", members=["U_AOI"], private=True)
    workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    workspace.add_channel("C_OLD", name="old", members=[workspace.bot_user_id])
    workspace.archive("C_OLD")
    workspace.add_person("U_GONE", name="gone")
    workspace.change_person("U_GONE", deleted=True)
    assert await refused(client.api_call("chat.postMessage", json=arguments)) == code
    assert [(call.method, call.error) for call in workspace.calls] == [("chat.postMessage", code)]


async def test_tokens_and_scopes_are_looked_at(slack: SlackServer, client: AsyncWebClient) -> None:
    stranger = AsyncWebClient("xoxb-other", base_url=slack.api_url)
    assert await refused(stranger.auth_test()) == "invalid_auth"
    assert await refused(client.api_call("apps.connections.open")) == "not_allowed_token_type"
    assert await refused(client.api_call("chat.shout")) == "unknown_method"
    slack.workspace.app.manifest = {}
    assert await refused(client.users_list()) == "missing_scope"
    slack.workspace.app.revoked = True
    assert await refused(client.auth_test()) == "token_revoked"


async def test_lists_come_page_by_page(slack: SlackServer, client: AsyncWebClient) -> None:
    first = await client.users_list(limit=2, include_locale=True)
    rest = await client.users_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [user["id"] for user in first["members"] + rest["members"]] == [
        slack.workspace.bot_user_id,
        "U_AOI",
        "U_BEN",
    ]
    assert [user["locale"] for user in first["members"]] == ["en-US", "ja-JP"]
    assert "locale" not in rest["members"][0]
    assert rest["response_metadata"]["next_cursor"] == ""
    [channel] = (await client.users_conversations())["channels"]
    assert (await client.conversations_members(channel=channel["id"]))["members"][:2] == ["U_AOI", "U_BEN"]


async def test_a_thread_is_read_apart_from_its_channel(slack: SlackServer, client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel=CHANNEL, text="root"))["ts"]
    reply = (await client.chat_postMessage(channel=CHANNEL, text="reply", thread_ts=root))["ts"]
    [seen] = (await client.conversations_history(channel=CHANNEL))["messages"]
    thread = (await client.conversations_replies(channel=CHANNEL, ts=root))["messages"]
    later = (await client.conversations_replies(channel=CHANNEL, ts=root, oldest=root))["messages"]
    assert (seen["ts"], seen["reply_count"]) == (root, 1)
    assert [message["ts"] for message in thread] == [root, reply]
    assert [message["ts"] for message in later] == [reply]
    assert await refused(client.conversations_replies(channel=CHANNEL, ts="1.000001")) == "thread_not_found"
    assert len(slack.workspace.posts()) == 2


async def test_forms_and_json_are_read_alike(slack: SlackServer) -> None:
    headers = {"Authorization": "Bearer xoxb-test"}
    blocks = '[{"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}]'
    async with aiohttp.ClientSession(headers=headers) as session:
        url = f"{slack.api_url}chat.postMessage"
        async with session.post(url, data={"channel": CHANNEL, "blocks": blocks}) as response:
            assert (await response.json())["ok"]
    assert slack.workspace.posts()[0].all_text() == "hi"


async def test_a_reply_pings_whoever_is_in_the_thread(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.workspace.add_group("S_LEADS", handle="leads", members=["U_BEN"])
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "<!subteam^S_LEADS> look"}}
    plain = {"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}}
    await client.chat_postMessage(channel=CHANNEL, text="look", blocks=[text, plain])
    root = slack.person("U_AOI").say("mine", CHANNEL)
    await client.chat_postMessage(channel=CHANNEL, text="an answer", thread_ts=root.ts)
    assert [message.text for message in slack.person("U_BEN").pings] == ["look"]
    assert [message.text for message in slack.person("U_AOI").pings] == ["an answer"]


async def test_a_message_has_an_address_and_a_reply_the_one_of_its_thread(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.workspace.add_channel("C_SECRET", name="secret", members=["U_AOI"], private=True)
    root = slack.person("U_AOI").say("root", CHANNEL)
    reply = slack.person("U_AOI").say("reply", CHANNEL, root.ts)
    hidden = slack.person("U_AOI").say("hidden", "C_SECRET")

    address = (await client.chat_getPermalink(channel=CHANNEL, message_ts=root.ts))["permalink"]
    deeper = (await client.chat_getPermalink(channel=CHANNEL, message_ts=reply.ts))["permalink"]

    assert address == f"https://sandbox.slack.com/archives/{CHANNEL}/p{root.ts.replace('.', '')}"
    assert deeper.endswith(f"/p{reply.ts.replace('.', '')}?thread_ts={root.ts}&cid={CHANNEL}")
    assert await refused(client.chat_getPermalink(channel="C_NONE", message_ts=root.ts)) == "channel_not_found"
    assert await refused(client.chat_getPermalink(channel="C_SECRET", message_ts=hidden.ts)) == "channel_not_found"
    assert await refused(client.chat_getPermalink(channel=CHANNEL, message_ts="1.000001")) == "message_not_found"


async def test_a_channel_tells_whether_the_bot_is_in_it_and_whether_it_is_archived(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    workspace = slack.workspace
    workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    workspace.add_channel("C_SECRET", name="secret", members=["U_AOI"], private=True)
    workspace.archive("C_OTHER")

    here = (await client.conversations_info(channel=CHANNEL, include_num_members=True))["channel"]
    other = (await client.conversations_info(channel="C_OTHER"))["channel"]

    assert (here["name"], here["is_member"], here["is_archived"], here["num_members"]) == (
        "escalations",
        True,
        False,
        3,
    )
    assert (other["is_member"], other["is_archived"], "num_members" in other) == (False, True, False)
    assert (await client.conversations_info(channel=workspace.dm("U_AOI").id))["channel"]["user"] == "U_AOI"
    assert await refused(client.conversations_info(channel="C_SECRET")) == "channel_not_found"
    workspace.app.manifest = {}
    assert await refused(client.conversations_info(channel=CHANNEL)) == "missing_scope"
