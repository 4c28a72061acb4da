"""Someone asks an owner how a request stands: the card, with what can be done next."""

from bot.views import parts
from bot.views.escalation import card
from bot.views.escalation.buttons import next_steps, seen_at
from bot.views.parts import Message
from bot.views.texts import say
from bot.words import Words
from workflows.escalation.views import RequestView


def build(view: RequestView, who: str, words: Words) -> Message:
    """Build the DM; `who` is the plain name of whoever asks."""
    asked = say(words, "reminder", who=who, key=view.request.key)
    text = say(words, "told.text", headline=asked, said=view.request.summary)
    steps = parts.actions(next_steps(view, words, leading=True), seen_at(view))
    return parts.message(text, parts.section(asked), *card.body(view, words), steps)
