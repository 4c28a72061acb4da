"""The card of a request: understood in thirty seconds, in its channel and in the account manager's DM."""

from collections.abc import Iterator
from typing import Final

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import next_steps, seen_at
from bot.views.parts import Block, Message
from bot.views.progress import lines
from bot.views.texts import Markup, ago, dotted, say
from bot.words import Words
from storage.vocabulary import Ending, Status, Urgency, Verb, Waiting
from workflows.escalation.views import RequestView, Step

MOST_ADDITIONS: Final = 2
"""So many of the latest additions stand on the card; the rest is counted."""

_ENDS: Final = {
    Ending.WITHDRAWN: ("card.withdrawn", Verb.WITHDRAW),
    Ending.DECLINED: ("card.declined", Verb.DECLINE),
}


def build(view: RequestView, words: Words) -> Message:
    """Build the card as it stands in a channel: what is asked first, what one can do last."""
    return parts.message(facts.point(view, words), *_card(view, words))


def build_handoff(view: RequestView, words: Words, reader: str) -> Message:
    """Build the same card for the DM of `reader`, who is asked: one line above says who hands it over."""
    above = _above(view, words, reader)
    text = say(words, "card.handoff.text", handoff=above, point=facts.point(view, words))
    return parts.message(text, parts.context(above), *_card(view, words))


def _above(view: RequestView, words: Words, reader: str) -> Markup:
    """Say who hands it over: its filer, or whoever has declined it, to those who are asked after them."""
    declined_by = view.request.declined_by
    if declined_by and reader not in declined_by:
        return say(words, "card.handoff.declined", who=facts.name_of(view, declined_by[-1]))
    return say(words, "card.handoff", who=facts.name_of(view, view.request.filed_by))


def _card(view: RequestView, words: Words) -> list[Block]:
    is_open = view.request.status is not Status.DONE
    return parts.present(*body(view, words), parts.actions(next_steps(view, words, leading=is_open), seen_at(view)))


def body(view: RequestView, words: Words) -> list[Block]:
    """Build all of the card but its buttons, for whoever is offered others."""
    request = view.request
    return parts.present(
        parts.section(facts.headline(view, words)),
        parts.strong(request.summary),
        facts.circumstances(view, words),
        parts.quotation(request.customer_words) if request.customer_words else None,
        parts.passage(request.details) if request.details else None,
        facts.promise(view, words),
        facts.links(view, words),
        *_additions(view, words),
        *_said(view, words),
        lines.build(view, words),
        parts.section(facts.state(view, words)),
    )


def _additions(view: RequestView, words: Words) -> Iterator[Block]:
    """Show the latest additions, oldest first, and count those before them."""
    before = len(view.additions) - MOST_ADDITIONS
    if before > 0:
        yield parts.context(Markup(words.plural("card.additions_before", before)))
    for step in view.additions[-MOST_ADDITIONS:]:
        yield from _words_of("card.addition", view, step, words, _heat(step, words))


def _heat(step: Step, words: Words) -> Markup | None:
    """Say how heated whoever added to it finds the customer, where that is more than the request said."""
    return None if step.about is None else say(words, "card.addition.heat", urgency=words.of(Urgency(step.about)))


def _said(view: RequestView, words: Words) -> Iterator[Block]:
    """Show the words that count now: an offer's note, and what the request waits for or has come to."""
    request = view.request
    if request.offered_to is not None:
        yield from _words_of("card.offer", view, view.latest(Verb.HAND_OFF), words)
    match request.status:
        case Status.TODO if request.declined_by:
            yield from _words_of("card.declined", view, view.latest(Verb.DECLINE), words)
        case Status.WAITING if request.waiting_for is Waiting.REPLY:
            yield from _quote("card.question", view, request.owner, request.question, words)
        case Status.WAITING if request.waiting_for is Waiting.UNTIL:
            yield from _words_of("card.waiting", view, view.latest(Verb.WAIT), words)
    yield from _reached(view, words)


def _reached(view: RequestView, words: Words) -> Iterator[Block]:
    """Show the answer, what the owner achieved, or why nobody will."""
    request = view.request
    yield from _quote("card.answer", view, request.answered_by, request.answer, words)
    if request.status is not Status.DONE:
        return
    yield from _quote("card.result", view, request.finished_by, request.result, words)
    if request.ending in _ENDS:
        key, verb = _ENDS[request.ending]
        yield from _words_of(key, view, view.latest(verb), words)


def _words_of(
    key: str, view: RequestView, step: Step | None, words: Words, more: Markup | None = None
) -> Iterator[Block]:
    if step is not None and step.words:
        yield parts.context(dotted(words, Markup(words.say(key)), view.name_of(step.by), more, ago(words, step.at)))
        yield from parts.present(facts.quoted(step.words))


def _quote(key: str, view: RequestView, by: str | None, said: str | None, words: Words) -> Iterator[Block]:
    if said:
        yield parts.context(dotted(words, Markup(words.say(key)), view.name_of(by)))
        yield parts.quotation(said)
