"""Messages in a true browser: reacting, mending one's own, unfurled buttons, and saying no to a question."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.tiny import Body, button, form, plain, text_input
from tests.sandbox.windows import serving

pytestmark = pytest.mark.browser
SURE: Body = {"title": plain("Sure?"), "text": plain("It stays."), "confirm": plain("Do it"), "deny": plain("Leave it")}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with serving(SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))) as server:
        yield server


def posted(slack: SlackServer, *elements: Body, attached: bool = False) -> Message:
    workspace = slack.workspace
    blocks: list[Body] = [{"type": "actions", "block_id": "row", "elements": list(elements)}]
    message = Message(CHANNEL, "", workspace.bot_user_id, "card", bot_id=workspace.app.bot_id)
    message.attachments = [{"id": 1, "color": "#36a64f", "title": "Issue 42", "blocks": blocks}] if attached else []
    message.blocks = [] if attached else blocks
    return workspace.messages.add(message)


async def test_somebody_reacts_by_keyboard_and_takes_it_back_with_a_click(window: Page, slack: SlackServer) -> None:
    said = slack.person("U_AOI").say("done", CHANNEL)
    message = window.get_by_role("article").filter(has_text="done")
    await message.get_by_role("button", name="React").focus()
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("Enter")
    counter = message.get_by_role("button", name="white_check_mark by Ben")
    await expect(counter).to_have_text("✅ 1")

    await counter.click()
    await expect(counter).to_be_hidden()
    assert said.reactions == {}


async def test_messages_that_did_not_change_are_left_as_they_are(window: Page, slack: SlackServer) -> None:
    slack.person("U_AOI").say("first", CHANNEL)
    first = window.get_by_role("article").filter(has_text="first")
    await first.evaluate("article => { article.kept = true; article.focus(); }")

    second = slack.person("U_AOI").say("second", CHANNEL)
    await expect(window.get_by_text("second")).to_be_visible()
    assert await first.evaluate("article => article.kept")
    await expect(first).to_be_focused()
    slack.person("U_AOI").edit(second, "changed")
    await expect(window.get_by_text("changed")).to_be_visible()
    assert await first.evaluate("article => article.kept")


async def test_ones_last_words_are_changed_with_the_arrow_up(window: Page, slack: SlackServer) -> None:
    field = window.get_by_role("textbox", name="Message #escalations")
    await field.fill("Helo @aoi")
    await field.press("Enter")
    await expect(window.get_by_role("article")).to_have_count(1)
    await field.press("ArrowUp")
    await expect(window.get_by_role("dialog", name="Edit message").get_by_role("textbox")).to_have_value("Helo @aoi")
    await window.keyboard.press("Home")
    await window.keyboard.press("Delete")
    await window.keyboard.type("Mornings, h")
    await window.keyboard.press("Enter")

    await expect(window.get_by_role("article")).to_contain_text("Mornings, helo @青井(edited)")
    assert slack.workspace.messages.in_channel(CHANNEL)[0].text == "Mornings, helo <@U_AOI>"


async def test_ones_message_is_taken_back_after_a_question(window: Page, slack: SlackServer) -> None:
    slack.person("U_BEN").say("oops", CHANNEL)
    message = window.get_by_role("article").filter(has_text="oops")
    for answer, left in (("Cancel", 1), ("Delete message", 0)):
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await window.get_by_role("menuitem", name="Delete message").click()
        question = window.get_by_role("dialog", name="Delete this message?")
        await question.get_by_role("button", name=answer).click()
        await expect(window.get_by_role("article")).to_have_count(left)


async def test_a_button_below_an_unfurled_link_is_pressed(window: Page, slack: SlackServer) -> None:
    posted(slack, button("approve", "7"), attached=True)
    await window.get_by_role("button", name="approve").click()

    await slack.settled(lambda _ws: any(one.parcel.name == "block_actions" for one in slack.switchboard.deliveries))


async def test_whoever_says_no_finds_what_stood_there_before(window: Page, slack: SlackServer) -> None:
    options = [{"text": plain(text), "value": text} for text in ("Low", "High")]
    radio: Body = {"type": "radio_buttons", "action_id": "it", "options": options, "initial_option": options[0]}
    posted(slack, {**radio, "confirm": SURE})
    await window.get_by_role("radio", name="High").check()
    await window.get_by_role("dialog", name="Sure?").get_by_role("button", name="Leave it").click()
    await expect(window.get_by_role("radio", name="Low")).to_be_checked()
    assert not [one for one in slack.switchboard.deliveries if one.parcel.kind == "interactive"]

    await window.get_by_role("radio", name="High").check()
    await window.get_by_role("dialog", name="Sure?").get_by_role("button", name="Do it").click()
    await slack.settled(lambda _ws: any(one.parcel.name == "block_actions" for one in slack.switchboard.deliveries))


async def test_rich_text_is_typed_with_its_marks(window: Page, slack: SlackServer) -> None:
    element: Body = {"type": "rich_text_input", "action_id": "it", "focus_on_load": True}
    blocks = [text_input("first"), {**text_input("it"), "element": element}]
    view = slack.workspace.window("U_BEN").open({**form(), "blocks": blocks})
    slack.workspace.changes.announce("U_BEN")
    field = window.get_by_role("textbox", name="it", exact=True)
    await expect(field).to_be_focused()
    await window.get_by_role("button", name="Bold").click()
    await window.keyboard.type("now")
    await expect(field).to_have_value("*now*")
    await window.get_by_role("textbox", name="first").fill("x")
    await window.get_by_role("dialog").get_by_role("button", name="Send").click()

    await slack.settled(lambda _ws: any(one.parcel.name == "view_submission" for one in slack.switchboard.deliveries))
    assert view.values["it"]["it"]["rich_text_value"]["elements"][0]["elements"] == [
        {"type": "text", "text": "now", "style": {"bold": True}}
    ]


async def test_the_last_chip_goes_with_backspace(window: Page, slack: SlackServer) -> None:
    element: Body = {"type": "multi_users_select", "action_id": "it", "initial_users": ["U_AOI", "U_BEN"]}
    slack.workspace.window("U_BEN").open({**form(), "blocks": [{**text_input("it"), "element": element}]})
    slack.workspace.changes.announce("U_BEN")
    await expect(window.get_by_role("combobox", name="it")).to_be_focused()
    await window.keyboard.press("Backspace")

    await expect(window.get_by_role("button", name="Remove 青井")).to_be_visible()
    await expect(window.get_by_role("button", name="Remove Ben")).to_have_count(0)
