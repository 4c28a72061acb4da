"""Rules of the blocks themselves."""

from typing import Any

from sandbox.slack.blocks.charts import check_visualization
from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.blocks.composition import EITHER, check_text, check_text_object
from sandbox.slack.blocks.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, Check, check_element
from sandbox.slack.blocks.tables import check_rich_text, check_table
from sandbox.slack.refusals import JsonObject


def check_block(block: Any, at: Complaints) -> None:  # noqa: ANN401 - unchecked
    """Check one block of any known type."""
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in CHECKS:
        at.say(f"unsupported type: {kind}")
        return
    at.length(block, "block_id", 255)
    CHECKS[kind](block, at)


def _section(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "", "block_id text fields accessory expand")
    if "text" not in block and "fields" not in block:
        at.say("missing required field: text or fields")
    check_text(block, "text", 3000, at, EITHER)
    for number, field in enumerate(at.listed(block, "fields", 10)):
        check_text_object(field, 2000, at.below("fields", number), EITHER)
    if "accessory" in block:
        _check_part(block["accessory"], at.below("accessory"), IN_SECTION)


def _context(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "elements", "block_id")
    for number, element in enumerate(at.listed(block, "elements", 10)):
        where = at.below("elements", number)
        if isinstance(element, dict) and element.get("type") == "image":
            _check_image(element, where)
        else:
            check_text_object(element, 2000, where, EITHER)


def _actions(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "elements", "block_id")
    elements = at.listed(block, "elements", 25)
    for number, element in enumerate(elements):
        check_element(element, at.below("elements", number), IN_ACTIONS)
    at.unique([e["action_id"] for e in elements if isinstance(e, dict) and "action_id" in e], "action_id")


def _input(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "label element", "block_id hint optional dispatch_action")
    check_text(block, "label", 2000, at)
    check_text(block, "hint", 2000, at)
    at.flag(block, "optional", "dispatch_action")
    if "element" in block:
        check_element(block["element"], at.below("element"), IN_INPUT)


def _header(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "text", "block_id")
    check_text(block, "text", 150, at)


def _divider(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "", "block_id")


def _image(block: JsonObject, at: Complaints) -> None:
    _check_image(block, at, "block_id title")
    check_text(block, "title", 2000, at)


def _markdown(block: JsonObject, at: Complaints) -> None:
    at.fields(block, "text", "block_id")
    at.length(block, "text", 12_000)


def _check_part(part: Any, at: Complaints, allowed: frozenset[str]) -> None:  # noqa: ANN401 - unchecked
    if isinstance(part, dict) and part.get("type") == "image":
        _check_image(part, at)
    else:
        check_element(part, at, allowed)


def _check_image(image: JsonObject, at: Complaints, further: str = "") -> None:
    at.fields(image, "alt_text", f"image_url slack_file {further}")
    if ("image_url" in image) == ("slack_file" in image):
        at.say("must have exactly one of image_url and slack_file")
    at.length(image, "image_url", 3000)
    at.length(image, "alt_text", 2000)


CHECKS: dict[str, Check] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "header": _header,
    "divider": _divider,
    "image": _image,
    "rich_text": check_rich_text,
    "markdown": _markdown,
    "data_visualization": check_visualization,
    "data_table": check_table,
}
