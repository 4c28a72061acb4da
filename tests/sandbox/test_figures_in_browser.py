"""Charts and tables in a true browser: turning pages by keyboard, and what stays as it was left."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.figures import drawn, requests, series
from tests.sandbox.windows import serving

pytestmark = pytest.mark.browser


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))
    workspace = server.workspace
    blocks = [drawn("bar", series("high", 4, 5)), requests(12)]
    workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "digest", blocks=blocks)
    async with serving(server):
        yield server


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
