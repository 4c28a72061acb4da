"""It is someone's turn, or their request took a turn: what happened, in whose words, what one can do now."""

from typing import Final

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import next_steps, seen_at
from bot.views.parts import Block, Message
from bot.views.texts import Markup, say
from bot.words import Words
from storage.vocabulary import Status, Verb
from workflows.escalation.views import Step, StepView

_TO_WHOEVER_ACTS: Final = {Verb.RETURN, Verb.MOVE}
"""Told to whoever offered it, or is asked now: to nobody else."""


def build(told: StepView, words: Words, reader: str) -> Message:
    """Tell `reader` of the step; the words behind it stand as a quote, the account's side gets its buttons."""
    view, said = told.view, _said(told)
    headline = _headline(told, words, reader)
    return parts.message(
        say(words, "told.text", headline=headline, said=said or facts.about(view, reader)),
        parts.section(headline),
        parts.quotation(said) if said else None,
        parts.strong(facts.about(view, reader)),
        facts.reminder(view, words),
        parts.section(facts.state(view, words)),
        parts.actions(_buttons(told, words, reader), seen_at(view)),
    )


def _headline(told: StepView, words: Words, reader: str) -> Markup:
    """Name what happened, to whoever is to go on in the words of a request."""
    view, step = told.view, told.step
    who = facts.name_of(view, step.about if step.verb is Verb.MOVE else step.by)
    asked = facts.name_of(view, view.request.account_manager)
    return say(words, _key(told, reader), key=view.request.key, who=who, next=asked)


def _key(told: StepView, reader: str) -> str:
    verb, request = told.step.verb, told.view.request
    is_asked = reader == request.account_manager and request.owner is None
    if verb is Verb.DECLINE and not is_asked:
        return "turn.decline" if request.account_manager else "turn.decline.leads"
    if verb in {Verb.DECLINE, Verb.REOPEN} and is_asked:
        return f"turn.{verb.value}.yours"
    if verb is Verb.MOVE and not is_asked:
        return "turn.move.offer"
    return f"turn.{verb.value}"


def _said(told: StepView) -> str | None:
    """Answer the words behind the step; behind a wait that is over, what it was for."""
    step: Step | None = told.step
    if told.step.verb is Verb.RESUME:
        step = told.view.latest(Verb.WAIT, before=told.step.ordinal)
    return None if step is None else step.words


def _buttons(told: StepView, words: Words, reader: str) -> list[Block]:
    request = told.view.request
    acts = reader in {request.owner, request.account_manager} or told.step.verb in _TO_WHOEVER_ACTS
    if not acts or request.status is Status.DONE:
        return []
    return next_steps(told.view, words, leading=True)
