"""The cockpit: what an agent has before their eyes during a call."""

from collections.abc import Iterator
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, bold, dotted, escape, say
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.views import CallView, Note

MOST_NOTES: Final = 3
"""So many of the latest notes stand in the cockpit; those before are counted."""


def build(view: CallView, words: Words) -> Message:
    """Build the cockpit; of a call that is over one line is left."""
    if not view.call.is_live:
        told = facts.over(view, words, facts.customer(view, words))
        return parts.message(told, parts.context(told))
    customer = facts.customer(view, words)
    headline = dotted(words, say(words, "cockpit"), bold(customer), facts.since(view, words))
    return parts.message(
        say(words, "cockpit.text", customer=customer),
        parts.section(headline),
        _circumstances(view, words),
        _hand(view, words),
        *notes(view, words, MOST_NOTES),
        parts.actions(_buttons(view, words)),
    )


def _circumstances(view: CallView, words: Words) -> Block | None:
    """Say which requests are in work by their keys alone, who owns the customer, and that a whisper began it."""
    told = [_in_work(view, words), _managed(view, words), facts.unannounced(view, words)]
    return parts.context(dotted(words, *told)) if any(told) else None


def _in_work(view: CallView, words: Words) -> Markup | None:
    if not view.requests:
        return None
    keys = words.say("list").join(escape(key) for key in view.requests)
    return Markup(words.plural("cockpit.in_work", len(view.requests), keys=keys))


def _managed(view: CallView, words: Words) -> Markup | None:
    manager = None if view.account is None else view.account.account_manager
    return say(words, "request.manager", who=escape(view.name_of(manager), facts.MOST_NAME)) if manager else None


def _hand(view: CallView, words: Words) -> Block | None:
    hand = facts.hand(view, words)
    return None if hand is None else parts.section(hand)


def notes(view: CallView, words: Words, most: int) -> Iterator[Block]:
    """Build the latest `most` of what the agent wrote down, oldest first, and count those before."""
    if len(view.notes) > most:
        yield parts.context(Markup(words.plural("call.notes_before", len(view.notes) - most)))
    for note in view.notes[-most:]:
        yield from _note(view, note, words)


def _note(view: CallView, note: Note, words: Words) -> Iterator[Block]:
    yield parts.context(dotted(words, say(words, "call.note"), facts.at(view, note.at, words)))
    yield parts.quotation(note.text)


def _buttons(view: CallView, words: Words) -> list[Block]:
    is_up = view.call.help_asked_at is not None
    hand = facts.button(ids.CALL_LOWER, view, words) if is_up else facts.button(ids.CALL_HELP, view, words, "primary")
    return [hand, *(facts.button(action_id, view, words) for action_id in (ids.CALL_NOTE, ids.CALL_END))]
