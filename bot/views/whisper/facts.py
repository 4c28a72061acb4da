"""What every message about a call says of it: who with whom, since when, who asks for help, what was feared."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Style
from bot.views.texts import Markup, ago, bold, clock, dotted, escape, mention, say
from bot.words import Words
from storage.vocabulary import BATON, SignKind
from workflows.whisper.views import CallView, Sign

MOST_NAME: Final = 60
MOST_PHRASE: Final = 40
MOST_SIGNS: Final = 5
"""So many of the latest danger signs are named in one line; those before are counted."""


def customer(view: CallView, words: Words) -> Markup:
    """Name the customer as listed or as it came; say so where nobody knows yet."""
    return escape(view.customer, MOST_NAME) if view.customer else say(words, "floor.nobody")


def pair(view: CallView, words: Words) -> Markup:
    """Say who talks with whom."""
    return say(words, "call.pair", agent=escape(view.agent, MOST_NAME), customer=customer(view, words))


def since(view: CallView, words: Words) -> Markup | None:
    """Say when the call began."""
    began = view.call.started_at
    return None if began is None else say(words, "floor.since", at=clock(words, began, since=began))


def at(view: CallView, instant: datetime, words: Words) -> Markup:
    """Tell a time of day within the call, with the date where the call went on past midnight."""
    return clock(words, instant, since=view.call.started_at or instant)


def hand(view: CallView, words: Words) -> Markup | None:
    """Say in bold that help is asked for and for how long, or who gives it; nothing while no hand is up."""
    call = view.call
    if call.help_asked_at is None:
        return None
    if call.help_by is not None:
        return bold(say(words, "floor.held", who=escape(view.name_of(call.help_by), MOST_NAME)))
    return bold(say(words, "floor.asking", since=ago(words, call.help_asked_at)))


def signs(view: CallView, words: Words) -> Block | None:
    """Name the latest danger signs: what they are and when, never what was said."""
    if not view.signs:
        return None
    told = [_sign(view, sign, words) for sign in view.signs[-MOST_SIGNS:]]
    before = len(view.signs) - len(told)
    counted = Markup(words.plural("call.signs.before", before)) if before else None
    return parts.section(say(words, "call.signs", signs=dotted(words, *told, counted)))


def _sign(view: CallView, sign: Sign, words: Words) -> Markup:
    return say(words, "call.sign", what=what(view, sign, words), at=at(view, sign.at, words))


def what(view: CallView, sign: Sign, words: Words) -> Markup:
    """Name a danger sign: the phrase of the book, or how long the call was by then."""
    if sign.kind is SignKind.LONG or sign.phrase is None:
        return say(words, "call.sign.long", length=words.length(sign.at - (view.call.started_at or sign.at)))
    return say(words, "call.sign.phrase", phrase=escape(sign.phrase, MOST_PHRASE))


def unannounced(view: CallView, words: Words) -> Markup | None:
    """Say that a whisper began the call: its agent has told nobody of it."""
    return None if view.call.announced else say(words, "call.unannounced")


def length(view: CallView, words: Words) -> str:
    """Answer how long a call took that is over."""
    call = view.call
    lasted = timedelta() if call.ended_at is None or call.started_at is None else call.ended_at - call.started_at
    return words.length(lasted)


def over(view: CallView, words: Words, who: Markup) -> Markup:
    """Say in one line that the call is over, how long it took, and who ended it where it was not its agent."""
    return dotted(words, say(words, "call.over"), who, length(view, words), _ended_by(view, words))


def _ended_by(view: CallView, words: Words) -> Markup | None:
    by = view.call.ended_by
    if by is None or by == view.call.agent:
        return None
    if by == BATON:
        return say(words, "call.over.silent")
    return say(words, "call.over.by", who=escape(view.name_of(by), MOST_NAME))


def sender(view: CallView, by: str, words: Words, most: int = MOST_NAME) -> Markup:
    """Name who whispers, a coach by at most `most` characters, or the phrase book."""
    return say(words, "whisper.book") if by == BATON else escape(view.name_of(by), most)


def mentions(leads: Iterable[str]) -> Markup | None:
    """Mention whoever is to come; nothing where that is nobody."""
    return Markup(" ".join(mention(lead) for lead in leads)) or None


def button(action_id: str, view: CallView, words: Words, style: Style | None = None) -> Block:
    """Build a button of a call, called as everywhere."""
    return parts.button(action_id, words.say(f"button.{action_id}"), view.call.key, style)


def whisper_button(view: CallView, words: Words, style: Style | None = None) -> Block | None:
    """Build the row with which a coach whispers (again), while the call is on."""
    return parts.actions([button(ids.CALL_WHISPER, view, words, style)]) if view.call.is_live else None
