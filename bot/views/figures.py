"""Charts and tables that Slack draws itself; their limits are kept here and nowhere else.

Limits: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block and …/data-table-block. Those of
charts differ from page to page (6 series or 12); ours stay below either.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.views.parts import Block
from bot.views.texts import literal, one_line, width

TABLE_ROWS: Final = 100
TABLE_SIZE: Final = 10_000
"""The most characters of all cells of a table together."""

_POINTS: Final = 20
_SERIES: Final = 6
_LABEL: Final = 20
_TITLE: Final = 50
_CAPTION: Final = 200
_CELL: Final = 300


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its name, and a value for each category."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands along a chart: the categories, each of them once, and what the two axes are called."""

    categories: tuple[str, ...]
    x_label: str
    y_label: str


def chart(kind: Literal["area", "bar"], title: str, axes: Axes, series: Sequence[Series]) -> Block:
    """Build a chart; Slack stacks areas, and sets bars side by side."""
    labels = [bare(label, _LABEL) for label in axes.categories[-_POINTS:]]
    config = {"categories": labels, "x_label": bare(axes.x_label, _TITLE), "y_label": bare(axes.y_label, _TITLE)}
    drawn = [_series(each, labels) for each in series[:_SERIES]]
    figure = {"type": kind, "series": drawn, "axis_config": config}
    return {"type": "data_visualization", "title": bare(title, _TITLE), "chart": figure}


def _series(series: Series, labels: Sequence[str]) -> Block:
    values = series.values[-len(labels) :]
    points = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]
    return {"name": bare(series.name, _LABEL), "data": points}


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Block]], page_size: int) -> Block:
    """Build a table of at least one row; a message holds one table. The first column names each row.

    Whoever fills it keeps all cells within `TABLE_SIZE`: what `written` counts.
    """
    header = [text_cell(name) for name in head]
    shown = [header, *map(list, rows[:TABLE_ROWS])]
    return {"type": "data_table", "caption": bare(caption, _CAPTION), "rows": shown, "page_size": page_size}


def text_cell(text: str) -> Block:
    """Build a cell of someone's words: Slack reads no markup there, and refuses an empty one."""
    return {"type": "raw_text", "text": bare(text, _CELL)}


def number_cell(value: int, text: str) -> Block:
    """Build a cell that shows `text` and is sorted by `value`."""
    return {"type": "raw_number", "value": value, "text": bare(text, _CELL)}


def button_cell(button: Block) -> Block:
    """Build a cell with a button."""
    return {"type": "action", "element": button}


def written(cells: Sequence[Block]) -> int:
    """Count the characters of some cells, as Slack does at most."""
    return sum(width(_words(cell)) for cell in cells)


def _words(cell: Block) -> str:
    label: str = cell["element"]["text"]["text"] if cell["type"] == "action" else cell["text"]
    return label


def size(blocks: Sequence[Block]) -> int:
    """Count what `MESSAGE_SIZE` limits: all blocks as JSON, of a table its words alone, which have their own limit."""
    tables = [block for block in blocks if block["type"] == "data_table"]
    others = [block for block in blocks if block["type"] != "data_table"]
    words = sum(written(row) for block in tables for row in block["rows"])
    return words + width(json.dumps(others, ensure_ascii=False))


def bare(text: str, most: int) -> str:
    """Make someone's text one line of at most `most` characters, for where Slack reads no markup."""
    return literal(one_line(text), most)
