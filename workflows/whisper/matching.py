"""Which entries of the phrase book a call brings up: compiled once for a book, pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from storage.folding import fold_speech
from storage.vocabulary import Speaker


class Entry(Protocol):
    """What the matcher asks of an entry of the phrase book; `storage.phrases.Phrase` is one."""

    @property
    def phrase_id(self) -> str:
        """Its name in the book."""

    @property
    def any(self) -> tuple[str, ...]:
        """One of these must be said, where there are any."""

    @property
    def all(self) -> tuple[str, ...]:
        """Each of these must be said."""

    @property
    def none(self) -> tuple[str, ...]:
        """None of these may be said."""

    @property
    def speaker(self) -> Speaker:
        """Who must say it."""

    @property
    def within(self) -> int:
        """For how many seconds what was said still counts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One final segment of a call: when it was said, by whom, and its words, masked."""

    at: datetime
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a segment brings up, and which of its phrases was `said`, as the book writes it."""

    phrase_id: str
    said: str


@dataclass(frozen=True)
class _Segment:
    heard: Heard
    book: "Book"

    @cached_property
    def said(self) -> frozenset[str]:
        """The phrases of the book in this segment, folded; looked for only once some entry asks."""
        return self.book.said_in(fold_speech(self.heard.text))


@dataclass(frozen=True, slots=True)
class _Compiled:
    entry: Entry
    any: frozenset[str]
    all: frozenset[str]
    none: frozenset[str]
    texts: dict[str, str]

    def written(self, said: frozenset[str]) -> str:
        """Answer the first of the entry's own phrases that was said, as the book writes it."""
        return next(text for phrase, text in self.texts.items() if phrase in said)

    def is_met(self, newest: _Segment, before: Iterable[_Segment]) -> bool:
        """Say whether `newest`, which has one of the entry's own phrases, is enough, or was the last that it took."""
        if self.entry.speaker not in {newest.heard.speaker, Speaker.EITHER}:
            return False
        if not self.none and self._fits(newest.said):
            return True
        return self._fits(newest.said.union(*(each.said for each in self._near(newest.heard, before))))

    def _fits(self, said: frozenset[str]) -> bool:
        has_any = not self.any or not self.any.isdisjoint(said)
        return has_any and self.all <= said and self.none.isdisjoint(said)

    def _near(self, latest: Heard, before: Iterable[_Segment]) -> Iterator[_Segment]:
        """Answer the segments before `latest` that still count, and those after it where they come out of order."""
        within = timedelta(seconds=self.entry.within)
        for each in before:
            is_heard = self.entry.speaker in {each.heard.speaker, Speaker.EITHER}
            if is_heard and abs(latest.at - each.heard.at) <= within:
                yield each


class Book:
    """A phrase book ready to listen.

    A Latin phrase begins where a word does and may go on (`cancel` finds `cancelling`, never `can celebrate`); a
    Japanese one is found anywhere. What a segment costs depends on its length, hardly on the size of the book.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Fold every phrase of `entries` once; their order is the order of the answers."""
        self._compiled = [_compile(entry) for entry in entries]
        self._asking: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self._compiled):
            for phrase in each.any | each.all:
                self._asking[phrase].append(place)
        self._phrases = set(self._asking).union(*(each.none for each in self._compiled))
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in self._phrases:
            self._lengths[phrase[0]].add(len(phrase))

    def heard(self, latest: Heard, before: Sequence[Heard]) -> list[Match]:
        """Answer the entries that `latest` brings up, in the order of the book.

        One of an entry's own phrases (any, all) must stand in `latest` itself, so that one saying is one match; the
        rest may have been said in segments `before` it, by the speaker that the entry listens to, within its seconds.
        No phrase is put together from two segments.
        """
        newest = _Segment(latest, self)
        asking = sorted({place for phrase in newest.said for place in self._asking.get(phrase, ())})
        if not asking:
            return []
        earlier = [_Segment(each, self) for each in before]
        met = [each for each in map(self._compiled.__getitem__, asking) if each.is_met(newest, earlier)]
        return [Match(each.entry.phrase_id, each.written(newest.said)) for each in met]

    def said_in(self, folded: str) -> frozenset[str]:
        """Answer which phrases of the book, folded, stand in `folded` speech."""
        return frozenset(
            phrase
            for place, first in enumerate(folded)
            if first in self._lengths and _may_begin(folded, place)
            for length in self._lengths[first]
            if (phrase := folded[place : place + length]) in self._phrases
        )


def _may_begin(folded: str, place: int) -> bool:
    """Say whether a phrase may begin at `place`: anywhere in Japanese, at the beginning of a Latin word or number."""
    return place == 0 or not (_is_latin(folded[place]) and _is_latin(folded[place - 1]))


def _is_latin(character: str) -> bool:
    return character < "\u3000" and character != " "


def _compile(entry: Entry) -> _Compiled:
    any_of, all_of, none_of = (_folded(phrases) for phrases in (entry.any, entry.all, entry.none))
    return _Compiled(entry, frozenset(any_of), frozenset(all_of), frozenset(none_of), any_of | all_of)


def _folded(phrases: Iterable[str]) -> dict[str, str]:
    """Answer the phrases as they are written by what they fold to; one that folds to nothing cannot be said."""
    both = ((fold_speech(phrase), phrase) for phrase in phrases)
    return {folded: phrase for folded, phrase in both if folded}
