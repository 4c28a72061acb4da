"""The card of a request: understood in thirty seconds, in its channel and in the account manager's DM."""

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import next_steps
from bot.views.parts import Block, Message
from bot.views.texts import Markup, dotted, say
from bot.words import Words
from storage.vocabulary import Status
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Message:
    """Build the card as it stands in a channel: what is asked first, what one can do last."""
    return parts.message(facts.point(view, words), *_card(view, words))


def build_handoff(view: RequestView, words: Words) -> Message:
    """Build the same card for the DM of whoever is asked: one line above says who hands it over."""
    above = say(words, "card.handoff", who=facts.name_of(view, view.request.filed_by))
    text = say(words, "card.handoff.text", handoff=above, point=facts.point(view, words))
    return parts.message(text, parts.context(above), *_card(view, words))


def _card(view: RequestView, words: Words) -> list[Block]:
    request = view.request
    return parts.present(
        parts.section(facts.ask(view, words)),
        parts.strong(request.summary),
        facts.circumstances(view, words),
        parts.quotation(request.customer_words) if request.customer_words else None,
        parts.passage(request.details) if request.details else None,
        facts.links(view, words),
        *_reply(view, words),
        parts.section(facts.state(view, words)),
        parts.actions(next_steps(view, words, leading=True)),
    )


def _reply(view: RequestView, words: Words) -> list[Block]:
    """Show the answer, or what the owner achieved, once there is one."""
    request = view.request
    if request.answer:
        return [_by("card.answer", view, request.answered_by, words), parts.quotation(request.answer)]
    if request.status is Status.DONE and request.result:
        return [_by("card.result", view, request.finished_by, words), parts.quotation(request.result)]
    return []


def _by(key: str, view: RequestView, user_id: str | None, words: Words) -> Block:
    return parts.context(dotted(words, Markup(words.say(key)), view.name_of(user_id)))
