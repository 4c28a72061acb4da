"""The form in which someone declines a request: it says first what will become of it."""

from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation.asking import Asking
from bot.views.parts import Block
from bot.views.texts import Markup, say
from bot.words import Words
from workflows.escalation.views import Declining

_REASON: Final = Asking(ids.DECLINE_FORM, ids.REASON, "decline.label", "decline.placeholder")


def build(declining: Declining, words: Words) -> Block:
    """Build the form: what follows, and one input for the reason."""
    return _REASON.under([parts.section(_what_follows(declining, words))], declining.view, words)


def read(view: Block) -> str:
    """Answer the reason; raises InvalidForm for nothing."""
    return _REASON.read(view)


def _what_follows(declining: Declining, words: Words) -> Markup:
    if declining.ends:
        return say(words, "decline.ends")
    if declining.next_asked is None:
        return say(words, "decline.leads")
    return say(words, "decline.cover", who=declining.next_asked)
