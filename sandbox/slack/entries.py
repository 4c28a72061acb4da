"""What one person can enter in an element, and how Slack keeps it in the state of a view or a message."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.slack.forms import NotOnScreen, option, options_of
from sandbox.slack.records import Channel
from sandbox.slack.refusals import JsonObject
from sandbox.slack.shapes import file_json
from sandbox.slack.view import EMPTY, EMPTY_LISTS
from sandbox.slack.workspace import Workspace

SINGULAR = {
    "selected_options": "selected_option",
    "selected_users": "selected_user",
    "selected_conversations": "selected_conversation",
    "selected_channels": "selected_channel",
    "files": "file",
}


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of `viewer`, who is offered the people and conversations of `workspace` that they may see."""

    workspace: Workspace
    viewer: str

    def state(self, element: JsonObject, value: Any) -> JsonObject:  # noqa: ANN401 - any kind of input
        """The state of `element` once `value` was entered; NotOnScreen where it does not offer that.

        Options are given by value or text, rich text as its block, people, conversations and files by id, dates and
        times as text or as `datetime` has them, an instant as unix seconds, as ISO text or as an aware datetime.
        """
        kind = element["type"]
        if kind in EMPTY_LISTS:
            name = EMPTY_LISTS[kind]
            keep = self._keepers()[SINGULAR[name]]
            return {"type": kind, name: [keep(element, one) for one in value or []]}
        name = EMPTY[kind]
        return {"type": kind, name: None if value in (None, "") else self._keepers()[name](element, value)}

    def click(self, block: JsonObject, element: JsonObject, value: Any) -> JsonObject:  # noqa: ANN401 - any kind of input
        """The entry of `actions` for a press of a button, or for entering `value` in any other element."""
        place: JsonObject = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"]}
        if element["type"] == "button":
            return place | {name: element[name] for name in ("text", "value", "style") if name in element}
        if element["type"] == "overflow":
            return place | {"selected_option": option(options_of(element), str(value))}
        return place | self.state(element, value)

    def conversations(self, element: JsonObject) -> list[Channel]:
        """The conversations that `element` offers: public ones and the viewer's own, through its filter."""
        wanted: JsonObject = element.get("filter", {})
        kinds = {"public"} if "channels" in element["type"] else set(wanted.get("include", ["public", "private", "im"]))
        if wanted.get("exclude_bot_users"):
            kinds -= {"im"}
        seen = [c for c in self.workspace.channels.values() if c.kind == "public" or self.viewer in c.members]
        return [channel for channel in seen if channel.kind in kinds and not channel.archived]

    def _keepers(self) -> dict[str, Callable[[JsonObject, Any], Any]]:
        """How each kind of entry is kept, by its name in the state."""
        return {
            "value": lambda _element, value: str(value),
            "rich_text_value": lambda _element, value: value,
            "selected_option": lambda element, value: (
                value if isinstance(value, dict) else option(options_of(element), str(value))
            ),
            "selected_user": self._person,
            "selected_conversation": self._conversation,
            "selected_channel": self._conversation,
            "selected_date": lambda _element, value: value if isinstance(value, str) else f"{value:%Y-%m-%d}",
            "selected_time": lambda _element, value: value if isinstance(value, str) else f"{value:%H:%M}",
            "selected_date_time": lambda _element, value: _seconds(value),
            "file": lambda _element, value: file_json(self.workspace.files[value]),
        }

    def _person(self, _element: JsonObject, identity: str) -> str:
        member = self.workspace.members.get(identity)
        if member is None or member.deleted:
            message = f"{identity} is nobody whom Slack offers"
            raise NotOnScreen(message)
        return identity

    def _conversation(self, element: JsonObject, identity: str) -> str:
        if identity not in {channel.id for channel in self.conversations(element)}:
            message = f"{identity} is no conversation that {self.viewer} is offered"
            raise NotOnScreen(message)
        return identity


def _seconds(value: Any) -> int:  # noqa: ANN401 - any way to name an instant
    """Unix seconds of an instant; ValueError where a text or datetime leaves its zone open."""
    if isinstance(value, str) and not value.isdigit():
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return int(value)
    if value.tzinfo is None:
        message = f"{value} names no zone"
        raise ValueError(message)
    return int(value.timestamp())
