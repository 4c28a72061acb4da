"""An answer to a `consult`, in the DM of its filer."""

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import acceptance
from bot.views.parts import Message
from bot.views.texts import say
from bot.words import Words
from workflows.escalation.views import StepView


def build(told: StepView, words: Words) -> Message:
    """Say who answered and what; while it waits to be accepted, offer to accept it or to ask again."""
    view, answer = told.view, told.step.words or ""
    headline = say(words, "answer.given", key=view.request.key, who=facts.name_of(view, told.step.by))
    return parts.message(
        say(words, "told.text", headline=headline, said=answer),
        parts.section(headline),
        parts.quotation(answer),
        parts.strong(view.request.summary),
        facts.reminder(view, words),
        None if told.is_open else parts.section(facts.state(view, words)),
        parts.actions(acceptance(view, words, leading=True)) if told.is_open else None,
    )
