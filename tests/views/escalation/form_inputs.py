"""What stands in the inputs of the form, as Slack sends it."""

from typing import Any

from bot import ids
from bot.views.parts import Block


def chosen(value: str) -> Block:
    """The state of a select or of radio buttons."""
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}


def submitted(**inputs: Any) -> Block:  # noqa: ANN401
    """A view as Slack sends it: the four required inputs filled, and `inputs` over them."""
    filled = {
        ids.CUSTOMER: chosen("A-001"),
        ids.REQUEST_TYPE: chosen("action"),
        ids.URGENCY: chosen("high"),
        ids.SUMMARY: {"value": "Export fails"},
    }
    return {"state": {"values": {name: {name: given} for name, given in (filled | inputs).items()}}}
