"""Links of the app's own domains: what it is told of them, and what it may show under them."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.test_posting import refused
from tests.sandbox.tiny import button
from tests.sandbox.wide import DOMAIN, heard, hears, manifest

URL = f"https://wiki.{DOMAIN}/pages/7"
UNFURL = {"blocks": [{"type": "actions", "elements": [button("open")]}]}


@pytest.fixture(autouse=True)
def _wide(slack: SlackServer) -> None:
    slack.workspace.app.manifest = manifest()


async def test_the_app_hears_of_its_links_and_shows_a_button_under_them(
    slack: SlackServer, client: AsyncWebClient, echo: Echo
) -> None:
    aoi = slack.person("U_AOI")
    said = aoi.say(f"look at {URL}, not at https://elsewhere.test", CHANNEL)
    event = await hears(slack, "link_shared")
    assert (event["message_ts"], event["channel"], event["user"]) == (said.ts, CHANNEL, "U_AOI")
    assert [(link["domain"], link["url"]) for link in event["links"]] == [(DOMAIN, URL)]
    assert event["is_bot_user_member"] is True

    await client.chat_unfurl(unfurl_id=event["unfurl_id"], source=event["source"], unfurls={URL: UNFURL})
    await client.chat_unfurl(channel=CHANNEL, ts=said.ts, unfurls={URL: UNFURL})

    [message] = aoi.messages(CHANNEL)
    [shown] = message.attachments
    assert (shown["id"], shown["is_app_unfurl"], shown["app_unfurl_url"], message.edited) == (1, True, URL, None)
    changed = await hears(slack, "message", "message_changed")
    assert "attachments" not in changed["previous_message"]

    await aoi.press_in(message, "open")
    payload = slack.switchboard.deliveries[-1].parcel.payload
    assert (payload["container"]["type"], payload["container"]["is_app_unfurl"]) == ("message_attachment", True)
    assert payload["app_unfurl"]["app_unfurl_url"] == URL
    assert "message" not in payload
    assert len(echo.got) == len(slack.switchboard.deliveries)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"ts": "1.000001", "unfurls": {}}, "missing_channel"),
        ({"channel": CHANNEL, "unfurls": {}}, "missing_ts"),
        ({"channel": "C_NONE", "ts": "1.000001", "unfurls": {}}, "cannot_find_channel"),
        ({"channel": CHANNEL, "ts": "1.000001", "unfurls": {}}, "cannot_find_message"),
        ({"unfurl_id": "x", "unfurls": {}}, "missing_source"),
        ({"unfurl_id": "x", "source": "composer", "unfurls": {}}, "invalid_unfurl_id"),
        ({"unfurl_id": "C.1", "source": "elsewhere", "unfurls": {}}, "invalid_source"),
        ({}, "missing_unfurls"),
        ({"unfurls": "{"}, "invalid_unfurls_format"),
        ({"unfurls": []}, "invalid_unfurls_format"),
        ({"unfurls": {"https://never.test": UNFURL}}, "cannot_unfurl_message"),
        ({"unfurls": {"https://elsewhere.test": UNFURL}}, "cannot_unfurl_url"),
        ({"unfurls": {URL: "text"}}, "cannot_parse_attachment"),
        ({"unfurls": {URL: {"color": "red"}}}, "cannot_parse_attachment"),
        ({"unfurls": {URL: {"blocks": [{"type": "header"}]}}}, "invalid_blocks"),
    ],
)
async def test_unfurls_are_refused_in_slacks_words(
    slack: SlackServer, client: AsyncWebClient, arguments: dict[str, object], code: str
) -> None:
    said = slack.person("U_AOI").say(f"{URL} https://elsewhere.test", CHANNEL)
    named = {"channel", "ts", "unfurl_id"} & arguments.keys()
    place = {} if named else {"channel": CHANNEL, "ts": said.ts}
    assert await refused(client.api_call("chat.unfurl", json={**place, **arguments})) == code


async def test_a_person_is_asked_alone_to_connect_their_account(slack: SlackServer, client: AsyncWebClient) -> None:
    said = slack.person("U_AOI").say(URL, CHANNEL)
    await client.chat_unfurl(channel=CHANNEL, ts=said.ts, unfurls={}, user_auth_url="https://example.test/login")
    [asked] = slack.person("U_AOI").ephemerals
    assert "https://example.test/login" in asked.text
    assert slack.person("U_BEN").ephemerals == []


async def test_its_own_links_and_those_of_private_rooms_are_told_to_nobody(
    slack: SlackServer, client: AsyncWebClient, echo: Echo
) -> None:
    slack.workspace.add_channel("C_SECRET", name="secret", members=["U_AOI"], private=True)
    slack.person("U_AOI").say(URL, "C_SECRET")
    await client.chat_postMessage(channel=CHANNEL, text=URL)
    said = slack.person("U_BEN").say(URL, CHANNEL)
    event = await hears(slack, "link_shared")
    assert event["message_ts"] == said.ts
    assert [one["type"] for one in heard(slack)].count("link_shared") == 1
    assert echo.got
