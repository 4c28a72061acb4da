"""What became of a request: one new message for everyone whom it concerns."""

from collections.abc import Iterator
from typing import Final

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import reopening
from bot.views.parts import Block, Message
from bot.views.texts import Markup, say
from bot.words import Words
from storage.vocabulary import Ending, Verb
from workflows.escalation.views import StepView

_ENDINGS: Final = {
    Verb.READ: Ending.READ,
    Verb.ACCEPT_ANSWER: Ending.ANSWERED,
    Verb.RESOLVE: Ending.RESOLVED,
    Verb.WITHDRAW: Ending.WITHDRAWN,
    Verb.DECLINE: Ending.DECLINED,
}
"""What each last step comes to."""


def build(told: StepView, words: Words, reader: str) -> Message:
    """Say to `reader` what was achieved, where the customer stands, and in which words the customer can be told."""
    headline, view, about = _headline(told, words), told.view, facts.about(told.view, reader)
    return parts.message(
        say(words, "outcome.text", headline=headline, summary=about),
        parts.section(headline),
        parts.strong(about),
        facts.reminder(view, words),
        *_customer_state(told, words),
        *_said(told, words),
        parts.actions(reopening(reader, view, words)),
    )


def _ending(told: StepView) -> Ending | None:
    return _ENDINGS.get(told.step.verb, told.view.request.ending)


def _headline(told: StepView, words: Words) -> Markup:
    request, ending = told.view.request, _ending(told)
    who = facts.name_of(told.view, told.step.by)
    if ending is Ending.RESOLVED and request.outcome is not None:
        return say(words, "outcome.resolved", key=request.key, who=who, outcome=words.of(request.outcome))
    shown = Ending.ANSWERED if ending in {None, Ending.RESOLVED} else ending
    return say(words, f"outcome.{shown}", key=request.key, who=who)


def _customer_state(told: StepView, words: Words) -> Iterator[Block]:
    state = told.view.request.customer_state
    if _ending(told) is Ending.RESOLVED and state is not None:
        yield parts.section(say(words, "outcome.customer_state", state=words.of(state)))


def _said(told: StepView, words: Words) -> Iterator[Block]:
    """Quote the words for the customer, or the reason why there are none."""
    ending = _ending(told)
    if ending is Ending.ANSWERED:
        given = told.view.latest(Verb.ANSWER, before=told.step.ordinal)
        yield from _quote("outcome.tell", given.words if given else None, words)
    elif ending is Ending.RESOLVED:
        yield from _quote("outcome.tell", told.step.words, words)
    elif ending is not Ending.READ:
        yield from _quote("outcome.reason", told.step.words, words)


def _quote(key: str, said: str | None, words: Words) -> Iterator[Block]:
    if said:
        yield parts.section(Markup(words.say(key)))
        yield parts.quotation(said)
