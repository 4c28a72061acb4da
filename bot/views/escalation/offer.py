"""A request that someone is asked to take over, in their DM."""

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import next_steps, offered, seen_at
from bot.views.parts import Block, Message
from bot.views.texts import dotted, say
from bot.words import Words
from workflows.escalation.views import StepView


def build(told: StepView, words: Words) -> Message:
    """Say who asks, with which note, and all that one must know to decide; while it stands, offer to accept it."""
    view, note = told.view, told.step.words
    request = view.request
    headline = say(words, "offer.made", key=request.key, who=facts.name_of(view, told.step.by))
    return parts.message(
        say(words, "told.text", headline=headline, said=note or request.summary),
        parts.section(headline),
        parts.quotation(note) if note else None,
        parts.section(dotted(words, facts.kind(view, words), facts.by_when(view, words))),
        parts.strong(request.summary),
        facts.circumstances(view, words),
        facts.quoted(request.customer_words),
        parts.passage(request.details) if request.details else None,
        facts.promise(view, words),
        facts.links(view, words),
        parts.section(facts.state(view, words)),
        parts.actions(_buttons(told, words), seen_at(view)),
    )


def _buttons(told: StepView, words: Words) -> list[Block]:
    """Build how to take it or leave it; for whoever has taken it, what comes next."""
    if told.is_open:
        return offered(told.view, words, leading=True)
    return next_steps(told.view, words) if told.step.about == told.view.request.owner else []
