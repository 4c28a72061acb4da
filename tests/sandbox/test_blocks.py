"""Block Kit's rules as a table: what is refused, and where Slack points at."""

from typing import Any

import pytest

from sandbox.slack.blocks import check_home, check_message, check_modal
from sandbox.slack.refusals import SlackRefusal
from tests.sandbox.tiny import button, form, home, plain, text_input

Block = dict[str, Any]


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "hi", **more: object) -> Block:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(value: str, text: str = "x") -> Block:
    return {"text": plain(text), "value": value}


def select(count: int, **more: object) -> Block:
    return {"type": "static_select", "action_id": "s", "options": [option(str(n)) for n in range(count)], **more}


def people(**more: object) -> Block:
    return {"type": "conversations_select", "action_id": "c", **more}


def dispatching(*triggers: object) -> Block:
    return text_input("t", dispatch_action_config={"trigger_actions_on": list(triggers)})


ACCEPTED = [
    section("x" * 3000),
    section(accessory=button("b")),
    actions(*[button(f"b{n}") for n in range(25)]),
    actions(select(100)),
    actions(select(2, initial_option=option("1"))),
    actions({"type": "overflow", "action_id": "o", "options": [option("1")]}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [mrkdwn("x")] * 10},
    {"type": "divider"},
    {"type": "image", "image_url": "http://x/y.png", "alt_text": "a chart"},
    {"type": "markdown", "text": "# x"},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]},
    text_input("t", multiline=True, max_length=3000),
    dispatching("on_character_entered", "on_enter_pressed"),
    actions(people(filter={"include": ["public", "private"], "exclude_bot_users": True})),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-11-25"}),
    actions({"type": "timepicker", "action_id": "t", "initial_time": "09:30", "timezone": "Asia/Tokyo"}),
    actions({"type": "datetimepicker", "action_id": "m", "initial_date_time": 1_795_161_600}),
    section(accessory={"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(5)]}),
]
REFUSED = [
    ({"type": "card"}, "/blocks/0"),
    (section("x" * 3001), "/blocks/0/text/text"),
    (section(""), "/blocks/0/text/text"),
    ({"type": "section"}, "/blocks/0"),
    ({"type": "section", "fields": [mrkdwn("x")] * 11}, "/blocks/0/fields"),
    (section(colour="red"), "/blocks/0"),
    (section(block_id="x" * 256), "/blocks/0/block_id"),
    (section(accessory={"type": "plain_text_input", "action_id": "a"}), "/blocks/0/accessory"),
    ({"type": "header", "text": mrkdwn("x")}, "/blocks/0/text"),
    ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text"),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "/blocks/0/elements"),
    (actions(), "/blocks/0/elements"),
    (actions(*[button(f"b{n}") for n in range(26)]), "/blocks/0/elements"),
    (actions(button("same"), button("same")), "/blocks/0"),
    (actions(button("x" * 256)), "/blocks/0/elements/0/action_id"),
    (actions(button("b", "x" * 2001)), "/blocks/0/elements/0/value"),
    (actions({**button("b"), "text": plain("x" * 76)}), "/blocks/0/elements/0/text/text"),
    (actions({**button("b"), "style": "loud"}), "/blocks/0/elements/0/style"),
    (actions(select(101)), "/blocks/0/elements/0/options"),
    (actions(select(0)), "/blocks/0/elements/0/options"),
    (actions(select(1, options=[option("a"), option("a")])), "/blocks/0/elements/0/options"),
    (actions(select(1, options=[option("a", "x" * 76)])), "/blocks/0/elements/0/options/0/text/text"),
    (actions(select(1, initial_option=option("9"))), "/blocks/0/elements/0/initial_option"),
    (
        section(accessory=select(1, type="multi_static_select", initial_options=[])),
        "/blocks/0/accessory/initial_options",
    ),
    (
        actions({"type": "checkboxes", "action_id": "c", "options": [option("1")], "initial_options": [option("2")]}),
        "/blocks/0/elements/0/initial_options",
    ),
    (actions({"type": "timepicker", "initial_time": "24:00"}), "/blocks/0/elements/0/initial_time"),
    (
        actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]}),
        "/blocks/0/elements/0/options",
    ),
    (
        actions({"type": "radio_buttons", "action_id": "r", "options": [option(str(n)) for n in range(11)]}),
        "/blocks/0/elements/0/options",
    ),
    (text_input("t", max_length=3001), "/blocks/0/element/max_length"),
    (text_input("t", max_length=2, initial_value="xxx"), "/blocks/0/element/initial_value"),
    ({"type": "input", "element": button("b"), "label": plain("x")}, "/blocks/0/element"),
    ({"type": "input", "element": {"type": "file_input", "action_id": "f"}, "label": plain("x")}, ""),
    ({"type": "image", "image_url": "http://x/y.png"}, "/blocks/0"),
    (dispatching("on_blur"), "/blocks/0/element/dispatch_action_config/trigger_actions_on/0"),
    (dispatching(), "/blocks/0/element/dispatch_action_config/trigger_actions_on"),
    (text_input("t", dispatch_action_config="always"), "/blocks/0/element/dispatch_action_config"),
    (text_input("t", dispatch_action_config={"on": []}), "/blocks/0/element/dispatch_action_config"),
    (actions(people(filter={})), "/blocks/0/elements/0/filter"),
    (actions(people(filter={"include": ["secret"]})), "/blocks/0/elements/0/filter/include/0"),
    (actions({"type": "datepicker", "initial_date": "25.11."}), "/blocks/0/elements/0/initial_date"),
    (actions({"type": "timepicker", "initial_time": "9:30"}), "/blocks/0/elements/0/initial_time"),
    (actions({"type": "datetimepicker", "initial_date_time": 5}), "/blocks/0/elements/0/initial_date_time"),
    (actions({"type": "datetimepicker", "placeholder": plain("When")}), "/blocks/0/elements/0"),
]


