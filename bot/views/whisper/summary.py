"""What a call came to, for its agent: how long it took, what was whispered and whether it helped, one way on."""

from collections.abc import Iterator
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import LABEL, Markup, bold, dotted, one_line, say
from bot.views.whisper import cockpit, facts
from bot.words import Words
from storage.vocabulary import Helped
from workflows.whisper.views import Summary, Whisper

MOST_WHISPERS: Final = 8
MOST_NOTES: Final = 3
_RATINGS: Final = {
    ids.WHISPER_USED: Helped.USED,
    ids.WHISPER_NOT_USED: Helped.NOT_USED,
    ids.WHISPER_TOO_LATE: Helped.TOO_LATE,
}


def build(summary: Summary, words: Words) -> Message:
    """Build the message: its agent says of each whisper what it was worth, and makes a request of the call."""
    view = summary.view
    customer = facts.customer(view, words)
    file = facts.button(ids.CALL_FILE, view, words, "primary")
    return parts.message(
        facts.over(view, words, customer),
        parts.section(facts.over(view, words, bold(customer))),
        *cockpit.notes(view, words, MOST_NOTES),
        parts.section(say(words, "summary.helped")) if summary.whispers else None,
        *_whispers(summary, words),
        parts.divider() if summary.whispers else None,
        parts.actions([file]),
    )


def _whispers(summary: Summary, words: Words) -> Iterator[Block]:
    for whisper in summary.whispers[:MOST_WHISPERS]:
        yield from _whisper(summary, whisper, words)
    if len(summary.whispers) > MOST_WHISPERS:
        yield parts.context(Markup(words.plural("summary.more", len(summary.whispers) - MOST_WHISPERS)))


def _whisper(summary: Summary, whisper: Whisper, words: Words) -> Iterator[Block]:
    """Tell when who said what and what was answered, with the three ratings below."""
    view = summary.view
    answer = words.say("summary.unanswered") if whisper.answer is None else words.of(whisper.answer)
    sender = facts.sender(view, whisper.by, words, LABEL)
    yield parts.passage(one_line(whisper.advice))
    yield parts.context(dotted(words, facts.at(view, whisper.sent_at, words), sender, answer))
    yield from parts.present(parts.actions([_rating(action_id, whisper, words) for action_id in _RATINGS]))


def _rating(action_id: str, whisper: Whisper, words: Words) -> Block:
    """Build one rating; the one that was given is ticked, and can be changed."""
    label = words.of(_RATINGS[action_id])
    chosen = whisper.helped is _RATINGS[action_id]
    return parts.button(action_id, words.say("summary.chosen", label=label) if chosen else label, whisper.key)
