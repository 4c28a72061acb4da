"""Requests in work, one a row, each with what one can do about it: as Slack's own table, and without."""

from collections.abc import Iterable, Sequence

from bot import ids
from bot.views import figures, parts
from bot.views.digest import facts
from bot.views.parts import Block
from bot.views.texts import BLANK, Markup, ago, dotted, say
from bot.words import Words
from storage.vocabulary import Section, Status
from workflows.digest.snapshot import Row, Snapshot

COLUMNS = ("key", "urgency", "customer", "summary", "owner", "age", "act", "open")
"""Their names in the catalogue, in the order in which they stand."""


def rows_of(snapshot: Snapshot) -> tuple[Row, ...]:
    """Answer what is told of row by row, in the digest's order: first what nobody has taken up."""
    chosen, rows = snapshot.form.sections, facts.shown(snapshot.rows)
    unowned = tuple(row for row in rows if row.status is Status.TODO)
    owned = tuple(row for row in rows if row.status is not Status.TODO)
    if Section.IN_WORK not in chosen:
        return unowned if Section.UNOWNED in chosen else ()
    return (*unowned, *owned) if Section.UNOWNED in chosen else rows


def caption(snapshot: Snapshot, words: Words) -> str:
    """Say what the rows are."""
    if facts.is_morning(snapshot):
        return words.say("edition.table.plate")
    return words.say("edition.table" if Section.IN_WORK in snapshot.form.sections else "edition.table.unowned")


def native(rows: Sequence[Row], snapshot: Snapshot, words: Words, page_size: int) -> Block | None:
    """Build Slack's own table, or nothing where there are no rows."""
    if not rows:
        return None
    head = [words.say(f"edition.column.{name}") for name in COLUMNS]
    return figures.table(caption(snapshot, words), head, [cells(row, snapshot, words) for row in rows], page_size)


def cells(row: Row, snapshot: Snapshot, words: Words) -> list[Block]:
    """Build one row: no token of Slack's renders there, so ages are those of the digest's moment."""
    told = (row.key or "", words.of(row.urgency), _cut(row.customer, facts.MOST_CUSTOMER))
    return [
        *map(figures.text_cell, told),
        figures.text_cell(_cut(row.summary, facts.MOST_SUMMARY)),
        figures.text_cell(_cut(facts.owner(row, words), facts.MOST_OWNER)),
        figures.number_cell(facts.minutes(row, snapshot), facts.age(row, snapshot, words)),
        _act_cell(row, snapshot, words),
        figures.button_cell(_open(row, words)),
    ]


def _act_cell(row: Row, snapshot: Snapshot, words: Words) -> Block:
    """Build the cell of what moves a request on; one's own is opened, by the button beside it."""
    if _is_own(row, snapshot):
        return figures.text_cell(BLANK)
    return figures.button_cell(_act(row, snapshot, words))


def with_buttons(rows: Iterable[Row], snapshot: Snapshot, words: Words) -> list[Block]:
    """Build the same rows as paragraphs, each with its button beside it."""
    return [parts.section(_told(row, ago(words, row.filed_at), words), _act(row, snapshot, words)) for row in rows]


def line(row: Row, snapshot: Snapshot, words: Words) -> Markup:
    """Say one row in one line."""
    return _told(row, facts.age(row, snapshot, words), words)


def _told(row: Row, old: str, words: Words) -> Markup:
    about = dotted(words, facts.customer(row.customer), facts.summary(row.summary), facts.by(row, words), old)
    return say(words, "edition.row", key=facts.key(row.key), urgency=words.of(row.urgency), facts=about)


def _act(row: Row, snapshot: Snapshot, words: Words) -> Block:
    """Build what moves a request on: claiming it, or reminding its owner; one's own is opened."""
    if _is_own(row, snapshot):
        return _open(row, words)
    if row.status is Status.TODO:
        return parts.button(ids.REQUEST_CLAIM, words.say("button.request.claim"), row.key)
    return parts.button(ids.DIGEST_REMIND, words.say("edition.button.remind"), row.key)


def _is_own(row: Row, snapshot: Snapshot) -> bool:
    return facts.is_morning(snapshot) and row.status is not Status.TODO


def _open(row: Row, words: Words) -> Block:
    return parts.button(ids.REQUEST_TRAIL, words.say("edition.button.open"), row.key)


def _cut(text: str | None, most: int) -> str:
    return figures.bare(text or "", most)
