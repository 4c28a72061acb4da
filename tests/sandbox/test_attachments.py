"""Attachments: what Slack takes and refuses, how it shows them again, and what a click in one says."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.test_doors import post
from tests.sandbox.test_posting import refused
from tests.sandbox.tiny import button, text_input

Attachment = dict[str, Any]
PRESSED: Attachment = {"color": "#36a64f", "blocks": [{"type": "actions", "elements": [button("go", "R-1")]}]}


async def test_an_attachment_comes_back_numbered_and_its_words_are_seen(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    legacy = {"color": "good", "title": "Build", "text": "passed", "fields": [{"title": "On", "value": "main"}]}
    said = {"channel": CHANNEL, "attachments": [legacy, PRESSED, {"color": "danger"}]}
    posted = await client.api_call("chat.postMessage", json=said)

    first, second = posted["message"]["attachments"]
    assert posted["response_metadata"]["warnings"] == ["missing_text_in_message"]
    assert (first["id"], first["color"], first["fallback"]) == (1, "2eb886", "passed")
    assert (second["id"], second["color"], len(second["blocks"])) == (2, "36a64f", 1)
    [seen] = slack.person("U_AOI").messages(CHANNEL)
    assert seen.all_text().split() == ["Build", "passed", "On", "main", "go"]
    assert seen.buttons == ["go"]
    [found] = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert found["attachments"] == posted["message"]["attachments"]


@pytest.mark.parametrize(
    ("attachments", "code"),
    [
        ([{"text": "x"}] * 101, "too_many_attachments"),
        ({"text": "x"}, "invalid_attachments"),
        ("[{", "invalid_attachments"),
        ([{"text": 5}], "invalid_attachments"),
        ([{"fields": "On"}], "invalid_attachments"),
        ([{"blocks": [text_input("t"), {"type": "header"}]}], "invalid_attachments"),
        ([{"color": "#fff"}], "no_text"),
        ([], "no_text"),
    ],
)
async def test_attachments_are_refused_in_slacks_words(client: AsyncWebClient, attachments: object, code: str) -> None:
    call = client.api_call("chat.postMessage", json={"channel": CHANNEL, "attachments": attachments})
    assert await refused(call) == code


async def test_an_update_keeps_attachments_until_it_sends_others(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=CHANNEL, text="x", attachments=[{"text": "one"}]))["ts"]
    kept = await client.chat_update(channel=CHANNEL, ts=ts, text="y")
    gone = await client.chat_update(channel=CHANNEL, ts=ts, text="y", attachments=[])
    assert [one["text"] for one in kept["message"]["attachments"]] == ["one"]
    assert "attachments" not in gone["message"]


async def test_a_click_in_an_attachment_names_it(slack: SlackServer, client: AsyncWebClient, echo: Echo) -> None:
    await client.chat_postMessage(channel=CHANNEL, text="x", attachments=[{"text": "first"}, PRESSED])
    aoi = slack.person("U_AOI")
    [message] = aoi.messages(CHANNEL)

    await aoi.press_in(message, "go", "R-1")

    payload = slack.switchboard.deliveries[-1].parcel.payload
    assert len(echo.got) == len(slack.switchboard.deliveries)
    assert payload["container"] == {
        "type": "message_attachment",
        "message_ts": message.ts,
        "channel_id": CHANNEL,
        "is_ephemeral": False,
        "attachment_id": 2,
        "is_app_unfurl": False,
    }
    assert payload["message"]["attachments"] == message.attachments
    assert payload["actions"][0]["value"] == "R-1"


async def test_a_response_url_may_answer_with_attachments(slack: SlackServer) -> None:
    given = slack.workspace.response_urls.give("U_AOI", CHANNEL)
    assert await post(given, attachments=[{"text": "only you"}]) == 200
    [shown] = slack.person("U_AOI").ephemerals
    assert await post(given, attachments=[{"text": "all"}], response_type="in_channel") == 200
    [said] = slack.person("U_BEN").messages(CHANNEL)
    assert (shown.all_text().strip(), said.all_text().strip()) == ("only you", "all")
