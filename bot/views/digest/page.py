"""What a digest's message has no room for, page after page in its thread."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from bot.views import figures, parts
from bot.views.digest import excerpt, facts, message, table
from bot.views.digest.entries import Line, Part
from bot.views.digest.excerpt import Excerpt
from bot.views.parts import MESSAGE_SIZE, Block, Message
from bot.views.texts import Markup, width
from bot.words import Words
from storage.vocabulary import Section
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
    dealt: list[list[_Piece]] = []
    room = 0
    for piece in _pieces(rest, snapshot, words):
        if piece.cost > room or len(dealt[-1]) == figures.TABLE_ROWS:
            if len(dealt) == MOST_PAGES:
                break
            dealt.append([])
            room = _ROOM
        dealt[-1].append(piece)
        room -= piece.cost
    return [_page(pieces) for pieces in dealt], rest.count - sum(map(len, dealt))


class _Piece(NamedTuple):
    """A row, or a line of a part, and what it takes without Slack's table.

    The table takes less: its cells hold the same words, unescaped.
    """

    of: Row | Part
    line: Line | None
    cost: int


def _pieces(rest: Excerpt, snapshot: Snapshot, words: Words) -> Iterator[_Piece]:
    for row in rest.rows:
        yield _Piece(row, None, _cost(table.line(row, snapshot, words)))
    for part in rest.parts:
        for line in part.lines:
            yield _Piece(part, line, _cost(line.text) + _cost(line.group or ""))


def _cost(text: str) -> int:
    return width(json.dumps(text, ensure_ascii=False))


def _page(pieces: list[_Piece]) -> Excerpt:
    """Put together what was dealt to one page: the rows, and the lines by their parts."""
    rows = tuple(piece.of for piece in pieces if isinstance(piece.of, Row))
    parts_of = {piece.of.section: piece.of for piece in pieces if isinstance(piece.of, Part)}
    lines: dict[Section, list[Line]] = defaultdict(list)
    for piece in pieces:
        if isinstance(piece.of, Part) and piece.line is not None:
            lines[piece.of.section].append(piece.line)
    return Excerpt(rows, tuple(replace(part, lines=tuple(lines[section])) for section, part in parts_of.items()))
