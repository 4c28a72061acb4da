"""A help sign: the one message of it that pings the leads; who takes it stands there, too."""

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, ago, dotted, escape, say
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.views import HelpView


def build(asked: HelpView, words: Words) -> Message:
    """Build the message: while nobody has taken the sign it mentions the leads, afterwards nobody."""
    view = asked.view
    if not asked.is_up:
        told = dotted(words, say(words, _gone(asked)), facts.pair(view, words))
        return parts.message(told, parts.context(told))
    if asked.taken_by is not None:
        who = escape(view.name_of(asked.taken_by), facts.MOST_NAME)
        told = say(words, "help_sign.taken", who=who, pair=facts.pair(view, words))
        return parts.message(told, parts.section(told), facts.whisper_button(view, words))
    return _waiting(asked, words)


def _gone(asked: HelpView) -> str:
    """Name why a sign waits no more: its call is over, a newer one stands for it, or it was lowered."""
    call = asked.view.call
    if not call.is_live:
        return "help_sign.over"
    return "help_sign.again" if asked.ordinal < call.helps else "help_sign.lowered"


def _waiting(asked: HelpView, words: Words) -> Message:
    view, leads = asked.view, facts.mentions(asked.leads)
    told = say(words, "help_sign", pair=facts.pair(view, words))
    text = told if leads is None else say(words, "call.to_leads", leads=leads, told=told)
    return parts.message(
        text,
        parts.section(text),
        parts.context(_circumstances(asked, words)),
        parts.actions(_buttons(asked, words)),
    )


def _circumstances(asked: HelpView, words: Words) -> Markup:
    """Say since when help is asked for, and since when they are on the phone."""
    at = asked.view.call.help_asked_at
    raised = None if at is None else say(words, "help_sign.since", since=ago(words, at))
    return dotted(words, raised, facts.since(asked.view, words))


def _buttons(asked: HelpView, words: Words) -> list[Block]:
    view = asked.view
    return [facts.button(ids.CALL_TAKE_HELP, view, words, "primary"), facts.button(ids.CALL_WHISPER, view, words)]
