"""Views: modals and Homes as Slack keeps them while they are on screen."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack import texts
from sandbox.slack.refusals import JsonObject

Values = dict[str, dict[str, JsonObject]]
INITIAL = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
}
RICH = "rich_text_value"
STATELESS = frozenset({"button", "overflow"})
EMPTY = {
    "plain_text_input": "value",
    "rich_text_input": RICH,
    "url_text_input": "value",
    "email_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
EMPTY_LISTS = {
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}


def new_hash() -> str:
    """A hash of a view's state that no other has."""
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"


@dataclass(slots=True)
class View:
    """A modal or Home of one person; `source` is what the app sent, `values` what was typed."""

    id: str
    user: str
    source: JsonObject
    hash: str = field(default_factory=new_hash)
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    root_id: str | None = None
    previous_id: str | None = None

    @property
    def callback_id(self) -> str:
        """The form's name."""
        return str(self.source.get("callback_id", ""))

    @property
    def blocks(self) -> list[JsonObject]:
        """The blocks on screen."""
        blocks: list[JsonObject] = self.source["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        """The app's own name for this view."""
        return str(self.source.get("external_id", ""))

    @property
    def state(self) -> JsonObject:
        """`{"values": …}` as the app will receive it."""
        return {"values": self.values}

    def text(self) -> str:
        """All visible words: title, blocks, errors, buttons."""
        frame = [self.source.get("title"), self.blocks, self.source.get("submit"), self.source.get("close")]
        return "\n".join([texts.visible(frame), *self.errors.values()])

    def enter(self, block_id: str, action_id: str, state: JsonObject) -> None:
        """Keep what was entered; the error at that place has been answered."""
        self.values.setdefault(block_id, {})[action_id] = state
        self.errors.pop(block_id, None)

    def show(self, source: JsonObject) -> None:
        """Replace the content; what was typed stays where block id and action id stay."""
        self.source, self.hash, self.errors = source, new_hash(), {}
        self.values = merged(source["blocks"], self.values)


def merged(blocks: list[JsonObject], typed: Values) -> Values:
    """The state of `blocks`: what was `typed` where it still fits, else the initial values."""
    values: Values = {}
    for block, element in texts.elements(blocks):
        if element["type"] in STATELESS:
            continue
        before = typed.get(block["block_id"], {}).get(element["action_id"])
        fits = before is not None and before["type"] == element["type"]
        value = before if fits and before is not None else initial(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def initial(element: JsonObject) -> JsonObject:
    """The state of a fresh `element`."""
    kind = element["type"]
    if kind == "rich_text_input":
        return {"type": kind, RICH: element.get("initial_value")}
    name = EMPTY.get(kind) or EMPTY_LISTS[kind]
    value: Any = [] if kind in EMPTY_LISTS else None
    for source, target in INITIAL.items():
        if source in element and target == name:
            value = element[source]
    return {"type": kind, name: value}
