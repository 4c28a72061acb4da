"""A digest's own message: one sentence that can be read alone, a chart, what is most pressing, what has changed."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.views import figures, parts
from bot.views.digest import chart, excerpt, facts, table, takeaway
from bot.views.digest.excerpt import Excerpt
from bot.views.parts import FALLBACK, MESSAGE_BLOCKS, MESSAGE_SIZE, Block, Message
from bot.views.texts import Markup, clip, say
from bot.words import Words
from workflows.digest.snapshot import Snapshot

MOST_SKIPPED: Final = 4
PAGE_SIZE: Final = 10
"""Rows of a table before one must turn its page."""


class Room(NamedTuple):
    """How many rows and lines of each section a message shows, and how many rows have a button without a table."""

    rows: int
    lines: int
    buttons: int


ROOMS: Final = (Room(30, 8, 10), Room(20, 6, 8), Room(12, 5, 6), Room(8, 4, 4), Room(5, 3, 3), Room(2, 1, 2))
"""From the most that is read at a glance down to what fits whatever people have written."""


def build(snapshot: Snapshot, words: Words) -> Message:
    """Build the message, the same rows and lines with the newest blocks and without."""
    sentence = takeaway.build(snapshot, words)
    text = clip(words.say("edition.text", heading=facts.heading(snapshot, words), takeaway=sentence), FALLBACK)
    if snapshot.is_empty:
        return Message(text, [parts.section(Markup(text)), *_notes(snapshot, words)])
    told = excerpt.everything(snapshot, words)
    _, native, plain = _fitting(told, snapshot, words)
    return Message(text, native, plain)


def rest(snapshot: Snapshot, words: Words) -> Excerpt:
    """Answer what the message has no room for."""
    told = excerpt.everything(snapshot, words)
    room, _, _ = _fitting(told, snapshot, words)
    return told.after(room.rows, room.lines)


def _fitting(told: Excerpt, snapshot: Snapshot, words: Words) -> tuple[Room, list[Block], list[Block]]:
    """Find the room in which Slack takes the message in either form; answer it with the blocks of both."""
    top = [parts.header(facts.heading(snapshot, words)), parts.section(Markup(takeaway.build(snapshot, words)))]
    top += _notes(snapshot, words)
    for room in ROOMS:
        shown = told.first(room.rows, room.lines)
        below = [*_more(told, shown, words), *excerpt.lines_of(shown, words)]
        native = [*top, *_native(shown, snapshot, words), *below]
        plain = [*top, *_plain(shown, room.buttons, snapshot, words), *below]
        if _fits(native) and _fits(plain):
            break
    return room, native, plain


def _fits(blocks: list[Block]) -> bool:
    return len(blocks) <= MESSAGE_BLOCKS and figures.size(blocks) <= MESSAGE_SIZE


def _native(shown: Excerpt, snapshot: Snapshot, words: Words) -> list[Block]:
    drawn, counted = chart.drawn(snapshot, words), chart.in_words(snapshot, words)
    return parts.present(drawn, counted, table.native(shown.rows, snapshot, words, PAGE_SIZE))


def _plain(shown: Excerpt, buttons: int, snapshot: Snapshot, words: Words) -> list[Block]:
    """Build the numbers in words, the first rows each with its button, and the others as lines."""
    numbers = parts.present(chart.in_words(snapshot, words), chart.trend(snapshot, words))
    title = [parts.section(say(words, "edition.title", title=table.caption(snapshot, words)))] if shown.rows else []
    pressing = table.with_buttons(shown.rows[:buttons], snapshot, words)
    others = [table.line(row, snapshot, words) for row in shown.rows[buttons:]]
    return [*numbers, *title, *pressing, *excerpt.paragraphs(others)]


def _more(told: Excerpt, shown: Excerpt, words: Words) -> list[Block]:
    """Say that there is more, and where."""
    if shown.count == told.count:
        return []
    return [parts.context(Markup(words.say("edition.more", shown=shown.count, count=told.count)))]


def _notes(snapshot: Snapshot, words: Words) -> list[Block]:
    """Say what is out of the ordinary: that it is late, what was not posted, what is not known, what is not shown."""
    return [parts.context(Markup(note)) for note in _said(snapshot, words)]


def _said(snapshot: Snapshot, words: Words) -> Iterator[str]:
    late, failing = snapshot.late_for, snapshot.jira_failing_since
    if late is not None:
        due, at = facts.clock(words, late, snapshot), facts.clock(words, snapshot.as_of, snapshot)
        yield words.say("edition.late", due=due, at=at)
    if snapshot.skipped:
        slots = (facts.clock(words, slot, snapshot) for slot in snapshot.skipped[-MOST_SKIPPED:])
        yield words.say("edition.skipped", slots=words.say("list").join(slots))
    if failing is not None:
        yield words.say("edition.jira.failing", since=facts.clock(words, failing, snapshot))
    masked = sum(row.is_masked for row in snapshot.rows)
    if masked:
        yield words.plural("edition.masked", masked)
