"""One window in a true browser: the keyboard alone, and what stays while the world changes."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from tests.sandbox import tiny
from tests.sandbox.conftest import CHANNEL, a_workspace

pytestmark = pytest.mark.browser


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))
    await server.start()
    async with tiny.over_http(server):
        yield server
    await server.stop()


@pytest.fixture
async def window(slack: SlackServer, browser: Browser) -> AsyncIterator[Page]:
    """Ben's window on #escalations; whatever goes wrong in the browser fails the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    opened = await context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    await opened.goto(f"{slack.url}/?as=U_BEN&at={CHANNEL}")
    yield opened
    await context.close()
    assert wrong == []


async def open_form(window: Page) -> None:
    await window.get_by_role("textbox", name="Message #escalations").press_sequentially("/esc")
    await window.keyboard.press("Tab")
    await window.keyboard.press("Enter")
    await expect(window.get_by_role("dialog")).to_be_visible()


async def test_a_form_is_filed_with_the_keyboard_alone(window: Page) -> None:
    await open_form(window)
    await window.keyboard.type("Acme")
    await expect(window.get_by_role("option", name="Acme Inc.")).to_be_visible()
    await window.keyboard.press("Enter")
    await window.keyboard.press("Tab")
    await window.keyboard.type("Export fails")
    await window.keyboard.press("Enter")

    await expect(window.get_by_role("dialog")).to_be_hidden()
    await expect(window.get_by_role("log")).to_contain_text("Export fails")


async def test_escape_closes_the_list_first_and_then_the_form(window: Page, slack: SlackServer) -> None:
    await open_form(window)
    await window.keyboard.type("Acme")
    await expect(window.get_by_role("option", name="Acme Inc.")).to_be_visible()

    await window.keyboard.press("Escape")
    await expect(window.get_by_role("option", name="Acme Inc.")).to_be_hidden()
    await expect(window.get_by_role("dialog")).to_be_visible()

    await window.keyboard.press("Escape")
    await expect(window.get_by_role("dialog")).to_be_hidden()
    assert slack.workspace.window("U_BEN").stack == []


async def test_a_refused_form_says_so_at_the_field_and_puts_one_there(window: Page) -> None:
    await open_form(window)
    await window.keyboard.type("Acme")
    await expect(window.get_by_role("option", name="Acme Inc.")).to_be_visible()
    await window.keyboard.press("Enter")
    await window.get_by_label("summary").locator("input").fill("wrong")
    await window.get_by_role("button", name="Send").last.click()

    await expect(window.get_by_role("alert")).to_have_text("Say more")
    field = window.get_by_label("summary").locator("input")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("wrong")


async def test_what_is_being_typed_stays_while_the_world_changes(window: Page, slack: SlackServer) -> None:
    await open_form(window)
    field = window.get_by_label("summary").locator("input")
    await field.click()
    await window.keyboard.type("half a ")

    slack.person("U_AOI").say("something new", CHANNEL)
    await expect(window.get_by_text("something new")).to_be_attached()
    [view] = slack.workspace.window("U_BEN").stack
    view.show({**view.source, **tiny.form(tiny.text_input("details"))})
    slack.workspace.changes.announce()
    await expect(window.get_by_label("details").locator("input")).to_be_visible()

    await expect(field).to_be_focused()
    await window.keyboard.type("sentence")
    await expect(field).to_have_value("half a sentence")


async def test_a_button_shows_that_it_is_at_work(window: Page, slack: SlackServer) -> None:
    workspace = slack.workspace
    blocks = [{"type": "actions", "elements": [tiny.button("claim", "R-1")]}]
    workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card", blocks=blocks)

    slack.faults.add(kind="delay", method="response_url", seconds=0.7)

    button = window.get_by_role("button", name="claim")
    await button.click()

    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(window.get_by_text("Only visible to you")).to_be_visible()
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_draft_message_stays_while_others_speak(window: Page, slack: SlackServer) -> None:
    await window.get_by_role("textbox").press_sequentially("I am wri")
    slack.person("U_AOI").say("meanwhile", CHANNEL)
    await expect(window.get_by_text("meanwhile")).to_be_visible()
    await window.keyboard.type("ting")

    await expect(window.get_by_role("textbox")).to_have_value("I am writing")
    await window.keyboard.press("Enter")
    await expect(window.get_by_role("log")).to_contain_text("I am writing")


async def test_a_file_is_chosen_and_named(window: Page, slack: SlackServer) -> None:
    await open_form(window)
    [view] = slack.workspace.window("U_BEN").stack
    view.show({**view.source, **tiny.form(tiny.text_input("files", type="file_input"))})
    slack.workspace.changes.announce()

    photo: FilePayload = {"name": "写真.png", "mimeType": "image/png", "buffer": b"1"}
    await window.get_by_role("dialog").locator("input[type=file]").set_input_files([photo])

    await expect(window.get_by_role("dialog").locator(".chip")).to_contain_text("写真.png")
    assert [file.name for file in slack.workspace.files.values()] == ["写真.png"]
