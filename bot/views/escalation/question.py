"""A question of the owner's, in the DM of its filer."""

from collections.abc import Iterator

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import replying
from bot.views.parts import Block, Message
from bot.views.texts import Markup, say
from bot.words import Words
from storage.vocabulary import Verb
from workflows.escalation.views import StepView


def build(told: StepView, words: Words) -> Message:
    """Say who asks what; while it waits, offer to reply, and then show what was replied."""
    view, asked = told.view, told.step.words or ""
    headline = say(words, "question.asked", key=view.request.key, who=facts.name_of(view, told.step.by))
    return parts.message(
        say(words, "told.text", headline=headline, said=asked),
        parts.section(headline),
        parts.quotation(asked),
        parts.strong(view.request.summary),
        facts.reminder(view, words),
        *(() if told.is_open else _settled(told, words)),
        parts.actions(replying(view, words, leading=True)) if told.is_open else None,
    )


def _settled(told: StepView, words: Words) -> Iterator[Block]:
    later = (step for step in told.view.trail if step.ordinal > told.step.ordinal)
    nearest = next((step for step in later if step.verb in {Verb.ASK, Verb.REPLY}), None)
    if nearest is not None and nearest.verb is Verb.REPLY:
        yield parts.context(Markup(words.say("question.replied")))
        yield from parts.present(facts.quoted(nearest.words))
    yield parts.section(facts.state(told.view, words))
