"""What an entry of the phrase book must be, whether a form or a file brings it: pure."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from storage.folding import fold_speech
from storage.phrases import Phrase
from workflows.refusals import InvalidForm, Length, Misfit
from workflows.whisper.policy import LONGEST_ADVICE

USUAL_WITHIN: Final = 30
MOST_WITHIN: Final = 600
"""Seconds: what was said longer ago than that belongs to something else."""

MOST_PHRASES: Final = 40
LONGEST_PHRASE: Final = 100
LONGEST_LINK: Final = 1000
_LINK = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_LISTS: Final = ("any", "all", "none")


def check(entry: Phrase) -> None:
    """Raise InvalidForm for whatever is wrong with `entry`, by the name of its field; advice tells its length."""
    misfits = dict(_misfits(entry))
    if misfits:
        is_long = misfits.get("advice") is Misfit.TOO_LONG
        raise InvalidForm(misfits, {"advice": Length(len(entry.advice), LONGEST_ADVICE)} if is_long else None)


def _misfits(entry: Phrase) -> Iterator[tuple[str, Misfit]]:
    if not entry.any and not entry.all:
        yield "any", Misfit.NO_PHRASE
    for name in _LISTS:
        yield from ((name, misfit) for misfit in _misfits_of(getattr(entry, name)))
    if not 1 <= entry.within <= MOST_WITHIN:
        yield "within", Misfit.NOT_SECONDS
    if not entry.advice:
        yield "advice", Misfit.REQUIRED
    if len(entry.advice) > LONGEST_ADVICE:
        yield "advice", Misfit.TOO_LONG
    if entry.link is not None and not (len(entry.link) <= LONGEST_LINK and _LINK.fullmatch(entry.link)):
        yield "link", Misfit.NOT_A_LINK


def _misfits_of(phrases: tuple[str, ...]) -> Iterator[Misfit]:
    if len(phrases) > MOST_PHRASES or any(len(phrase) > LONGEST_PHRASE for phrase in phrases):
        yield Misfit.TOO_LONG
    if not all(map(can_be_heard, phrases)):
        yield Misfit.NOT_HEARD


def can_be_heard(phrase: str) -> bool:
    """Say whether a phrase can be told from everything else: neither nothing, nor one Latin letter or digit."""
    folded = fold_speech(phrase)
    return len(folded) > 1 or (folded != "" and not folded.isascii())


def named(entry: Phrase, besides: Iterable[str] = ()) -> str:
    """Answer an id for a new entry: the same for the same phrases, unless that is among those `besides`."""
    taken = frozenset(besides)
    said = "\n".join((entry.locale, entry.speaker, *("|".join(getattr(entry, name)) for name in _LISTS)))
    name = _short(said)
    while name in taken:
        name = _short(name)
    return name


def _short(said: str) -> str:
    return f"p-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:12]}"


def is_same(one: Phrase, other: Phrase) -> bool:
    """Say whether two entries listen for the same, in one language: one of them would never be of use."""
    return (one.locale, one.speaker) == (other.locale, other.speaker) and all(
        set(map(fold_speech, getattr(one, name))) == set(map(fold_speech, getattr(other, name))) for name in _LISTS
    )
