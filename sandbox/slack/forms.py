"""What one can fill in: finding elements, picking options, noticing what is missing."""

from typing import Any

from sandbox.slack import texts
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import View

MISSING = "Please complete this required field."
TOO_LONG = "Please shorten this text."
DEFAULT_LENGTH = 3000
Part = tuple[JsonObject, JsonObject]


class NotOnScreen(LookupError):  # noqa: N818 - said of a person's wish, not of a fault
    """A person tried what their Slack does not offer at this moment."""


def part_of(blocks: list[JsonObject], name: str, value: Any = None) -> Part:  # noqa: ANN401 - any kind of input
    """The block and element of action id (or block id) `name`, and of `value` where several share the name."""
    for block, element in texts.elements(blocks):
        named = name in {element.get("action_id"), block.get("block_id")}
        if named and (value is None or _offers(element, value)):
            return block, element
    shown = [element["action_id"] for _, element in texts.elements(blocks)]
    message = f"{name} (value {value!r}) is not among {shown}"
    raise NotOnScreen(message)


def _offers(element: JsonObject, value: Any) -> bool:  # noqa: ANN401 - any kind of input
    """Whether `value` can be had of `element`; one without a list of its own may offer anything."""
    if element["type"] == "button":
        return bool(value == element.get("value"))
    options = options_of(element)
    return not options or not isinstance(value, str) or any(value in _names(option) for option in options)


def _names(option: JsonObject) -> set[str]:
    return {option["value"], option["text"]["text"]}


def options_of(part: JsonObject) -> list[JsonObject]:
    """All options of an element or of an answer to a suggestion, groups flattened."""
    groups = [group["options"] for group in part.get("option_groups") or []]
    return [option for options in [part.get("options") or [], *groups] for option in options]


def option(options: list[JsonObject], value: str) -> JsonObject:
    """The option of that value (`text` works, too)."""
    for candidate in options:
        if value in _names(candidate):
            return candidate
    message = f"{value!r} is not among {[candidate['value'] for candidate in options]}"
    raise NotOnScreen(message)


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
