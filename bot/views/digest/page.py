"""What a digest's message has no room for, page after page in its thread."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.views import figures, parts
from bot.views.digest import excerpt, facts, message, table
from bot.views.digest.entries import Part
from bot.views.digest.excerpt import Excerpt
from bot.views.parts import MESSAGE_SIZE, Block, Message
from bot.views.texts import Markup, width
from bot.words import Words
from workflows.digest.snapshot import Row, Snapshot
from workflows.refusals import DeskRefused, Refusal

MOST_PAGES: Final = 10
"""A thread is read, not leafed through: what comes after so many pages stands in the file alone."""

PAGE_SIZE: Final = 25
_ROOM: Final = MESSAGE_SIZE - 2_000
"""What the rows and lines of a page may take; the rest is for what stands around them."""


def pages(snapshot: Snapshot, words: Words) -> int:
    """Answer how many pages follow a digest's message; `words` are those in which it is posted."""
    return len(_pages(snapshot, words)[0])


def build(snapshot: Snapshot, number: int, words: Words) -> Message:
    """Build the page `number`, counted from 1. Raises DeskRefused where there is none."""
    found, left_out = _pages(snapshot, words)
    if not 1 <= number <= len(found):
        raise DeskRefused(Refusal.NO_SUCH_DIGEST)
    shown, place = found[number - 1], {"page": number, "pages": len(found)}
    top = parts.context(Markup(words.say("edition.page", **place)))
    below = excerpt.lines_of(shown, words)
    if left_out and number == len(found):
        below.append(parts.context(Markup(words.plural("edition.left_out", left_out))))
    text = words.say("edition.page.text", day=facts.day(snapshot, words), **place)
    native = parts.present(top, table.native(shown.rows, snapshot, words, PAGE_SIZE), *below)
    return Message(text, native, [top, *_plain(shown, snapshot, words), *below])


def _plain(shown: Excerpt, snapshot: Snapshot, words: Words) -> list[Block]:
    return excerpt.paragraphs([table.line(row, snapshot, words) for row in shown.rows])


def _pages(snapshot: Snapshot, words: Words) -> tuple[list[Excerpt], int]:
    """Deal what is left over out to pages; answer them, and how many rows and lines no page has."""
    rest = message.rest(snapshot, words)
    found: list[Excerpt] = [Excerpt((), ())]
    room, left_out = _ROOM, rest.count
    for piece, cost in _pieces(rest, snapshot, words):
        if cost > room or len(found[-1].rows) == figures.TABLE_ROWS:
            if len(found) == MOST_PAGES:
                break
            found.append(Excerpt((), ()))
            room = _ROOM
        found[-1] = _with(found[-1], piece)
        room, left_out = room - cost, left_out - 1
    return [page for page in found if page.count], left_out


def _pieces(rest: Excerpt, snapshot: Snapshot, words: Words) -> Iterator[tuple[Row | Part, int]]:
    """Answer every row, and every line as a part of its own, each with what it takes without Slack's table.

    The table takes less: its cells hold the same words, unescaped.
    """
    for row in rest.rows:
        yield row, _cost(table.line(row, snapshot, words))
    for part in rest.parts:
        for line in part.lines:
            yield replace(part, lines=(line,)), _cost(line.text) + (0 if line.group is None else _cost(line.group))


def _cost(text: str) -> int:
    return width(json.dumps(text, ensure_ascii=False))


def _with(page: Excerpt, piece: Row | Part) -> Excerpt:
    if isinstance(piece, Row):
        return replace(page, rows=(*page.rows, piece))
    *before, last = page.parts or (None,)
    if last is None or last.section is not piece.section:
        return replace(page, parts=(*page.parts, piece))
    return replace(page, parts=(*before, replace(last, lines=(*last.lines, *piece.lines))))
