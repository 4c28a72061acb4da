"""The blocks that all screens are built of; Slack's limits are kept here and nowhere else.

Limits: https://docs.slack.dev/reference/block-kit/blocks and …/composition-objects. What is too long is shortened
with an ellipsis, never refused.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from bot.views.texts import Markup, clean, clip, literal, shorten, width

Block = dict[str, Any]
Style = Literal["primary", "danger"]

MESSAGE_BLOCKS: Final = 50
MESSAGE_SIZE: Final = 10_000
"""What all blocks of a message hold together, as JSON. Slack refuses more (`msg_blocks_too_long`) and does not say from
where on; people met it between 11,000 and 13,300 characters: https://github.com/slackapi/bolt-js/issues/2509."""

VIEW_BLOCKS: Final = 100
OPTIONS: Final = 100
OVERFLOW: Final = 5
FALLBACK: Final = 3000
_SHORTER = (2000, 1200, 800, 500, 300, 150, 80)
_SECTION = 3000
_RICH_TEXT = 3000
_CONTEXT = 2000
_HEADER = 150
_BUTTON = 75
_OPTION = 75
_VALUE = 150
_FRAME = 24
_LABEL = 200
_PLACEHOLDER = 150


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file: its name, which nobody else's has, the title that people see, and its bytes."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `text` says the point for notifications and screen readers, `blocks` show all of it.

    `plain` says the same without the newest blocks, for a Slack that refuses those; `sheet` is a file that is posted
    in the place of blocks.
    """

    text: str
    blocks: list[Block]
    plain: list[Block] | None = None
    sheet: Sheet | None = None


def message(text: Markup, *blocks: Block | None) -> Message:
    """Build a message within Slack's limits; None stands for a block that this message does without."""
    return Message(clip(text, FALLBACK), _within_size(present(*blocks)[:MESSAGE_BLOCKS]))


def _within_size(blocks: list[Block]) -> list[Block]:
    """Shorten people's texts, the longest first, until Slack takes all blocks together."""
    for most in _SHORTER:
        if width(json.dumps(blocks, ensure_ascii=False)) <= MESSAGE_SIZE:
            return blocks
        blocks = [_shortened(block, most) if block["type"] == "rich_text" else block for block in blocks]
    return blocks


def _shortened(block: Block, most: int) -> Block:
    [told] = block["elements"]
    [text] = told["elements"]
    return block | {"elements": [told | {"elements": [text | {"text": shorten(text["text"], most)}]}]}


def present(*blocks: Block | None) -> list[Block]:
    """Answer the blocks that are there."""
    return [block for block in blocks if block is not None]


def plain(text: str, most: int) -> Block:
    """Build a text object in which Slack reads no markup and no emoji."""
    return {"type": "plain_text", "text": literal(text, most), "emoji": False}


def _mrkdwn(text: Markup, most: int) -> Block:
    """Build a text object of our own markup; `verbatim` keeps Slack from making links and mentions of the rest."""
    return {"type": "mrkdwn", "text": clip(text, most), "verbatim": True}


def section(text: Markup, accessory: Block | None = None) -> Block:
    """Build a paragraph of ours, with a button beside it where one is given."""
    block: Block = {"type": "section", "text": _mrkdwn(text, _SECTION)}
    return block if accessory is None else block | {"accessory": accessory}


def context(text: Markup) -> Block:
    """Build a small grey line."""
    return {"type": "context", "elements": [_mrkdwn(text, _CONTEXT)]}


def header(text: str) -> Block:
    """Build a heading."""
    return {"type": "header", "text": plain(text, _HEADER)}


def divider() -> Block:
    """Build a line across."""
    return {"type": "divider"}


def strong(text: str) -> Block:
    """Show someone's text in bold, whatever marks are in it."""
    return _rich_text("rich_text_section", {"text": literal(text, _RICH_TEXT), "style": {"bold": True}})


def passage(text: str) -> Block:
    """Show someone's text as it is."""
    return _rich_text("rich_text_section", {"text": literal(text, _RICH_TEXT)})


def quotation(text: str) -> Block:
    """Show someone's text as a quote."""
    return _rich_text("rich_text_quote", {"text": literal(text, _RICH_TEXT)})


def _rich_text(kind: str, text: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [{"type": "text"} | text]}]}


def button(action_id: str, label: str, value: str | None = None, style: Style | None = None) -> Block:
    """Build a button; `value` (at most 2,000 characters) comes back with the click."""
    block: Block = {"type": "button", "action_id": action_id, "text": plain(label, _BUTTON)}
    further = {"value": value, "style": style}
    return block | {name: given for name, given in further.items() if given is not None}


