"""Slack's data table block, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.slack.refusals import JsonObject

PAGE_SIZE = 5


@dataclass(frozen=True, slots=True)
class TablePage:
    """The rows from the `first`-th to the `last`-th of `count`."""

    rows: list[list[JsonObject]]
    first: int
    last: int
    count: int


def table_pages(block: JsonObject) -> list[TablePage]:
    """The pages of one data table that Slack has accepted; its header stands on each of them."""
    return list(_pages(block["rows"][1:], int(block.get("page_size", PAGE_SIZE))))


def _pages(rows: list[list[JsonObject]], size: int) -> Iterator[TablePage]:
    for start in range(0, len(rows), size):
        page = rows[start : start + size]
        yield TablePage(page, start + 1, start + len(page), len(rows))
