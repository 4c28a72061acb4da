"""The form in which someone declines a request: it says first what will become of it."""

from dataclasses import dataclass
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation.asking import Asking
from bot.views.parts import Block
from bot.views.texts import Markup, say
from bot.words import Words
from workflows.escalation.views import RequestView

_REASON: Final = Asking(ids.DECLINE_FORM, ids.REASON, "decline.label", "decline.placeholder")


@dataclass(frozen=True, slots=True)
class Declining:
    """A request that `by` (a user id) is about to decline; the word of a lead ends it."""

    view: RequestView
    by: str
    is_lead: bool


def build(declining: Declining, words: Words) -> Block:
    """Build the form: what follows, and one input for the reason."""
    return _REASON.under([parts.section(_what_follows(declining, words))], declining.view, words)


def read(view: Block) -> str:
    """Answer the reason; raises InvalidForm for nothing."""
    return _REASON.read(view)


def _what_follows(declining: Declining, words: Words) -> Markup:
    if declining.is_lead:
        return say(words, "decline.ends")
    cover = declining.view.account.cover
    is_asked = cover is not None and cover not in {declining.by, *declining.view.request.declined_by}
    return say(words, "decline.cover") if is_asked else say(words, "decline.leads")
