"""The card of a call in the calls channel: no word of the customer's, of a whisper or of a note is ever in it."""

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, bold, dotted, say
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.views import CallView


def build(view: CallView, words: Words) -> Message:
    """Build the card; of a call that is over one line is left."""
    pair = facts.pair(view, words)
    if not view.call.is_live:
        told = facts.over(view, words, pair)
        return parts.message(told, parts.context(told), facts.signs(view, words))
    headline = dotted(words, say(words, "call"), bold(pair), facts.since(view, words), facts.hand(view, words))
    return parts.message(
        say(words, "call.text", pair=pair),
        parts.section(headline),
        _circumstances(view, words),
        facts.signs(view, words),
        parts.actions(_buttons(view, words)),
    )


def _circumstances(view: CallView, words: Words) -> Block | None:
    """Count the requests in work, and say that a whisper began the call."""
    count = len(view.requests)
    in_work = Markup(words.plural("call.in_work", count)) if count else None
    told = [in_work, facts.unannounced(view, words)]
    return parts.context(dotted(words, *told)) if any(told) else None


def _buttons(view: CallView, words: Words) -> list[Block]:
    whisper = facts.button(ids.CALL_WHISPER, view, words)
    take = [facts.button(ids.CALL_TAKE_HELP, view, words, "primary")] if view.call.is_waiting else []
    return [*take, whisper]
