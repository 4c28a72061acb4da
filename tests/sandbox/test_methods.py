"""The smaller methods that ordinary Bolt apps call, and the forms in which any method takes its arguments."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.refusals import JsonObject
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.test_posting import refused
from tests.sandbox.wide import hears, manifest

TOKEN = {"Authorization": "Bearer xoxb-test"}
BLOCKS = [{"type": "divider"}]


@pytest.fixture(autouse=True)
def _wide(slack: SlackServer) -> None:
    slack.workspace.app.manifest = manifest()


async def sent(slack: SlackServer, method: str, raw: bytes, kind: str | None, **headers: str) -> JsonObject:
    """What Slack answers to these very bytes under this content type."""
    skipped = ["Content-Type"] if kind is None else []
    about = {**TOKEN, **headers, **({"Content-Type": kind} if kind else {})}
    address = f"{slack.api_url}{method}"
    session = aiohttp.ClientSession(headers=about, skip_auto_headers=skipped)
    async with session, session.post(address, data=raw) as response:
        answer: JsonObject = await response.json()
        return answer


async def test_an_ephemeral_message_is_for_one_member_alone(slack: SlackServer, client: AsyncWebClient) -> None:
    shown = await client.chat_postEphemeral(channel=CHANNEL, user="U_AOI", text="psst", blocks=BLOCKS)
    [whisper] = slack.person("U_AOI").ephemerals
    assert (whisper.text, whisper.ts) == ("psst", shown["message_ts"])
    assert slack.person("U_BEN").ephemerals == []
    assert (await client.conversations_history(channel=CHANNEL))["messages"] == []
    slack.workspace.add_person("U_NEW", name="new")
    assert await refused(client.chat_postEphemeral(channel=CHANNEL, user="U_NEW", text="x")) == "user_not_in_channel"


async def test_what_the_bot_does_is_said_in_words_alone(slack: SlackServer, client: AsyncWebClient) -> None:
    said = await client.chat_meMessage(channel=CHANNEL, text="sighs")
    [message] = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert (message["ts"], message["subtype"], message["text"]) == (said["ts"], "me_message", "sighs")
    assert await refused(client.api_call("chat.meMessage", json={"channel": CHANNEL, "blocks": BLOCKS})) == "no_text"
    assert slack.workspace.posts()[0].ts == said["ts"]


async def test_a_reply_can_be_broadcast_to_its_channel(client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel=CHANNEL, text="root"))["ts"]
    await client.chat_postMessage(channel=CHANNEL, text="hidden", thread_ts=root)
    await client.chat_postMessage(channel=CHANNEL, text="shown", thread_ts=root, reply_broadcast=True)
    found = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert [message["text"] for message in found] == ["shown", "root"]
    assert found[0]["subtype"] == "thread_broadcast"


async def test_a_channel_is_known_by_its_name_where_one_posts(slack: SlackServer, client: AsyncWebClient) -> None:
    for name in ("#escalations", "escalations"):
        assert (await client.chat_postMessage(channel=name, text="x"))["channel"] == CHANNEL
    assert await refused(client.chat_postMessage(channel="#nowhere", text="x")) == "channel_not_found"
    slack.workspace.channel(CHANNEL).read_only = True
    refusal = await refused(client.chat_postMessage(channel=CHANNEL, text="x"))
    assert refusal == "restricted_action_read_only_channel"


async def test_text_is_kept_as_slack_keeps_it(slack: SlackServer, client: AsyncWebClient) -> None:
    text = "a < b & c > d, <@U_AOI> &lt;ok&gt; https://example.test/x?a=1&b=2, <https://example.test|there>"
    posted = await client.chat_postMessage(channel=CHANNEL, text=text)
    assert posted["message"]["text"] == (
        "a &lt; b &amp; c &gt; d, <@U_AOI> &lt;ok&gt; <https://example.test/x?a=1&amp;b=2>, <https://example.test|there>"
    )
    assert slack.person("U_AOI").say("see https://example.test.", CHANNEL).text == "see <https://example.test>."


async def test_markdown_stands_alone(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=CHANNEL, markdown_text="# Hello")
    assert slack.workspace.posts()[0].blocks[0]["type"] == "markdown"
    both = {"channel": CHANNEL, "markdown_text": "# x", "text": "x"}
    assert await refused(client.api_call("chat.postMessage", json=both)) == "markdown_text_conflict"
    long = {"channel": CHANNEL, "markdown_text": "x" * 12_001}
    assert await refused(client.api_call("chat.postMessage", json=long)) == "msg_too_long"


async def test_an_update_keeps_metadata_that_it_does_not_send_and_drops_it_for_empty_ones(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "x", "event_payload": {"key": "k1"}}
    ts = (await client.chat_postMessage(channel=CHANNEL, text="x", metadata=metadata))["ts"]
    assert (await client.chat_update(channel=CHANNEL, ts=ts, text="y"))["message"]["metadata"] == metadata
    assert "metadata" not in (await client.chat_update(channel=CHANNEL, ts=ts, text="y", metadata={}))["message"]
    slack.workspace.archive(CHANNEL)
    assert await refused(client.chat_update(channel=CHANNEL, ts=ts, text="z")) == "is_inactive"


async def test_people_are_found_by_mail_and_profile(slack: SlackServer, client: AsyncWebClient) -> None:
    assert (await client.users_lookupByEmail(email="AOI@example.com"))["user"]["id"] == "U_AOI"
    assert (await client.users_profile_get(user="U_BEN"))["profile"]["email"] == "ben@example.com"
    await client.users_setPresence(presence="away")
    assert (await client.users_getPresence(user=slack.workspace.bot_user_id))["presence"] == "away"
    assert await refused(client.users_lookupByEmail(email="nobody@example.com")) == "users_not_found"
    assert await refused(client.users_profile_get(user="U_NONE")) == "user_not_found"
    assert await refused(client.users_setPresence(presence="busy")) == "invalid_presence"
    slack.workspace.change_person("U_AOI", deleted=True)
    assert await refused(client.users_lookupByEmail(email="aoi@example.com")) == "users_not_found"


async def test_team_bot_emoji_and_groups_can_be_asked_for(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.workspace.add_group("S_LEADS", handle="leads", members=["U_BEN"])
    who = await client.auth_test()
    assert (await client.team_info())["team"]["id"] == who["team_id"]
    assert (await client.bots_info(bot=who["bot_id"]))["bot"]["user_id"] == who["user_id"]
    assert (await client.emoji_list())["emoji"] == {}
    assert (await client.usergroups_users_list(usergroup="S_LEADS"))["users"] == ["U_BEN"]
    assert await refused(client.team_info(team="T_OTHER")) == "team_not_found"
    assert await refused(client.bots_info(bot="B_OTHER")) == "bot_not_found"
    assert await refused(client.bots_info()) == "missing_argument"
    assert await refused(client.usergroups_users_list(usergroup="S_NONE")) == "no_such_subteam"


async def test_files_are_listed_told_of_and_taken_away(slack: SlackServer, client: AsyncWebClient, echo: Echo) -> None:
    aoi = slack.person("U_AOI")
    theirs = aoi.upload("plan.txt", 7)
    hidden = aoi.upload("secret.txt", 7)
    aoi.say("the plan", CHANNEL, files=[theirs])
    assert (await hears(slack, "file_shared"))["file_id"] == theirs.id
    assert (await client.files_info(file=theirs.id))["file"]["filetype"] == "txt"
    await client.files_upload_v2(content="a,b", filename="numbers.csv", channel=CHANNEL)
    listed = await client.files_list(channel=CHANNEL)
    assert {file["name"] for file in listed["files"]} == {"plan.txt", "numbers.csv"}
    assert listed["paging"] == {"count": 100, "total": 2, "page": 1, "pages": 1}
    [mine] = (await client.files_list(user=slack.workspace.bot_user_id, types="snippets", count=1))["files"]

    await client.files_delete(file=mine["id"])
    assert (await hears(slack, "file_deleted"))["file_id"] == mine["id"]
    assert await refused(client.files_info(file=mine["id"])) == "file_deleted"
    assert await refused(client.files_info(file=hidden.id)) == "file_not_found"
    assert await refused(client.files_delete(file=theirs.id)) == "cant_delete_file"
    assert await refused(client.files_list(types="poems")) == "unknown_type"
    assert await refused(client.files_list(ts_from="soon")) == "invalid_arguments"
    assert echo.got


async def test_a_token_that_is_revoked_is_worth_nothing(slack: SlackServer, client: AsyncWebClient, echo: Echo) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await refused(client.auth_test()) == "token_revoked"
    assert (await hears(slack, "tokens_revoked"))["tokens"]["bot"] == [slack.workspace.bot_user_id]
    assert echo.got


async def test_api_test_says_what_it_was_sent_to_anybody(slack: SlackServer) -> None:
    nobody = AsyncWebClient(base_url=slack.api_url)
    assert (await nobody.api_test(foo="bar"))["args"] == {"foo": "bar"}
    with pytest.raises(SlackApiError) as refusal:
        await nobody.api_test(error="my_error")
    assert (refusal.value.response["error"], refusal.value.response["args"]) == ("my_error", {"error": "my_error"})
    assert await refused(nobody.auth_test()) == "not_authed"


FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
SENT = [
    ("chat.postMessage", b'{"channel": "C_ESC", "text": "x"}', JSON, None),
    ("chat.postMessage", b"channel=C_ESC&text=x", FORM, None),
    ("chat.postMessage", b"channel=C_ESC&text=x", "text/plain", None),
    ("chat.postMessage", b'{"channel"', JSON, "invalid_json"),
    ("chat.postMessage", b'["C_ESC"]', JSON, "json_not_object"),
    ("chat.postMessage", b"text=\xff", FORM, "invalid_form_data"),
    ("chat.postMessage", b"<x/>", "application/xml", "invalid_post_type"),
    ("chat.postMessage", b"text=x", None, "missing_post_type"),
    ("chat.postMessage", b"{}", "application/json; charset=koi8-r", "invalid_charset"),
    ("chat.postMessage", b"no boundary", "multipart/form-data", "invalid_form_data"),
    ("conversations.info", b"channel=C_ESC", FORM, None),
    ("conversations.info", b'{"channel": "C_ESC"}', JSON, "invalid_arguments"),
]


@pytest.mark.parametrize(("method", "raw", "kind", "code"), SENT)
async def test_arguments_come_as_a_form_and_to_methods_that_write_as_json(
    slack: SlackServer, method: str, raw: bytes, kind: str | None, code: str | None
) -> None:
    assert (await sent(slack, method, raw, kind)).get("error") == code


async def test_a_multipart_form_is_read_and_its_charset_is_too_much(slack: SlackServer) -> None:
    fields = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair
        for pair in ((b"channel", b"C_ESC"), (b"text", "日本".encode()))
    )
    answer = await sent(
        slack, "chat.postMessage", fields + b"--x--\r\n", "multipart/form-data; boundary=x; charset=utf-8"
    )
    assert (answer["ok"], answer["message"]["text"]) == (True, "日本")
    assert answer["warning"] == "superfluous_charset"


async def test_slack_warns_of_a_missing_charset_and_a_missing_text(slack: SlackServer) -> None:
    raw = b'{"channel": "C_ESC", "blocks": [{"type": "divider"}]}'
    answer = await sent(slack, "chat.postMessage", raw, "application/json")
    assert answer["warning"] == "missing_text_in_message,missing_charset"
    assert answer["response_metadata"]["warnings"] == ["missing_text_in_message", "missing_charset"]
