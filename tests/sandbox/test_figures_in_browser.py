"""Charts and tables in a true browser: turning pages by keyboard, and what stays as it was left."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.echo import Echo, echoing
from tests.sandbox.figures import drawn, requests, series

pytestmark = pytest.mark.browser


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))
    workspace = server.workspace
    blocks = [drawn("bar", series("high", 4, 5)), requests(12)]
    workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "digest", blocks=blocks)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def echo(slack: SlackServer) -> AsyncIterator[Echo]:
    async with echoing(slack) as app:
        yield app


@pytest.fixture
async def window(slack: SlackServer, echo: Echo, browser: Browser) -> AsyncIterator[Page]:
    """Ben's window on #escalations; whatever goes wrong in the browser fails the test."""
    assert echo.got == []
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    opened = await context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    await opened.goto(f"{slack.url}/?as=U_BEN&at={CHANNEL}")
    yield opened
    await context.close()
    assert wrong == []


async def test_pages_are_turned_by_keyboard_and_stay_turned_while_others_speak(
    window: Page, slack: SlackServer
) -> None:
    await expect(window.get_by_role("rowheader", name="R-1005")).to_be_visible()
    await expect(window.get_by_role("rowheader", name="R-1006")).to_be_hidden()

    await window.get_by_role("button", name="Next").focus()
    await window.keyboard.press("Enter")
    await window.keyboard.press("Enter")
    await window.keyboard.press("Enter")
    await expect(window.get_by_text("Rows 11–12 of 12")).to_be_visible()
    await expect(window.get_by_role("button", name="Next")).to_be_disabled()
    slack.person("U_AOI").say("meanwhile", CHANNEL)

    await expect(window.get_by_text("meanwhile")).to_be_visible()
    await expect(window.get_by_text("Rows 11–12 of 12")).to_be_visible()
    await expect(window.get_by_role("rowheader", name="R-1012")).to_be_visible()
    await expect(window.get_by_role("button", name="Next")).to_be_focused()


async def test_a_row_of_a_later_page_is_claimed(window: Page, slack: SlackServer) -> None:
    await window.get_by_role("button", name="Next").click()
    await window.get_by_role("row").filter(has_text="R-1007").get_by_role("button").click()

    await slack.settled(lambda _ws: len(slack.switchboard.deliveries) == 1)
    [click] = slack.switchboard.deliveries
    assert click.parcel.payload["actions"][0]["value"] == "R-1007"


async def test_the_numbers_of_a_chart_are_opened_and_stay_open(window: Page, slack: SlackServer) -> None:
    chart = window.get_by_role("img", name="Bar chart: In work. high: day 0 4, day 1 5")
    await expect(chart).to_be_visible()
    await expect(window.get_by_role("cell", name="5", exact=True)).to_be_hidden()

    await window.get_by_text("Show the numbers").press("Enter")
    await expect(window.get_by_role("cell", name="5", exact=True)).to_be_visible()
    slack.person("U_AOI").say("meanwhile", CHANNEL)

    await expect(window.get_by_text("meanwhile")).to_be_visible()
    await expect(window.get_by_role("cell", name="5", exact=True)).to_be_visible()
    await window.get_by_text("Show the numbers").click()
    await expect(window.get_by_role("cell", name="5", exact=True)).to_be_hidden()
