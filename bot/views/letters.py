"""What could not be posted, for admins: each with Slack's or Jira's reason in words, and another try."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot import ids
from bot.views import parts, troubles
from bot.views.parts import Block, Frame
from bot.views.progress import refused
from bot.views.texts import Markup, dotted, moment, say
from bot.words import Words
from workflows.letters.reading import DeadLetter, LettersView, is_known
from workflows.notices import TRACKER, request_of

UNRENDERED: Final = "not_rendered"
"""What stands in the place of Slack's word where Baton itself could not write the message."""

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def build(listed: LettersView, words: Words, *, retried: bool | None = None) -> Block:
    """Build the list; `retried` says whether a try that was asked for still found something to try."""
    frame = Frame(words.say("letters.title"), words.say("close"), ids.LETTERS_LIST)
    news = None if retried is None else words.say("letters.retried" if retried else "letters.gone")
    intro = Markup(words.say("letters.intro" if listed.count else "letters.none"))
    return parts.modal(
        frame,
        [
            *([] if news is None else [parts.section(Markup(news))]),
            parts.section(intro),
            *(_row(letter, words) for letter in listed.letters),
            *_end(listed, words),
        ],
    )


def in_home(count: int, words: Words) -> Iterator[Block]:
    """Build the line of an admin's Home that says how much could not be posted; nothing while all is well."""
    if count:
        yield parts.section(Markup(words.plural("home.letters", count)), troubles.opening(words))


def number_in(action: Mapping[str, Any]) -> int | None:
    """Read which letter a button is for; None for what names none."""
    value = action.get("value")
    return int(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _row(letter: DeadLetter, words: Words) -> Block:
    again = parts.button(ids.LETTERS_RETRY, words.say("button.letters.retry"), str(letter.number))
    facts = dotted(words, _place(letter.place, words), moment(words, letter.created_at))
    return parts.section(say(words, "letter", what=_what(letter, words), facts=facts, why=_why(letter, words)), again)


def _end(listed: LettersView, words: Words) -> Iterator[Block]:
    rest = listed.count - len(listed.letters)
    if rest > 0:
        yield parts.context(Markup(words.plural("letters.rest", rest)))
    if listed.count:
        again = parts.button(ids.LETTERS_RETRY_ALL, words.say("button.letters.retry_all"))
        yield from parts.present(parts.actions([again]))


def _what(letter: DeadLetter, words: Words) -> Markup:
    """Name the message; one that only a newer version knows, by its topic."""
    if not is_known(letter):
        return say(words, "letter.unknown", topic=letter.topic)
    return say(words, f"letter.topic.{letter.topic}", key=request_of(letter.subject))


def _place(place: str, words: Words) -> Markup:
    if place.startswith(TRACKER):
        return say(words, "letter.jira", project=place.removeprefix(TRACKER))
    return troubles.place_of(place)


def _why(letter: DeadLetter, words: Words) -> Markup:
    if letter.place.startswith(TRACKER):
        return refused.reason(letter.error, words)
    unknown = "letter.why.unrendered" if letter.error == UNRENDERED else "letter.why.other"
    return troubles.reason(letter.error, words, otherwise=unknown)
