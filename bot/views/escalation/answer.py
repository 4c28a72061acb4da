"""An answer to a `consult`: the DM in which its filer gets it."""

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import acceptance
from bot.views.parts import Message
from bot.views.texts import say
from bot.words import Words
from storage.vocabulary import Status
from workflows.escalation.views import RequestView


def build_message(view: RequestView, words: Words) -> Message:
    """Build the filer's DM: who answered, the answer, and the button that takes it."""
    headline = say(words, "answer.given", key=view.request.key, who=facts.name_of(view, view.request.answered_by))
    is_done = view.request.status is Status.DONE
    return parts.message(
        say(words, "answer.text", headline=headline, answer=view.request.answer or ""),
        parts.section(headline),
        parts.quotation(view.request.answer or ""),
        parts.passage(view.request.summary),
        facts.reminder(view, words),
        parts.section(facts.state(view, words)) if is_done else None,
        parts.actions(acceptance(view, words, leading=True)),
    )
