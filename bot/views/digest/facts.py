"""What the parts of a digest say of a request: its day, its age, whose it is, what comes next."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.views.texts import Markup, escape, say
from bot.words import Words
from storage.vocabulary import DigestKind, Status, Waiting
from workflows.digest.snapshot import Row, Snapshot

MOST_NAME: Final = 20
MOST_CUSTOMER: Final = 30
MOST_SUMMARY: Final = 60
MOST_OWNER: Final = 40
_HOUR: Final = 60
_DAY: Final = 24 * 60
_DAYS_FROM: Final = 2 * _DAY
"""Below two days, hours say more."""


class Due(StrEnum):
    """When a customer expects to hear, seen from the digest's day; later is not told."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"


def heading(snapshot: Snapshot, words: Words) -> str:
    """Say which digest this is, and of which day."""
    return words.say(f"edition.{snapshot.form.kind.value}.heading", day=day(snapshot, words))


def day(snapshot: Snapshot, words: Words) -> str:
    """Answer the digest's day, with its weekday."""
    return words.dated("edition.date", words.date_of(snapshot.as_of))


def clock(words: Words, instant: datetime, snapshot: Snapshot) -> str:
    """Tell the time of day in the digest's zone, with the date where it is not the digest's day."""
    time = words.time(instant)
    if words.same_day(instant, snapshot.as_of):
        return time
    return f"{words.dated('edition.date.short', words.date_of(instant))} {time}"


def is_morning(snapshot: Snapshot) -> bool:
    """Say whether it is one person's own day."""
    return snapshot.form.kind is DigestKind.MORNING


def shown(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Answer those whose readers are the digest's, too: the others are counted, and nothing more."""
    return tuple(row for row in rows if not row.is_masked)


def due_of(row: Row, snapshot: Snapshot, words: Words) -> Due | None:
    """Say whether the customer expected to hear by now, does today or tomorrow; the days are the digest's."""
    if row.due_at is None:
        return None
    if row.due_at <= snapshot.as_of:
        return Due.OVERDUE
    days = (words.date_of(row.due_at) - words.date_of(snapshot.as_of)).days
    return {0: Due.TODAY, 1: Due.TOMORROW}.get(days)


def age(row: Row, snapshot: Snapshot, words: Words) -> str:
    """Say how old a request was at the digest's moment: in hours, from two days on in days."""
    return _age(minutes(row, snapshot), words)


def minutes(row: Row, snapshot: Snapshot) -> int:
    """Answer how old a request was at the digest's moment."""
    return max(0, (snapshot.as_of - row.filed_at) // timedelta(minutes=1))


@lru_cache(4096)
def _age(old: int, words: Words) -> str:
    if old >= _DAYS_FROM:
        return words.plural("edition.age.days", old // _DAY)
    if old >= _HOUR:
        return words.plural("edition.age.hours", old // _HOUR)
    return words.say("edition.age.minutes", count=old)


def owner(row: Row, words: Words) -> str:
    """Name the owner; where there is none, who was asked."""
    if row.status is not Status.TODO:
        return row.owner_name or ""
    return words.say("edition.nobody.asked", who=row.asked_name) if row.asked_name else words.say("edition.nobody")


def by(row: Row, words: Words) -> Markup | None:
    """Name the owner within a line of ours; what was withdrawn may have had none."""
    name = owner(row, words)
    return _escaped(name, MOST_OWNER) if name else None


def customer(name: str | None) -> Markup | None:
    """Name the customer, shortened to what is read at a glance."""
    return None if name is None else _escaped(name, MOST_CUSTOMER)


def summary(text: str | None) -> Markup | None:
    """Say what it is about, in one short line."""
    return None if text is None else _escaped(text, MOST_SUMMARY)


@lru_cache(4096)
def _escaped(text: str, most: int) -> Markup:
    """Make someone's text safe, once: in a digest the same names and summaries stand in many lines."""
    return escape(text, most)


def key(of: str | None) -> Markup:
    """Answer a key as markup: ours, and safe as it stands."""
    return Markup(of or "")


def next_step(row: Row, snapshot: Snapshot, words: Words) -> Markup:
    """Say what a request waits for, or who goes on with it."""
    if row.status is Status.TODO:
        asked = row.asked_name
        return say(words, "edition.next.claim_by", who=_short(asked)) if asked else say(words, "edition.next.claim")
    if row.status is not Status.WAITING:
        return say(words, "edition.next.owner", who=_short(row.owner_name))
    return _awaited(row, snapshot, words)


def _awaited(row: Row, snapshot: Snapshot, words: Words) -> Markup:
    if row.waiting_for is not Waiting.UNTIL or row.waiting_until is None:
        key = "edition.next.acceptance" if row.waiting_for is Waiting.ACCEPTANCE else "edition.next.reply"
        return say(words, key)
    at = clock(words, row.waiting_until, snapshot)
    if not row.waiting_words:
        return say(words, "edition.next.until", at=at)
    return say(words, "edition.next.until_words", words=escape(row.waiting_words, MOST_SUMMARY), at=at)


def _short(name: str | None) -> Markup:
    return escape(name or "", MOST_NAME)
