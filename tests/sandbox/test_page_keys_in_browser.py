"""The keyboard on the page, beyond Tab and Enter: from place to place, through lists, out of a thread, and back."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.tiny import form, text_input
from tests.sandbox.windows import serving

pytestmark = pytest.mark.browser


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))
    server.workspace.add_channel("C_RANDOM", name="random", members=["U_AOI", "U_BEN"])
    async with serving(server):
        yield server


async def test_a_conversation_is_found_and_switched_to_by_keyboard(window: Page) -> None:
    await window.keyboard.press("Control+k")
    await expect(window.get_by_role("combobox", name="Find a conversation")).to_be_focused()
    await window.keyboard.type("bat")
    await expect(window.get_by_role("dialog").get_by_role("option")).to_have_text(["◆Baton"])
    await window.keyboard.press("Escape")
    await expect(window.get_by_role("dialog")).to_be_hidden()

    await window.keyboard.press("Control+k")
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("Enter")
    await expect(window.locator("main h1")).to_have_text("#random")
    await expect(window.get_by_role("textbox", name="Message #random")).to_be_focused()


async def test_the_next_unread_conversation_is_a_key_away(window: Page, slack: SlackServer) -> None:
    await window.keyboard.press("Alt+ArrowDown")
    await expect(window.locator("main h1")).to_have_text("#random")
    slack.person("U_AOI").say("hello", CHANNEL)
    await expect(window.locator(".sidebar a.unread")).to_have_count(1)

    await window.keyboard.press("Alt+Shift+ArrowDown")
    await expect(window.locator("main h1")).to_have_text("#escalations")


async def test_messages_are_walked_with_arrows_and_a_thread_is_left_with_escape(
    window: Page, slack: SlackServer
) -> None:
    for words in ("one", "two"):
        slack.person("U_AOI").say(words, CHANNEL)
    await expect(window.get_by_role("article")).to_have_count(2)
    await window.get_by_role("log").focus()
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("ArrowUp")
    await expect(window.get_by_role("article").filter(has_text="one")).to_be_focused()

    await window.keyboard.press("Tab")
    await window.keyboard.press("Enter")
    reply = window.get_by_role("textbox", name="Reply in this thread")
    await expect(reply).to_be_focused()
    await window.keyboard.press("Escape")
    await expect(reply).to_be_hidden()
    await expect(window.get_by_role("textbox", name="Message #escalations")).to_be_focused()


async def test_people_are_offered_while_one_types_their_name(window: Page, slack: SlackServer) -> None:
    await window.get_by_role("textbox").press_sequentially("thanks @青")
    await expect(window.get_by_role("option")).to_have_text(["青井 @aoi"])
    await window.keyboard.press("Enter")
    await expect(window.get_by_role("textbox")).to_have_value("thanks @aoi ")
    await window.keyboard.press("Enter")

    await expect(window.get_by_role("article")).to_contain_text("thanks @青井")
    assert slack.workspace.messages.in_channel(CHANNEL)[0].text == "thanks <@U_AOI>"


async def test_commands_are_chosen_with_arrows_and_put_away_with_escape(window: Page, slack: SlackServer) -> None:
    slack.workspace.app.manifest["features"]["slash_commands"] = [{"command": "/escalate"}, {"command": "/example"}]
    await window.reload()
    field = window.get_by_role("textbox")
    await field.press_sequentially("/e")
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("Tab")
    await expect(field).to_have_value("/example ")

    await field.fill("")
    await field.press_sequentially("/e")
    await window.keyboard.press("Escape")
    await expect(window.get_by_role("option")).to_have_count(0)


async def test_the_keyboard_stays_in_a_form_and_returns_to_where_it_was(window: Page, slack: SlackServer) -> None:
    await window.get_by_role("textbox").focus()
    slack.workspace.window("U_BEN").open({**form(), "blocks": [text_input("summary")]})
    slack.workspace.changes.announce("U_BEN")
    await expect(window.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    for _ in range(6):
        await window.keyboard.press("Tab")
        outside = "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        assert not await window.evaluate(outside)
    await window.keyboard.press("Control+k")
    await expect(window.get_by_role("dialog")).to_have_count(1)

    await window.keyboard.press("Escape")
    await expect(window.get_by_role("textbox", name="Message #escalations")).to_be_focused()


async def test_the_list_of_keys_stands_in_ones_own_menu_in_ones_language(window: Page) -> None:
    await window.get_by_role("button", name="Ben").press("Enter")
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("Enter")
    await expect(window.locator("html")).to_have_attribute("lang", "ja")

    await window.keyboard.press("Control+/")
    await expect(window.get_by_role("dialog", name="キーボード操作")).to_be_visible()
    await window.keyboard.press("Escape")
    await expect(window.get_by_role("dialog")).to_be_hidden()


async def test_in_a_narrow_window_one_thing_is_shown_at_a_time(window: Page, slack: SlackServer) -> None:
    await window.set_viewport_size({"width": 420, "height": 780})
    sidebar = window.get_by_role("navigation", name="Channels")
    await expect(sidebar).to_be_hidden()
    await window.get_by_role("button", name="List of conversations").click()
    await sidebar.get_by_role("link", name="random").click()
    await expect(sidebar).to_be_hidden()
    await expect(window.locator("main h1")).to_have_text("#random")

    said = slack.person("U_AOI").say("hello", "C_RANDOM")
    slack.person("U_AOI").say("more", "C_RANDOM", said.ts)
    await window.get_by_role("link", name="1 reply").click()
    await expect(window.get_by_role("main")).to_be_hidden()
    await window.get_by_role("complementary", name="Thread").get_by_role("link", name="Close").click()
    await expect(window.get_by_role("main")).to_be_visible()
    assert await window.evaluate("document.documentElement.scrollWidth <= innerWidth")
