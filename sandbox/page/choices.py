"""Elements with something to choose or type: what they offer, what was entered, and back again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.slack import forms
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.records import Member
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import EMPTY, EMPTY_LISTS, View
from sandbox.slack.workspace import Workspace

LOCAL_MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list; `option` is what comes back when it is chosen, `group` heads a new group."""

    value: str
    text: str
    option: Any
    description: str = ""
    group: str = ""


def of_options(options: Iterable[JsonObject], group: str = "") -> list[Choice]:
    """The lines for Block Kit options."""
    found: list[Choice] = []
    for option in options:
        about = (option.get("description") or {}).get("text", "")
        head = group if not found else ""
        found.append(Choice(option["value"], option["text"]["text"], option, about, head))
    return found


class Choices:
    """The lists of one person's screen: the workspace has its members and channels."""

    def __init__(self, workspace: Workspace, viewer: Member) -> None:
        """Take whose screen it is."""
        self._workspace = workspace
        self._viewer = viewer

    def offered(self, element: JsonObject) -> list[Choice]:
        """What an element offers from the start; an external select offers nothing before it is asked."""
        if "users" in element["type"]:
            people = [m for m in self._workspace.members.values() if not m.is_bot and not m.deleted]
            return [Choice(m.id, m.real_name, m.id) for m in people]
        if "conversations" in element["type"] or "channels" in element["type"]:
            seen = [c for c in self._workspace.channels.values() if self._viewer.id in c.members and not c.is_im]
            return [Choice(c.id, f"#{c.name}", c.id) for c in seen]
        if "option_groups" in element:
            return [
                one
                for group in element["option_groups"]
                for one in of_options(group["options"], group["label"]["text"])
            ]
        return of_options(element.get("options", []))

    def chosen(self, element: JsonObject, state: JsonObject | None) -> list[Choice]:
        """What is chosen now: the typed state, or what a message's element begins with."""
        entered = _kept(element, state)
        many = entered if isinstance(entered, list) else [entered]
        kept = [one for one in many if one]
        if kept and isinstance(kept[0], dict):
            return of_options(kept)
        return [one for one in self.offered(element) if one.value in kept]

    def value(self, element: JsonObject, state: JsonObject | None) -> str:
        """What stands in a text, date or time input."""
        entered = _kept(element, state)
        if element["type"] == "datetimepicker" and entered:
            return datetime.fromtimestamp(int(entered), ZoneInfo(self._viewer.tz)).strftime(LOCAL_MOMENT)
        return "" if entered is None else str(entered)

    def enter(self, view: View, typed: Iterable[JsonObject]) -> None:
        """Keep what stands in the form on screen; fields that a change of the view took away are left out."""
        for one in typed:
            try:
                block, element = _find(view.blocks, str(one["block"]), str(one["action"]))
                state = self._state(element, one["value"])
            except (NotOnScreen, KeyError):
                continue
            view.values.setdefault(block["block_id"], {})[element["action_id"]] = state

    def _state(self, element: JsonObject, raw: Any) -> JsonObject:  # noqa: ANN401 - any kind of input
        """What a field holds, as Slack keeps it."""
        if element["type"] == "multi_external_select":
            return {"type": element["type"], "selected_options": list(raw or [])}
        return forms.state_of(element, self._entered(element, raw), self._workspace.files.__getitem__)

    def _entered(self, element: JsonObject, raw: Any) -> Any:  # noqa: ANN401 - any kind of input
        """The value of a field; an empty one is None, or no entry."""
        if element["type"] in EMPTY_LISTS:
            return [one["value"] if isinstance(one, dict) else one for one in raw or []]
        if element["type"] == "datetimepicker" and raw:
            local = datetime.strptime(str(raw), LOCAL_MOMENT)  # noqa: DTZ007 - the zone is the person's
            return int(local.replace(tzinfo=ZoneInfo(self._viewer.tz)).timestamp())
        return raw or None


def _find(blocks: list[JsonObject], block_id: str, action_id: str) -> forms.Part:
    return forms.part_of([block for block in blocks if block.get("block_id") == block_id], action_id)


def _kept(element: JsonObject, state: JsonObject | None) -> Any:  # noqa: ANN401 - any kind of input
    kind = element["type"]
    name = EMPTY.get(kind) or EMPTY_LISTS.get(kind, "value")
    if state is not None:
        return state.get(name)
    starts = (
        "initial_value",
        "initial_option",
        "initial_options",
        "initial_user",
        "initial_users",
        "initial_conversation",
        "initial_conversations",
        "initial_channel",
        "initial_date",
        "initial_time",
        "initial_date_time",
    )
    return next((element[start] for start in starts if start in element), None)
