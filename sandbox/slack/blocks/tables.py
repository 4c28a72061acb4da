"""Rules of the data table block (docs.slack.dev/reference/block-kit/blocks/data-table-block).

One stands in a message, as of the table block before it (`only_one_table_allowed`); an empty cell is refused.
"""

import itertools
from collections.abc import Callable
from typing import Any

from sandbox.slack import texts
from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.blocks.elements import check_element
from sandbox.slack.refusals import JsonObject

MOST_TABLES = 1
MOST_ROWS = 101
MOST_COLUMNS = 20
MOST_CHARACTERS = 10_000
PLAIN_CELLS = frozenset({"raw_text", "raw_number"})
IN_CELL = frozenset({"button"})
RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}


def check_table(block: JsonObject, at: Complaints) -> None:
    """Check one `data_table`: its caption, its pages, and that all its rows have the header's cells."""
    at.fields(block, "rows caption", "block_id page_size row_header_column_index")
    at.length(block, "caption", MOST_CHARACTERS)
    at.number({"page_size": 1, **block}, "page_size", 1, 100)
    rows = at.listed(block, "rows", MOST_ROWS, 2)
    cells = [at.below("rows").listed({str(n): row}, str(n), MOST_COLUMNS) for n, row in enumerate(rows)]
    at.number(block, "row_header_column_index", 0, max(len(cells[0]) - 1, 0) if cells else 0)
    for number, row in enumerate(cells):
        _check_row(row, at.below("rows", number), PLAIN_CELLS if number == 0 else frozenset(CELLS))
    _check_size(cells, at.below("rows"))


def check_rich_text(block: JsonObject, at: Complaints) -> None:
    """Check a rich_text, be it a block or a cell."""
    at.fields(block, "elements", "block_id")
    for number, element in enumerate(at.listed(block, "elements", 1000, 0)):
        if not isinstance(element, dict) or element.get("type") not in RICH:
            at.below("elements", number).say("must be a rich text element")


def _check_size(rows: list[list[Any]], at: Complaints) -> None:
    if len({len(row) for row in rows}) > 1:
        at.say("all rows must have the same number of cells")
    written = sum(len(texts.visible(cell)) for cell in itertools.chain(*rows))
    if written > MOST_CHARACTERS:
        at.say(f"must be less than {MOST_CHARACTERS + 1} characters over all cells")


def _check_row(cells: list[Any], at: Complaints, allowed: frozenset[str]) -> None:
    for number, cell in enumerate(cells):
        _check_cell(cell, at.below(number), allowed)


def _check_cell(cell: Any, at: Complaints, allowed: frozenset[str]) -> None:  # noqa: ANN401 - unchecked
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind not in allowed:
        at.say(f"unsupported type: {kind}")
        return
    CELLS[kind](cell, at)


def _raw_text(cell: JsonObject, at: Complaints) -> None:
    at.fields(cell, "text")
    at.length(cell, "text", MOST_CHARACTERS)


def _raw_number(cell: JsonObject, at: Complaints) -> None:
    at.fields(cell, "value text")
    at.length(cell, "text", MOST_CHARACTERS)
    value = cell.get("value", 0)
    if not isinstance(value, int | float) or isinstance(value, bool):
        at.below("value").say("must be a number")


def _action(cell: JsonObject, at: Complaints) -> None:
    at.fields(cell, "element", "fallback")
    if "element" in cell:
        check_element(cell["element"], at.below("element"), IN_CELL)
    if "fallback" in cell:
        _check_cell(cell["fallback"], at.below("fallback"), PLAIN_CELLS)


CELLS: dict[str, Callable[[JsonObject, Complaints], None]] = {
    "raw_text": _raw_text,
    "raw_number": _raw_number,
    "rich_text": check_rich_text,
    "action": _action,
}
