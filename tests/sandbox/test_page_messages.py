"""What hangs below messages, and what people do with them: attachments, reactions, one's own words."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.echo import Echo
from tests.sandbox.tiny import Body, button, plain
from tests.sandbox.windows import NOON, Browser, browsing, serving

DRAWN = re.compile(r'data-drawn="(\w+)"')
ISSUE: Body = {
    "id": 1,
    "color": "#36a64f",
    "pretext": "Found *one*",
    "author_name": "Tracker",
    "title": "Issue 42",
    "title_link": "https://tracker.example/42",
    "text": "Export &lt;b&gt;fails&lt;/b&gt; for <@U_AOI>",
    "fields": [{"title": "Status", "value": "*Open*", "short": True}, {"title": "Since", "value": 3}],
    "image_url": "https://tracker.example/42.png",
    "footer": "tracker.example",
    "ts": 1795143600,
}
UNFURLED: Body = {
    "id": 2,
    "blocks": [{"type": "actions", "block_id": "row", "elements": [button("approve", "7")]}],
}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with serving(SlackServer(a_workspace(), routes=page.routes(MovableClock(lambda: NOON), []))) as server:
        yield server


@pytest.fixture
async def browser(slack: SlackServer, echo: Echo) -> AsyncIterator[Browser]:
    assert echo.got == []
    async with browsing(slack) as there:
        yield there


def posted(slack: SlackServer, *attachments: Body, blocks: list[Body] | None = None) -> Message:
    workspace = slack.workspace
    message = Message(CHANNEL, "", workspace.bot_user_id, "said", bot_id=workspace.app.bot_id)
    message.attachments, message.blocks = list(attachments), blocks or []
    return workspace.messages.add(message)


async def main(browser: Browser, user: str = "U_BEN") -> str:
    return (await Browser(browser.http, browser.url).changed(user, CHANNEL))["main"]


def told(slack: SlackServer) -> list[dict[str, Any]]:
    """The interactions that the app got."""
    return [one.parcel.payload for one in slack.switchboard.deliveries if one.parcel.kind == "interactive"]


async def test_an_attachment_of_the_older_kind_is_shown_whole(browser: Browser, slack: SlackServer) -> None:
    posted(slack, ISSUE)

    shown = await main(browser)
    for words in (
        "Found <strong>one</strong>",
        'fill="#36a64f"',
        '<a href="https://tracker.example/42" target="_blank" rel="noopener noreferrer">Issue 42</a>',
        "Export &lt;b&gt;fails&lt;/b&gt; for",
        '<div class="short"><dt>Status</dt><dd><strong>Open</strong></dd></div>',
        "<dd>3</dd>",
        'src="https://tracker.example/42.png"',
        "tracker.example · Fri, Nov 20 12:00 PM",
    ):
        assert words in shown


@pytest.mark.parametrize(("color", "fill"), [("danger", "#b2332b"), ('"/><b>', "#c4cdca"), ("", "#c4cdca")])
async def test_the_bar_of_an_attachment_has_its_color_and_nothing_else(
    browser: Browser, slack: SlackServer, color: str, fill: str
) -> None:
    posted(slack, {"id": 1, "color": color, "text": "x", "title": "<i>", "title_link": "javascript:alert(1)"})

    shown = await main(browser)
    assert f'fill="{fill}"' in shown
    assert "javascript" not in shown
    assert "&lt;i&gt;" in shown


async def test_a_button_of_an_unfurled_link_reaches_the_app(browser: Browser, slack: SlackServer) -> None:
    card = posted(slack, ISSUE, UNFURLED)

    await browser.act("U_BEN", "press", surface="message", channel=CHANNEL, ts=card.ts, action="approve", value="7")

    [click] = told(slack)
    assert (click["actions"][0]["action_id"], click["container"]["message_ts"]) == ("approve", card.ts)


async def test_a_reaction_is_given_counted_and_taken_back(browser: Browser, slack: SlackServer) -> None:
    card = posted(slack)
    slack.person("U_AOI").react(card, "eyes")
    await browser.act("U_BEN", "react", channel=CHANNEL, ts=card.ts, name="eyes")

    shown = await main(browser)
    assert 'aria-pressed="true" title="青井, Ben · :eyes:" aria-label="eyes by 青井, Ben"' in shown
    assert '<span aria-hidden="true">👀</span> 2</button>' in shown

    await browser.act("U_BEN", "react", channel=CHANNEL, ts=card.ts, name="eyes")
    assert card.reactions == {"eyes": ["U_AOI"]}
    assert (await browser.act("U_BEN", "react", channel=CHANNEL, ts=card.ts, name="No Emoji"))["status"] == 409


async def test_ones_own_message_is_changed_and_taken_back_and_nobody_elses(
    browser: Browser, slack: SlackServer
) -> None:
    await browser.act("U_BEN", "say", channel=CHANNEL, text="hello @aoi <x>")
    [said] = slack.workspace.messages.in_channel(CHANNEL)
    assert 'data-edit="hello @aoi &lt;x&gt;"' in await main(browser)
    assert "data-edit" not in await main(browser, "U_AOI")

    await browser.act("U_BEN", "edit", channel=CHANNEL, ts=said.ts, text="bye @aoi & <y>")
    assert said.text == "bye <@U_AOI> &amp; &lt;y&gt;"
    assert "(edited)" in await main(browser)
    await browser.act("U_BEN", "edit", channel=CHANNEL, ts=said.ts, text="  ")
    assert (await browser.act("U_AOI", "delete", channel=CHANNEL, ts=said.ts))["status"] == 409
    assert said.text.startswith("bye")

    await browser.act("U_BEN", "delete", channel=CHANNEL, ts=said.ts)
    assert "bye" not in await main(browser)


async def test_an_external_select_in_a_message_and_in_home_asks_the_app(
    browser: Browser, slack: SlackServer, echo: Echo
) -> None:
    select: Body = {"type": "external_select", "action_id": "who", "min_query_length": 1}
    row: Body = {"type": "actions", "block_id": "row", "elements": [select]}
    card = posted(slack, blocks=[row])
    home = slack.workspace.window("U_BEN").publish({"type": "home", "blocks": [row]})
    option = {"text": plain("Acme"), "value": "A-1"}
    echo.body = {"option_groups": [{"label": plain("Customers"), "options": [option]}]}

    asked = {"block": "row", "action": "who", "query": "ac"}
    places = ({"surface": "message", "channel": CHANNEL, "ts": card.ts}, {"surface": "home", "view": home.id})
    offered = [await browser.act("U_BEN", "suggest", **place, **asked) for place in places]

    assert all('class="group" role="presentation">Customers<' in one["options"] for one in offered)
    containers = [one["container"] for one in told(slack)]
    assert [one["type"] for one in containers] == ["message", "view"]
    assert [one["value"] for one in told(slack)] == ["ac", "ac"]


async def test_a_long_channel_is_shown_quickly(browser: Browser, slack: SlackServer) -> None:
    for number in range(200):
        posted(slack, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": f"*Card* {number} :tada:"}}])

    shown = await main(browser)
    assert shown.count("<article") == 150
    assert "Card</strong> 199 🎉" in shown


async def test_what_was_drawn_before_is_drawn_anew_where_anything_in_it_changed(
    browser: Browser, slack: SlackServer
) -> None:
    card = posted(slack)
    slack.person("U_BEN").say("hello @aoi", CHANNEL)
    first = DRAWN.findall(await main(browser))
    assert DRAWN.findall(await main(browser)) == first

    slack.person("U_AOI").react(card, "eyes")
    second = DRAWN.findall(await main(browser))
    assert (second[0] == first[0], second[1] == first[1]) == (False, True)
    slack.workspace.change_person("U_AOI", real_name="青井 美咲")
    assert "@青井 美咲" in await main(browser)
    assert set(DRAWN.findall(await main(browser, "U_AOI"))).isdisjoint(second)
