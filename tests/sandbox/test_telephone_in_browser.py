"""The telephone and one's own status in a true browser: played, read along, hung up; nothing chosen is lost."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from sandbox.telephone.phone import Telephone
from sandbox.telephone.script import Script, spoken
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.receiver import SECRET, Receiver, receiving
from tests.sandbox.test_telephone import SHORT
from tests.sandbox.windows import a_window, serving

pytestmark = pytest.mark.browser
LONG = Script("long", "ja", {"ja": "長い電話", "en": "A long call"}, "U_BEN", {"name": "Acme"}, spoken("99 agent Hm?"))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


@pytest.fixture
async def slack(receiver: Receiver) -> AsyncIterator[SlackServer]:
    clock, workspace = MovableClock(), a_workspace()
    phone = Telephone(receiver.url, SECRET, clock, [SHORT, LONG])
    phone.on_change = workspace.changes.announce
    async with serving(SlackServer(workspace, routes=page.routes(clock, [], phone), companions=[phone])) as server:
        yield server


@pytest.fixture
async def window(slack: SlackServer, browser: Browser) -> AsyncIterator[Page]:
    """Ben's window on #escalations."""
    async with a_window(browser, f"{slack.url}/?as=U_BEN&at={CHANNEL}") as opened:
        yield opened


async def test_a_call_is_played_read_along_and_hung_up(window: Page, receiver: Receiver) -> None:
    await window.get_by_role("link", name="Telephone").click()
    other = window.get_by_role("article", name="A long call").get_by_role("combobox", name="Whose phone")
    await expect(other.get_by_role("option")).to_have_text(["Ben (you)"])
    script = window.get_by_role("article", name="A short call")
    whose = script.get_by_role("combobox", name="Whose phone")
    await whose.select_option("Ben (you)")
    await script.get_by_role("button", name="Play ×10").click()

    call = window.get_by_role("region", name="A short call · Ben")
    heard = call.get_by_role("log", name="Transcript").get_by_role("listitem")
    await expect(heard.last).to_contain_text("I want to can… still listening")
    await expect(heard.first).to_contain_text("Ben")
    await expect(whose).to_have_value("mine")
    await expect(window.get_by_role("link", name="Telephone")).to_contain_text("Live")

    await window.get_by_role("article", name="A long call").get_by_role("button", name="Play ×1", exact=True).click()
    busy = window.get_by_role("article", name="A long call").get_by_role("alert")
    await expect(busy).to_have_text("They are on the phone. Hang up first.")
    await call.get_by_role("button", name="Hang up").click()
    await expect(call).to_contain_text("Ended")
    assert [event["type"] for event in receiver.taken][-1] == "call.ended"


async def test_ones_own_status_is_switched_in_a_menu_and_shown(window: Page, slack: SlackServer) -> None:
    status = window.get_by_role("button", name="Your status")
    await expect(status).to_contain_text("Active")
    await status.click()
    await window.get_by_role("menuitemcheckbox", name="Do not disturb").click()
    await expect(status).to_contain_text("Do not disturb (1 hour)")
    assert slack.person("U_BEN").takes_no_notifications

    await status.click()
    await window.get_by_role("menuitemcheckbox", name="Do not disturb", checked=True).click()
    await expect(status).to_contain_text("Active")
    assert not slack.person("U_BEN").takes_no_notifications


async def test_a_message_of_the_app_shows_as_unread_while_the_window_is_elsewhere(
    window: Page, slack: SlackServer
) -> None:
    workspace = slack.workspace
    workspace.messages.post(workspace.dm("U_BEN"), workspace.bot_user_id, "Stop")

    app = window.get_by_role("link", name="Baton").and_(window.locator(".unread"))
    await expect(app.get_by_label("1 unread")).to_be_visible()
    await app.click()
    await expect(window.get_by_role("article").filter(has_text="Stop")).to_be_visible()
    await expect(window.get_by_label("1 unread")).to_be_hidden()
