"""Inputs that only some forms have: a time of day, boxes to tick."""

from collections.abc import Collection, Sequence

from bot.views.parts import Block, Field, input_of


def time_input(asked: Field, initial: str | None = None) -> Block:
    """Build an input for a time of day, `HH:MM`."""
    element: Block = {"type": "timepicker"}
    return input_of(asked, element if initial is None else element | {"initial_time": initial})


def checkboxes(asked: Field, options: Sequence[Block], ticked: Collection[str] = ()) -> Block:
    """Build up to ten boxes to tick; `ticked` are the values of those that are preset. An empty list Slack refuses."""
    preset = [offered for offered in options if offered["value"] in ticked]
    element: Block = {"type": "checkboxes", "options": list(options)}
    return input_of(asked, element | ({"initial_options": preset} if preset else {}))
