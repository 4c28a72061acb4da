"""Rules of the three surfaces: messages, modals, Home."""

import json
from collections.abc import Set as AbstractSet
from typing import Any

from sandbox.slack import texts
from sandbox.slack.blocks.charts import MOST_CHARTS
from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.blocks.composition import check_text
from sandbox.slack.blocks.layout import check_block
from sandbox.slack.blocks.tables import MOST_TABLES
from sandbox.slack.refusals import JsonObject, SlackRefusal

MODAL = "callback_id private_metadata external_id submit close clear_on_close notify_on_close submit_disabled"
MOST_BYTES = 250_000
EVERYTHING: AbstractSet[str] = frozenset()


def check_message(blocks: Any, unknown: AbstractSet[str] = EVERYTHING) -> list[JsonObject]:  # noqa: ANN401 - unchecked
    """The blocks of a message, or a refusal: at most 50, no file inputs; `unknown` to an older workspace."""
    at = Complaints()
    checked = _check_blocks({"blocks": blocks}, at, 50)
    _bar(checked, at, "file_input", *unknown)
    _count(checked, at)
    if at.found:
        raise SlackRefusal("invalid_blocks", at.found)
    return checked


def check_modal(view: Any) -> JsonObject:  # noqa: ANN401 - unchecked
    """The modal, or a refusal: texts of the frame at most 24 characters, a submit button where there is an input."""
    at = Complaints("/view")
    frame = _frame(view, at, "modal")
    at.fields(frame, "title blocks", MODAL)
    for name in ("title", "submit", "close"):
        check_text(frame, name, 24, at)
    blocks = _check_blocks(frame, at, 100)
    if "submit" not in frame and any(block.get("type") == "input" for block in blocks):
        at.say("missing required field: submit")
    _bar(blocks, at, "markdown", "data_visualization", "data_table")
    return _accepted(frame, at)


def check_home(view: Any, unknown: AbstractSet[str] = EVERYTHING) -> JsonObject:  # noqa: ANN401 - unchecked
    """The Home view, or a refusal; `unknown` are block types that an older workspace has not heard of."""
    at = Complaints("/view")
    frame = _frame(view, at, "home")
    at.fields(frame, "blocks", "callback_id private_metadata external_id")
    blocks = _check_blocks(frame, at, 100)
    _bar(blocks, at, "markdown", "file_input", "data_table", *unknown)
    _count(blocks, at)
    return _accepted(frame, at)


def _frame(view: Any, at: Complaints, kind: str) -> JsonObject:  # noqa: ANN401 - unchecked
    if not isinstance(view, dict) or view.get("type") != kind:
        at.say(f"must be a view of type {kind}")
        raise SlackRefusal("invalid_arguments", at.found)
    at.length(view, "private_metadata", 3000, 0)
    at.length(view, "callback_id", 255)
    at.length(view, "external_id", 255, 0)
    if len(json.dumps(view, ensure_ascii=False).encode("utf-8", "replace")) > MOST_BYTES:
        raise SlackRefusal("view_too_large")
    return view


def _accepted(view: JsonObject, at: Complaints) -> JsonObject:
    if at.found:
        raise SlackRefusal("invalid_arguments", at.found)
    return view


def _bar(blocks: list[JsonObject], at: Complaints, *kinds: str) -> None:
    """Complain of blocks and elements that this surface does not show."""
    elements = [element for _, element in texts.elements(blocks)]
    for kind in {part.get("type") for part in [*blocks, *elements]} & set(kinds):
        at.say(f"unsupported type: {kind}")


def _count(blocks: list[JsonObject], at: Complaints) -> None:
    """Complain of more charts and tables than a surface shows."""
    kinds = [block.get("type") for block in blocks]
    if kinds.count("data_visualization") > MOST_CHARTS:
        at.say(f"no more than {MOST_CHARTS} data_visualization blocks allowed")
    if kinds.count("data_table") > MOST_TABLES:
        at.say("only_one_table_allowed")


def _check_blocks(part: JsonObject, at: Complaints, most: int) -> list[JsonObject]:
    blocks = at.listed(part, "blocks", most, 0)
    for number, block in enumerate(blocks):
        check_block(block, at.below("blocks", number))
    known = [block for block in blocks if isinstance(block, dict)]
    at.below("blocks").unique([b["block_id"] for b in known if isinstance(b.get("block_id"), str)], "block_id")
    return known
