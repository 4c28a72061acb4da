"""What people say: mentions, files, threads, and words that only one of them sees."""

import json
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest

from sandbox.slack.forms import NotOnScreen
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.tiny import button, plain


def told(slack: SlackServer) -> list[dict[str, Any]]:
    """The inner events that the app got."""
    return [one.parcel.payload["event"] for one in slack.switchboard.deliveries if one.parcel.kind == "event"]


def acted(echo: Echo) -> list[dict[str, Any]]:
    """The interactions that the app got."""
    fields = [parse_qs(body.decode()) for _, body in echo.got]
    return [json.loads(field["payload"][0]) for field in fields if "payload" in field]


async def post(url: str, **body: object) -> int:
    """The status with which a response url answers."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status


@pytest.mark.parametrize("words", ["@Baton help", "@baton help", "<@U0BATON> help"])
async def test_the_bots_name_mentions_it_in_a_channel_and_in_a_thread(
    slack: SlackServer, echo: Echo, words: str
) -> None:
    aoi = slack.person("U_AOI")
    root = aoi.say("mail baton@baton.example", CHANNEL)
    reply = aoi.say(words, CHANNEL, root.ts)
    await slack.settled(lambda _ws: len(told(slack)) == 3)

    [mention] = [event for event in told(slack) if event["type"] == "app_mention"]
    assert reply.text == "<@U0BATON> help"
    assert (mention["text"], mention["user"], mention["channel"]) == (reply.text, "U_AOI", CHANNEL)
    assert (mention["ts"], mention["thread_ts"]) == (reply.ts, root.ts)
    assert len(echo.got) == 3


@pytest.mark.parametrize("subscribed", [True, False])
async def test_words_to_the_app_alone_are_told_only_if_it_subscribed(
    slack: SlackServer, echo: Echo, *, subscribed: bool
) -> None:
    events = ["message.im"] if subscribed else []
    settings = {"event_subscriptions": {"bot_events": [*events, "team_join"]}}
    slack.workspace.app.manifest = {**slack.workspace.app.manifest, "settings": settings}
    said = slack.person("U_AOI").say("@Baton what can you do?")
    slack.workspace.add_person("U_NEW", name="new")
    await slack.settled(lambda _ws: any(event["type"] == "team_join" for event in told(slack)))

    heard = [(event["type"], event["channel"], event["channel_type"]) for event in told(slack) if "channel" in event]
    assert heard == ([("message", said.channel, "im")] if subscribed else [])
    assert len(echo.got) == len(told(slack))


async def test_a_name_within_a_longer_one_is_not_meant(slack: SlackServer) -> None:
    slack.workspace.add_person("U_BENJAMIN", name="benjamin", real_name="Ben Jamin")
    aoi = slack.person("U_AOI")
    said = [aoi.say(words, CHANNEL).text for words in ("@benjamin", "@Ben Jamin", "@Ben!", "@青井さん", "@benny")]
    assert said == ["<@U_BENJAMIN>", "<@U_BENJAMIN>", "<@U_BEN>!", "<@U_AOI>さん", "@benny"]


async def test_a_message_shortcut_tells_all_of_the_message_also_in_a_thread(slack: SlackServer, echo: Echo) -> None:
    aoi, ben = slack.person("U_AOI"), slack.person("U_BEN")
    root = ben.say("The customer is angry", CHANNEL)
    picture = ben.upload("error.png", 2048)
    reply = ben.say("Look", CHANNEL, root.ts, files=[picture])

    await aoi.message_shortcut("escalate_message", reply)

    [payload] = acted(echo)
    assert (payload["type"], payload["callback_id"]) == ("message_action", "escalate_message")
    assert (payload["user"]["id"], payload["channel"]["id"], payload["message_ts"]) == ("U_AOI", CHANNEL, reply.ts)
    message = payload["message"]
    assert (message["text"], message["user"], message["thread_ts"]) == ("Look", "U_BEN", root.ts)
    [file] = message["files"]
    assert (file["id"], file["name"], file["permalink"]) == (picture.id, "error.png", picture.permalink)
    await slack.settled(lambda _ws: len(told(slack)) == 2)
    assert [event.get("subtype") for event in told(slack)] == [None, "file_share"]
    assert await post(payload["response_url"], text="noted", replace_original=True) == 200
    assert ([one.text for one in aoi.ephemerals], reply.text) == (["noted"], "Look")


async def test_a_thread_pings_who_is_in_it_and_nobody_else(slack: SlackServer) -> None:
    aoi, ben = slack.person("U_AOI"), slack.person("U_BEN")
    workspace = slack.workspace
    root = aoi.say("mine", CHANNEL)
    channel = workspace.channel(CHANNEL)
    first = workspace.messages.post(channel, workspace.bot_user_id, "an answer", thread_ts=root.ts)
    ben.say("me too", CHANNEL, root.ts)
    last = workspace.messages.post(channel, workspace.bot_user_id, "another", thread_ts=root.ts)

    assert [message.ts for message in ben.pings] == [last.ts]
    assert first in aoi.pings
    assert last in aoi.pings
    workspace.leave(CHANNEL, "U_AOI")
    silent = workspace.messages.post(channel, workspace.bot_user_id, "a third", thread_ts=root.ts)
    assert silent not in aoi.pings


async def test_an_answer_with_buttons_is_clicked_replaced_and_taken_away(slack: SlackServer, echo: Echo) -> None:
    aoi = slack.person("U_AOI")
    row = {"type": "actions", "block_id": "row", "elements": [button("claim", "R-1")]}
    echo.body = {"response_type": "ephemeral", "text": "R-1", "blocks": [row]}
    await aoi.command("/escalate", "R-1", channel=CHANNEL)
    [shown] = aoi.ephemerals
    echo.body = None

    await aoi.press_in(shown, "claim", "R-1")

    [payload] = acted(echo)
    place = {"type": "message", "message_ts": shown.ts, "channel_id": CHANNEL, "is_ephemeral": True}
    assert payload["container"] == place
    assert (payload["actions"][0]["value"], "message" in payload) == ("R-1", False)

    fresh = {"type": "actions", "elements": [button("resolve", "R-1")]}
    await post(payload["response_url"], text="R-1 is yours", blocks=[fresh], replace_original=True)
    assert [(one.text, one.buttons) for one in aoi.ephemerals] == [("R-1 is yours", ["resolve"])]
    await aoi.press_in(shown, "resolve")

    await post(acted(echo)[-1]["response_url"], delete_original=True)
    assert aoi.ephemerals == []
    with pytest.raises(NotOnScreen):
        await aoi.press_in(shown, "resolve")


async def test_words_for_one_person_have_stamps_of_their_own_and_may_stand_in_a_thread(slack: SlackServer) -> None:
    slack.workspace.now = lambda: 1_795_161_600.0
    aoi = slack.person("U_AOI")
    root = aoi.say("mine", CHANNEL)
    url = slack.workspace.response_urls.give("U_AOI", CHANNEL, root.ts)

    await post(url, text="one", thread_ts=root.ts)
    await post(url, text="two", blocks=[{"type": "header", "text": plain("two")}])

    assert [one.thread_ts for one in aoi.ephemerals] == [root.ts, None]
    assert len({one.ts for one in aoi.ephemerals}) == 2
