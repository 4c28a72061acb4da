"""What became of a request: one new message for the one who filed it."""

from bot.views import parts
from bot.views.escalation import facts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, say
from bot.words import Words
from storage.vocabulary import Ending
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Message:
    """Say what was achieved, where the customer stands, and in which words the customer can be told."""
    headline = _headline(view, words)
    return parts.message(
        say(words, "outcome.text", headline=headline, summary=view.request.summary),
        parts.section(headline),
        parts.strong(view.request.summary),
        facts.reminder(view, words),
        *_customer_state(view, words),
        *_fit_for_customer(view, words),
    )


def _headline(view: RequestView, words: Words) -> Markup:
    request = view.request
    who = facts.name_of(view, request.finished_by)
    if request.ending is Ending.READ:
        return say(words, "outcome.read", key=request.key, who=who)
    if request.outcome is not None:
        return say(words, "outcome.resolved", key=request.key, who=who, outcome=words.of(request.outcome))
    return say(words, "outcome.answered", key=request.key, who=who)


def _customer_state(view: RequestView, words: Words) -> list[Block]:
    state = view.request.customer_state
    return [] if state is None else [parts.section(say(words, "outcome.customer_state", state=words.of(state)))]


def _fit_for_customer(view: RequestView, words: Words) -> list[Block]:
    """Quote the owner's words for the customer, or the answer that was accepted."""
    said = view.request.result or view.request.answer
    return [parts.section(Markup(words.say("outcome.tell"))), parts.quotation(said)] if said else []
