"""What Slack saw: both directions in the order in which they began, found by words, without what opens a door."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.page.redaction import HIDDEN, Redaction
from sandbox.page.saw import SHOWN
from sandbox.slack.parcels import Parcel
from sandbox.slack.records import Call
from sandbox.slack.server import SlackServer
from sandbox.slack.traffic import MOST, Traffic
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.echo import Echo, echoing
from tests.sandbox.windows import NOON, Browser, browsing, serving


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(lambda: NOON)


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[SlackServer]:
    server = SlackServer(a_workspace(), routes=page.routes(clock, []))
    server.workspace.now = lambda: clock().timestamp()
    async with serving(server):
        yield server


@pytest.fixture
async def browser(slack: SlackServer) -> AsyncIterator[Browser]:
    async with browsing(slack) as there:
        yield there


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient("xoxb-test", base_url=slack.api_url, retry_handlers=[])


async def saw(browser: Browser, **query: str) -> str:
    return (await Browser(browser.http, browser.url).changed("U_BEN", "saw", **query))["main"]


async def whole(browser: Browser, number: int) -> str:
    async with browser.http.get(f"{browser.url}/page/saw/{number}?as=U_BEN&at=saw") as answer:
        return await answer.text()


async def test_calls_and_deliveries_stand_newest_first_in_words(
    browser: Browser, slack: SlackServer, echo: Echo, client: AsyncWebClient
) -> None:
    assert "Nothing has passed yet." in await saw(browser)

    await slack.person("U_AOI").command("/escalate", "now", CHANNEL)
    assert len(echo.got) == 1
    await client.chat_postMessage(channel=CHANNEL, text="Export fails\nsince noon")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C_NONE", text="lost")
    await slack.settled(lambda _ws: len(slack.switchboard.deliveries) == 2)

    shown = await saw(browser)
    assert shown.index("channel_not_found") < shown.index("#escalations · Export fails<") < shown.index("/escalate")
    assert "now · #escalations · 青井" in shown
    assert shown.count(">To Slack<") == 2
    assert shown.count(">To the app<") == 2
    assert shown.count("passage failed") == 1


async def test_what_is_typed_finds_words_inside(browser: Browser, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "請求書の *再発行*"}}]
    await client.chat_postMessage(channel=CHANNEL, text="one", blocks=blocks)
    await client.chat_postMessage(channel=CHANNEL, text="two")

    found = await saw(browser, find="再発行")
    assert "#escalations · one<" in found
    assert "#escalations · two<" not in found
    assert "Nothing has “&lt;b&gt;” in it." in await saw(browser, find="<b>")


async def test_a_passage_is_unfolded_with_its_answer(browser: Browser, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*<b>bold</b>*"}}]
    await client.chat_postMessage(channel=CHANNEL, text="card", blocks=blocks)

    shown = await whole(browser, 1)
    assert shown.index("Arguments") < shown.index("*&lt;b&gt;bold&lt;/b&gt;*") < shown.index("Answer")
    assert '<b>ok</b> <code class="value">true</code>' in shown
    assert "This record is no longer kept." in await whole(browser, 99)


async def test_tokens_and_secrets_are_never_shown(browser: Browser, slack: SlackServer, client: AsyncWebClient) -> None:
    app = slack.workspace.app
    app.signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"
    async with echoing(slack):
        await slack.person("U_AOI").command("/escalate", f"xoxb-1-2-3 {app.signing_secret}", CHANNEL)
    await client.auth_test()
    slack.reach(None)
    await AsyncWebClient("xapp-test", base_url=slack.api_url).apps_connections_open(app_token="xapp-test")

    shown = await saw(browser) + "".join([await whole(browser, number) for number in (1, 2, 3)])
    for secret in (app.bot_token, app.app_token, app.signing_secret, app.verification_token, "xoxb-1-2-3"):
        assert secret not in shown
    assert shown.count(HIDDEN) >= 3
    assert f"/socket/{HIDDEN}" in shown


def test_json_that_was_sent_as_text_is_read_and_other_text_stays() -> None:
    hide = Redaction(a_workspace().app).of

    assert hide({"view": '{"blocks": [], "token": "t"}'}) == {"view": {"blocks": [], "token": HIDDEN}}
    assert hide(["[broken", "{", 1, None]) == ["[broken", "{", 1, None]


async def test_what_was_not_acked_says_why_and_how_often_it_was_tried(
    browser: Browser, slack: SlackServer, echo: Echo
) -> None:
    event = {"type": "event_callback", "event": {"type": "message", "subtype": "bot_message", "channel": CHANNEL}}
    echo.status = 500
    await slack.switchboard.deliver(Parcel("event", event))
    slack.reach("http://127.0.0.1:9/")
    await slack.switchboard.deliver(Parcel("event", event, retry=1, reason="http_error"))
    slack.reach(None)
    await slack.switchboard.deliver(Parcel("event", event, retry=2, reason="connection_failed"))

    shown = await saw(browser)
    assert "bot_message · #escalations" in shown
    for words in ("answered HTTP 500", "could not be reached", "the app is not connected", "retry 1", "retry 2"):
        assert words in shown


async def test_a_passage_stands_at_the_time_of_the_demos_clock(
    browser: Browser, client: AsyncWebClient, clock: MovableClock
) -> None:
    clock.move(timedelta(hours=2))
    await client.auth_test()

    assert ">1:59:59 PM<" in await saw(browser)


async def test_the_newest_are_kept_and_fewer_shown(browser: Browser, slack: SlackServer) -> None:
    slack.workspace.keeps_all = False
    for number in range(MOST + 7):
        slack.workspace.record(Call(f"method.{number}", {}, ok=True, error=None, at=float(number)))

    shown = await saw(browser)
    assert f"The newest {SHOWN} of {MOST}." in shown
    assert shown.count("data-saw=") == SHOWN
    assert shown.index(f"method.{MOST + 6}") < shown.index(f"method.{MOST}")
    assert len(slack.workspace.calls) == MOST


def test_what_began_first_stands_first_however_long_it_took() -> None:
    traffic = Traffic()
    traffic.note(Call("quick", {}, ok=True, error=None, at=11.0, seconds=0.5), now=11.0)
    traffic.note(Call("slow", {}, ok=True, error=None, at=12.0, seconds=2.0), now=12.0)

    assert [one.what.method for one in traffic.newest() if isinstance(one.what, Call)] == ["quick", "slow"]
    assert traffic.newest()[1].at == 10.0
