"""What one can fill in: finding elements, picking options, noticing what is missing."""

from collections.abc import Callable
from typing import Any

from sandbox.slack import texts
from sandbox.slack.records import SharedFile
from sandbox.slack.refusals import JsonObject
from sandbox.slack.shapes import file_json
from sandbox.slack.view import EMPTY, EMPTY_LISTS, View

MISSING = "Please complete this required field."
TOO_LONG = "Please shorten this text."
DEFAULT_LENGTH = 3000
Part = tuple[JsonObject, JsonObject]


class NotOnScreen(LookupError):  # noqa: N818 - said of a person's wish, not of a fault
    """A person tried what their Slack does not offer at this moment."""


def part_of(blocks: list[JsonObject], name: str, value: str | None = None) -> Part:
    """The block and element of action id (or block id) `name`, and of `value` where several share the name."""
    for block, element in texts.elements(blocks):
        named = name in {element.get("action_id"), block.get("block_id")}
        if named and (value is None or _offers(element, value)):
            return block, element
    shown = [element["action_id"] for _, element in texts.elements(blocks)]
    message = f"{name} (value {value!r}) is not among {shown}"
    raise NotOnScreen(message)


def _offers(element: JsonObject, value: str) -> bool:
    return value == element.get("value") or any(option["value"] == value for option in options_of(element))


def options_of(part: JsonObject) -> list[JsonObject]:
    """All options of an element or of an answer to a suggestion, groups flattened."""
    groups = [group["options"] for group in part.get("option_groups") or []]
    return [option for options in [part.get("options") or [], *groups] for option in options]


def option(options: list[JsonObject], value: str) -> JsonObject:
    """The option of that value (`text` works, too)."""
    for candidate in options:
        if value in {candidate["value"], candidate["text"]["text"]}:
            return candidate
    message = f"{value!r} is not among {[candidate['value'] for candidate in options]}"
    raise NotOnScreen(message)


def state_of(element: JsonObject, value: Any, file: Callable[[str], SharedFile]) -> JsonObject:  # noqa: ANN401
    """The state of `element` once `value` was entered; options are given by their value, files by id."""
    kind = element["type"]
    name = EMPTY.get(kind) or EMPTY_LISTS[kind]
    if name == "selected_option":
        value = option(options_of(element), value) if isinstance(value, str) else value
    elif name == "selected_options":
        value = [option(options_of(element), one) for one in value]
    elif name == "files":
        value = [file_json(file(one)) for one in value]
    return {"type": kind, name: value}


def action_of(block: JsonObject, element: JsonObject, state: JsonObject) -> JsonObject:
    """The entry of `actions` for an element in the given state."""
    return {"block_id": block["block_id"], "action_id": element["action_id"], **state}


def click_of(block: JsonObject, element: JsonObject, value: str | None) -> JsonObject:
    """The entry of `actions` for a click on a button, or for a choice of `value` in a menu."""
    if element["type"] != "button":
        return action_of(
            block, element, {"type": element["type"], "selected_option": option(options_of(element), str(value))}
        )
    state: JsonObject = {name: element[name] for name in ("text", "value", "style") if name in element}
    return action_of(block, element, {"type": "button", **state})


def incomplete(view: View) -> dict[str, str]:
    """What Slack's own client complains of before it sends a form: required, but empty; too long."""
    found: dict[str, str] = {}
    for block, element in texts.elements(view.blocks):
        if block["type"] != "input":
            continue
        state = view.values[block["block_id"]][element["action_id"]]
        entered = next((value for name, value in state.items() if name != "type"), None)
        if entered in (None, "", []) and not block.get("optional"):
            found[block["block_id"]] = MISSING
        elif isinstance(entered, str) and len(entered) > element.get("max_length", DEFAULT_LENGTH):
            found[block["block_id"]] = TOO_LONG
    return found