def confirmed(asking: Block, title: str, text: str, yes: str, no: str) -> Block:
    """Let a button ask first whether it is meant; what is dangerous looks so in the question, too."""
    texts = {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}
    style = {"style": asking["style"]} if "style" in asking else {}
    return asking | {"confirm": texts | style}


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """Build the menu of what has no button of its own; the value of the chosen option comes back."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:OVERFLOW])}


def actions(buttons: Sequence[Block], block_id: str | None = None) -> Block | None:
    """Build a row of buttons, or nothing where there are none; `block_id` comes back with a click on any of them."""
    if not buttons:
        return None
    row: Block = {"type": "actions", "elements": list(buttons[:25])}
    return row if block_id is None else row | {"block_id": block_id}


def option(value: str, text: str, description: str | None = None) -> Block:
    """Build one choice; `value` must be at most 150 characters."""
    block: Block = {"text": plain(text, _OPTION), "value": value[:_VALUE]}
    return block if description is None else block | {"description": plain(description, _OPTION)}


@dataclass(frozen=True, slots=True)
class Field:
    """What stands around one input: its id (block and action alike), label, hint, placeholder.

    `dispatch` tells us at once what is chosen, in a text each time that typing pauses.
    """

    action_id: str
    label: str
    hint: str | None = None
    placeholder: str | None = None
    optional: bool = False
    dispatch: bool = False


def input_of(asked: Field, element: Block) -> Block:
    """Build an input around an element."""
    element = element | {"action_id": asked.action_id}
    if asked.placeholder is not None:
        element["placeholder"] = plain(asked.placeholder, _PLACEHOLDER)
    block: Block = {
        "type": "input",
        "block_id": asked.action_id,
        "label": plain(asked.label, _LABEL),
        "element": element,
        "optional": asked.optional,
        "dispatch_action": asked.dispatch,
    }
    return block if asked.hint is None else block | {"hint": plain(asked.hint, _LABEL)}


def text_input(asked: Field, *, most: int, initial: str | None = None, multiline: bool = False) -> Block:
    """Build an input for text of at most `most` (up to 3,000) characters."""
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
    if asked.dispatch:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    preset = shorten(clean(initial or ""), most)
    return input_of(asked, element | ({"initial_value": preset} if preset else {}))


def choice(asked: Field, kind: str, options: Sequence[Block], chosen: str | None = None) -> Block:
    """Build `radio_buttons` or a `static_select`; `chosen` is the value of the option that is preset."""
    preset = next((offered for offered in options if offered["value"] == chosen), None)
    element: Block = {"type": kind, "options": list(options[:OPTIONS])}
    return input_of(asked, element if preset is None else element | {"initial_option": preset})


def look_up(asked: Field, chosen: Block | None = None) -> Block:
    """Build a select that asks us for its options from the first character on; `chosen` is a whole option."""
    element: Block = {"type": "external_select", "min_query_length": 1}
    return input_of(asked, element if chosen is None else element | {"initial_option": chosen})


def person_select(asked: Field, chosen: str | None = None) -> Block:
    """Build a select of one person of the workspace."""
    element: Block = {"type": "users_select"}
    return input_of(asked, element if chosen is None else element | {"initial_user": chosen})


def moment_input(asked: Field, initial: datetime | None = None) -> Block:
    """Build an input for a day and a time, in the zone of whoever fills it in."""
    element: Block = {"type": "datetimepicker"}
    return input_of(asked, element if initial is None else element | {"initial_date_time": int(initial.timestamp())})


def people_select(asked: Field, chosen: Sequence[str] = ()) -> Block:
    """Build a select of several people of the workspace."""
    element: Block = {"type": "multi_users_select"}
    return input_of(asked, element | ({"initial_users": list(chosen)} if chosen else {}))


def channel_select(asked: Field, chosen: str | None = None) -> Block:
    """Build a select of one channel, public or private: nobody's DM is offered."""
    element: Block = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    return input_of(asked, element if chosen is None else element | {"initial_conversation": chosen})


def search(action_id: str, placeholder: str) -> Block:
    """Build a look-up that acts at once, for where nothing is submitted."""
    element = {"type": "external_select", "min_query_length": 1, "action_id": action_id}
    return {
        "type": "actions",
        "block_id": action_id,
        "elements": [element | {"placeholder": plain(placeholder, _PLACEHOLDER)}],
    }


def file_input(asked: Field) -> Block:
    """Build an input for up to ten files; Slack takes no initial value for it."""
    return input_of(asked, {"type": "file_input", "max_files": 10})


@dataclass(frozen=True, slots=True)
class Frame:
    """A modal without its blocks: what it is called, what its buttons say, what it carries along.

    `tells_closing` lets us know when it is closed without being submitted.
    """

    title: str
    close: str
    callback_id: str | None = None
    submit: str | None = None
    carried: dict[str, Any] = field(default_factory=dict)
    tells_closing: bool = False


def modal(frame: Frame, blocks: Sequence[Block]) -> Block:
    """Build a modal; `frame.carried` becomes its `private_metadata`, which must stay within 3,000 characters."""
    view: Block = {"type": "modal", "title": plain(frame.title, _FRAME), "close": plain(frame.close, _FRAME)}
    if frame.submit is not None:
        view["submit"] = plain(frame.submit, _FRAME)
    if frame.callback_id is not None:
        view["callback_id"] = frame.callback_id
    if frame.tells_closing:
        view["notify_on_close"] = True
    if frame.carried:
        view["private_metadata"] = json.dumps(frame.carried, separators=(",", ":"))
    return view | {"blocks": list(blocks[:VIEW_BLOCKS])}


def home_tab(blocks: Sequence[Block]) -> Block:
    """Build Home."""
    return {"type": "home", "blocks": list(blocks[:VIEW_BLOCKS])}