@pytest.mark.parametrize("block", ACCEPTED)
def test_what_slack_accepts_is_accepted(block: Block) -> None:
    assert check_message([block]) == [block]


@pytest.mark.parametrize(("block", "pointer"), REFUSED)
def test_what_slack_refuses_is_refused_with_a_pointer(block: Block, pointer: str) -> None:
    with pytest.raises(SlackRefusal) as refusal:
        check_message([block])
    assert refusal.value.code == "invalid_blocks"
    assert any(line.endswith(f"[json-pointer:{pointer}]") for line in refusal.value.messages)


def test_a_message_has_fifty_blocks_and_a_home_a_hundred() -> None:
    check_message([section()] * 50)
    check_home({"type": "home", "blocks": [section()] * 100})
    with pytest.raises(SlackRefusal):
        check_message([section()] * 51)
    with pytest.raises(SlackRefusal):
        check_home({"type": "home", "blocks": [section()] * 101})


@pytest.mark.parametrize(
    "change",
    [
        {"title": plain("x" * 25)},
        {"submit": plain("x" * 25)},
        {"callback_id": "x" * 256},
        {"private_metadata": "x" * 3001},
        {"blocks": [text_input("same"), text_input("same")]},
        {"colour": "red"},
        {"type": "home"},
        {"type": "workflow_step"},
    ],
)
def test_a_modal_keeps_the_frames_limits(change: Block) -> None:
    with pytest.raises(SlackRefusal) as refusal:
        check_modal({**form(), **change})
    assert refusal.value.code == "invalid_arguments"


def test_a_modal_with_an_input_needs_a_submit_button() -> None:
    bare = {name: part for name, part in form().items() if name != "submit"}
    with pytest.raises(SlackRefusal, match="submit"):
        check_modal(bare)


def test_a_huge_view_is_too_large() -> None:
    with pytest.raises(SlackRefusal, match="view_too_large"):
        check_home({**home("x"), "blocks": [section("語" * 3000)] * 30})
