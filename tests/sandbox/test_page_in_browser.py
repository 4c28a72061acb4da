"""The page in a true browser: menus, shortcuts of messages, and typing of which the app hears."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from sandbox.slack.view import View
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.tiny import Body, button, form, plain, text_input
from tests.sandbox.windows import serving

pytestmark = pytest.mark.browser
MENU: Body = {
    "type": "overflow",
    "action_id": "more",
    "options": [{"text": plain(text), "value": f"{text}:R-1"} for text in ("Decline", "Wait")],
}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with serving(SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))) as server:
        yield server


def told(slack: SlackServer) -> list[dict[str, Any]]:
    """The interactions that the app got."""
    return [one.parcel.payload for one in slack.switchboard.deliveries if one.parcel.kind == "interactive"]


def opened(slack: SlackServer, *blocks: Body) -> View:
    """A form before Ben."""
    view = slack.workspace.window("U_BEN").open({**form(), "blocks": list(blocks), "notify_on_close": True})
    slack.workspace.changes.announce("U_BEN")
    return view


def heard_while_typed(name: str, *triggers: str, **more: object) -> Body:
    block = text_input(name, dispatch_action_config={"trigger_actions_on": list(triggers)}, **more)
    return {**block, "dispatch_action": True}


async def test_a_menu_stays_open_while_others_speak_and_is_used_by_keyboard(window: Page, slack: SlackServer) -> None:
    workspace = slack.workspace
    blocks = [{"type": "actions", "elements": [button("claim", "R-1"), MENU]}]
    workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card", blocks=blocks)
    await window.locator(".block").get_by_role("button", name="More actions").focus()
    await window.keyboard.press("ArrowDown")
    await expect(window.get_by_role("menuitem", name="Decline")).to_be_focused()

    slack.person("U_AOI").say("meanwhile", CHANNEL)
    await expect(window.get_by_text("meanwhile")).to_be_visible()
    await expect(window.get_by_role("menuitem", name="Decline")).to_be_focused()
    await window.keyboard.press("ArrowDown")
    await window.keyboard.press("Enter")

    await slack.settled(lambda _ws: bool(told(slack)))
    assert told(slack)[0]["actions"][0]["selected_option"]["value"] == "Wait:R-1"
    await expect(window.get_by_role("menuitem", name="Wait")).to_be_hidden()


async def test_a_button_that_is_held_down_while_its_message_changes_is_pressed(
    window: Page, slack: SlackServer
) -> None:
    workspace, blocks = slack.workspace, [{"type": "actions", "elements": [button("claim", "R-1")]}]
    card = workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card", blocks=blocks)
    claim = window.locator(".block").get_by_role("button", name="claim")
    await claim.hover()
    await window.mouse.down()
    async with window.expect_response(lambda answer: "/page/parts" in answer.url) as changed:
        workspace.messages.change(card, "card", [{"type": "divider"}, *blocks])
    await (await changed.value).finished()
    await window.mouse.up()

    await slack.settled(lambda _ws: bool(told(slack)))
    assert told(slack)[0]["actions"][0]["value"] == "R-1"
    await expect(window.locator("article hr")).to_be_visible()


async def test_escape_closes_a_menu_before_the_form_around_it(window: Page, slack: SlackServer) -> None:
    opened(slack, {"type": "section", "text": plain("R-1"), "accessory": MENU})
    dialog = window.get_by_role("dialog")
    await dialog.get_by_role("button", name="More actions").click()
    await expect(window.get_by_role("menuitem", name="Wait")).to_be_in_viewport(ratio=1)

    await window.keyboard.press("Escape")
    await expect(window.get_by_role("menuitem", name="Wait")).to_be_hidden()
    await expect(dialog).to_be_visible()
    await window.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_a_message_is_escalated_from_its_menu(window: Page, slack: SlackServer) -> None:
    slack.workspace.app.shortcuts["escalate_message"]["name"] = "Escalate this"
    said = slack.person("U_AOI").say("The customer is angry", CHANNEL)
    message = window.get_by_role("article").filter(has_text="angry")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await window.get_by_role("menuitem", name="Escalate this").click()

    await slack.settled(lambda _ws: bool(told(slack)))
    assert (told(slack)[0]["type"], told(slack)[0]["message_ts"]) == ("message_action", said.ts)


async def test_typing_is_told_at_a_pause_and_goes_on_while_the_form_changes(window: Page, slack: SlackServer) -> None:
    view = opened(slack, heard_while_typed("words", "on_character_entered", multiline=True))
    field = window.get_by_label("words").locator("textarea")
    await field.click()
    await window.keyboard.type("half a ")
    await slack.settled(lambda _ws: bool(told(slack)))
    assert view.values["words"]["words"]["value"] == "half a "
    await window.keyboard.type("sen")

    changed = heard_while_typed("words", "on_character_entered", multiline=True, placeholder=plain("anew"))
    view.show({**view.source, "blocks": [{"type": "section", "text": plain("Grown")}, changed]})
    slack.workspace.changes.announce("U_BEN")
    await expect(window.get_by_text("Grown")).to_be_visible()
    await expect(window.get_by_placeholder("anew")).to_be_focused()
    await window.keyboard.type("tence")

    await expect(window.get_by_placeholder("anew")).to_have_value("half a sentence")
    await slack.settled(lambda _ws: told(slack)[-1]["actions"][0]["value"] == "half a sentence")


async def test_what_was_typed_last_is_told_before_the_form_is_closed(window: Page, slack: SlackServer) -> None:
    opened(slack, heard_while_typed("words", "on_character_entered"))
    await window.get_by_label("words").locator("input").click()
    await window.keyboard.type("at once")
    await window.keyboard.press("Escape")

    await slack.settled(lambda _ws: [payload["type"] for payload in told(slack)][-1:] == ["view_closed"])
    assert told(slack)[-2]["actions"][0]["value"] == "at once"
    assert told(slack)[-1]["view"]["state"] == {"values": {}}


async def test_enter_tells_a_field_that_waits_for_it_and_does_not_submit(window: Page, slack: SlackServer) -> None:
    opened(slack, heard_while_typed("words", "on_enter_pressed"))
    await window.get_by_label("words").locator("input").click()
    await window.keyboard.type("R-1042")
    await window.keyboard.press("Enter")

    await slack.settled(lambda _ws: bool(told(slack)))
    assert [(payload["type"], payload["actions"][0]["value"]) for payload in told(slack)] == [
        ("block_actions", "R-1042")
    ]


async def test_people_are_searched_by_handle_and_chosen_once_each(window: Page, slack: SlackServer) -> None:
    slack.workspace.add_person("U_CHI", name="chi", real_name="千田")
    element = {"type": "multi_users_select", "action_id": "it", "max_selected_items": 2}
    view = opened(slack, {**text_input("it"), "element": element})
    field = window.get_by_role("combobox")
    for typed in ("aoi", "aoi", "ben", "chi"):
        await field.press_sequentially(typed)
        await window.keyboard.press("Enter")
    await expect(window.locator(".chip")).to_have_text(["青井×", "Ben×"])
    await window.get_by_role("dialog").get_by_role("button", name="Send").click()

    await slack.settled(lambda _ws: bool(told(slack)))
    assert view.values["it"]["it"]["selected_users"] == ["U_AOI", "U_BEN"]


async def test_an_error_elsewhere_does_not_take_the_keyboard_from_who_types(window: Page, slack: SlackServer) -> None:
    view = opened(slack, text_input("summary"), heard_while_typed("words", "on_character_entered"))
    await window.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(window.get_by_label("summary").locator("input")).to_be_focused()

    field = window.get_by_label("words").locator("input")
    await field.click()
    await window.keyboard.type("half a ")
    await slack.settled(lambda _ws: bool(told(slack)))
    await expect(window.get_by_role("alert")).to_have_count(1)
    await window.keyboard.type("sentence")

    await expect(field).to_have_value("half a sentence")
    assert set(view.errors) == {"summary"}
