"""A piece of a digest: rows and lines that fit into one message, shown with Slack's newest blocks or without."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.views import parts
from bot.views.digest import entries, table
from bot.views.digest.entries import Line, Part
from bot.views.parts import Block
from bot.views.texts import Markup, dotted, width
from bot.words import Words
from workflows.digest.snapshot import Row, Snapshot

_PARAGRAPH: Final = 2_900
"""What one section holds of our lines, a little below what Slack takes."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows for the table, and lines by section."""

    rows: tuple[Row, ...]
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """Answer how many rows and lines there are."""
        return len(self.rows) + sum(len(part.lines) for part in self.parts)

    def first(self, rows: int, lines: int) -> "Excerpt":
        """Answer the first rows, and the first lines of each section."""
        return Excerpt(self.rows[:rows], tuple(part.first(lines) for part in self.parts))

    def after(self, rows: int, lines: int) -> "Excerpt":
        """Answer what `first` leaves over."""
        rest = (part.after(lines) for part in self.parts)
        return Excerpt(self.rows[rows:], tuple(part for part in rest if part.lines))


def everything(snapshot: Snapshot, words: Words) -> Excerpt:
    """Answer all that a digest lists."""
    return Excerpt(table.rows_of(snapshot), tuple(entries.parts_of(snapshot, words)))


def lines_of(excerpt: Excerpt, words: Words) -> list[Block]:
    """Build the sections, and one line that names those in which there is nothing."""
    told = [part for part in excerpt.parts if part.lines or part.count or part.closing]
    none = [_title(part, words) for part in excerpt.parts if part not in told]
    blocks = [block for part in told for block in _section(part, words)]
    if none:
        blocks.append(parts.context(Markup(words.say("edition.none", parts=dotted(words, *none)))))
    return blocks


def _section(part: Part, words: Words) -> Iterator[Block]:
    """Build one section: its title with the count, its lines below the names of their groups, its closing words."""
    continued, title = part.is_continued, _title(part, words)
    head = words.say("edition.part.continued" if continued else "edition.part", title=title, count=part.count)
    yield from paragraphs([Markup(head), *_grouped(part.lines)])
    private = [Markup(words.plural("edition.private", part.private))] if part.private else []
    closing = [part.closing] if part.closing else []
    yield from (parts.context(text) for text in (*private, *closing))


def _title(part: Part, words: Words) -> str:
    return words.say(f"edition.part.{part.section.value}")


def _grouped(lines: Iterable[Line]) -> Iterator[Markup]:
    """Put the name of a group above its first line."""
    last: Markup | None = None
    for line in lines:
        if line.group is not None and line.group != last:
            yield line.group
        last = line.group
        yield line.text


def paragraphs(lines: Sequence[Markup]) -> list[Block]:
    """Build as few sections of lines as Slack takes."""
    filled: list[list[Markup]] = [[]]
    room = _PARAGRAPH
    for line in lines:
        room -= width(line) + 1
        if room < 0 and filled[-1]:
            filled.append([])
            room = _PARAGRAPH - width(line) - 1
        filled[-1].append(line)
    return [parts.section(Markup("\n".join(together))) for together in filled if together]
