"""The phrase book as leads see it: find an entry, see what fires and whether that helped, edit."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Frame
from bot.views.texts import Markup, dotted, escape, say
from bot.words import Words
from storage.vocabulary import Locale
from workflows.whisper.editing import Counted, Phrase
from workflows.whisper.views import BookView

MOST_OWN: Final = 25
MOST_OTHER: Final = 12
"""Rows in the reader's language, and in the other one; the rest is found by typing."""

MOST_NAMED: Final = 3
MOST_ADVICE: Final = 130


def build(book: BookView, words: Words, news: Markup | None = None) -> Block:
    """Build the look-up, and below it what fires most, the reader's language first; `news` is what was just done."""
    frame = Frame(words.say("phrase.list.title"), words.say("close"), ids.PHRASE_LIST)
    new = parts.button(ids.PHRASE_NEW, words.say("button.phrase.new"))
    top = parts.section(say(words, "phrase.list.intro"), new)
    told = None if news is None else parts.section(news)
    search = parts.search(ids.PHRASE_PICK, words.say("phrase.list.placeholder"))
    return parts.modal(frame, [*parts.present(told, top, search), *_by_language(book, words)])


def _by_language(book: BookView, words: Words) -> Iterator[Block]:
    for locale in sorted(Locale, key=lambda each: each is not words.locale):
        entries = [entry for entry in book.entries if entry.phrase.locale is locale]
        if entries:
            most = MOST_OWN if locale is words.locale else MOST_OTHER
            yield from _rows(locale, entries, most, words)
    if not book.entries:
        yield parts.section(Markup(words.say("phrase.list.none")))


def _rows(locale: Locale, entries: Sequence[Counted], most: int, words: Words) -> Iterator[Block]:
    yield parts.header(words.plural(f"phrase.list.{locale.value}", len(entries)))
    for entry in entries[:most]:
        edit = parts.button(ids.PHRASE_EDIT, words.say("button.phrase.edit"), entry.phrase.phrase_id)
        yield parts.section(_row(entry, words), edit)
    if len(entries) > most:
        yield parts.context(Markup(words.plural("phrase.list.rest", len(entries) - most)))


def _row(entry: Counted, words: Words) -> Markup:
    phrase = entry.phrase
    danger = words.say("phrase.danger.short") if phrase.danger else None
    facts = dotted(words, words.of(phrase.tone), danger, counts(entry, words))
    return say(words, "phrase.row", title=title(phrase), advice=escape(phrase.advice, MOST_ADVICE), facts=facts)


def title(phrase: Phrase) -> str:
    """Name an entry by its first phrases: one of some, or all of the others."""
    alternatives = " / ".join(phrase.any[:MOST_NAMED])
    return " + ".join(filter(None, (alternatives, *phrase.all[:MOST_NAMED])))


def counts(entry: Counted, words: Words) -> str:
    """Say how often an entry fired, and what its readers found that to be worth."""
    if not entry.fired:
        return words.say("phrase.unfired")
    if not any((entry.used, entry.not_used, entry.too_late)):
        return words.say("phrase.unrated", fired=str(entry.fired))
    worth = {name: str(getattr(entry, name)) for name in ("used", "not_used", "too_late")}
    return words.say("phrase.counts", fired=str(entry.fired), **worth)


def options(book: BookView, words: Words) -> list[Block]:
    """Offer the entries that were found, the reader's language first."""
    found = sorted((entry.phrase for entry in book.entries), key=lambda phrase: phrase.locale is not words.locale)
    offered = found[: parts.OPTIONS]
    return [parts.option(phrase.phrase_id, title(phrase), phrase.advice) for phrase in offered]
