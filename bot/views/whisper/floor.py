"""What Home shows of calls: one's own, for leads all that are on, and whether one wants advice of the phrase book."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block
from bot.views.texts import LABEL, Markup, clock, dotted, escape, say
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.views import CallView, FloorView

MOST_CALLS: Final = 4
MOST_HUDDLING: Final = 12
_OWN: Final = (ids.CALL_NOTE, ids.CALL_END)


def sentence(floor: FloorView, waiting: str | None, words: Words) -> str | None:
    """Put who asks for help, and has nobody, before what else is `waiting`; None where there is neither."""
    asking = sum(view.call.is_waiting for view in floor.calls or ())
    if not asking:
        return waiting
    help_asked = words.plural("home.sentence.help", asking)
    return help_asked if waiting is None else words.say("home.sentence.both", help=help_asked, waiting=waiting)


def own(floor: FloorView, words: Words, now: datetime) -> Iterator[Block]:
    """Build one's own call with what one can do in it; nothing while one is on no phone."""
    if floor.own is None:
        return
    view = floor.own
    text = say(words, "floor.own.row", customer=facts.customer(view, words), facts=_facts(view, words, now))
    yield parts.header(words.say("floor.own"))
    yield parts.section(text)
    hand = ids.CALL_HELP if view.call.help_asked_at is None else ids.CALL_LOWER
    steps = [facts.button(each, view, words) for each in (hand, *_OWN)]
    yield from parts.present(parts.actions([*steps, _switch(floor, words)]))


def team(floor: FloorView, words: Words, now: datetime) -> Iterator[Block]:
    """Build, for leads, every other call that is on, help signs on top, and who is busy in a huddle."""
    if floor.calls is None:
        return
    yield parts.header(words.say("floor.team"))
    others = [view for view in floor.calls if floor.own is None or view.call.key != floor.own.call.key]
    if not others:
        yield parts.section(Markup(words.say("floor.quiet")))
    for view in others[:MOST_CALLS]:
        yield from _row(view, words, now)
    if len(others) > MOST_CALLS:
        yield parts.context(_rest(others[MOST_CALLS:], words))
    if floor.in_huddle:
        yield parts.context(say(words, "floor.huddle", names=_huddling(floor, words)))


def _row(view: CallView, words: Words, now: datetime) -> list[Block]:
    """Build one call: who asks for help and has nobody is offered to whoever reads; a forgotten call can be ended."""
    text = say(words, "floor.row", pair=facts.pair(view, words), facts=_facts(view, words, now))
    take = [facts.button(ids.CALL_TAKE_HELP, view, words)] if view.call.is_waiting else []
    end = facts.button(ids.CALL_END, view, words)
    asked = (words.say("floor.end"), words.say("floor.end.text"), end["text"]["text"], words.say("cancel"))
    steps = [*take, facts.button(ids.CALL_WHISPER, view, words), parts.confirmed(end, *asked)]
    return parts.present(parts.section(text), parts.actions(steps))


def _rest(calls: Sequence[CallView], words: Words) -> Markup:
    """Count the calls that have no row; whoever among them asks for help and has nobody is named all the same."""
    asking = (dotted(words, facts.pair(view, words), facts.hand(view, words)) for view in calls if view.call.is_waiting)
    return Markup("\n".join([words.plural("home.rest", len(calls)), *asking]))


def _huddling(floor: FloorView, words: Words) -> Markup:
    names = [escape(name, LABEL) for name in floor.in_huddle[:MOST_HUDDLING]]
    more = len(floor.in_huddle) - MOST_HUDDLING
    return dotted(words, *names, Markup(words.plural("home.rest", more)) if more > 0 else None)


def _facts(view: CallView, words: Words, now: datetime) -> Markup:
    """Say whether help is asked for and who gives it, since when the call is on, and what was feared last."""
    started = view.call.started_at
    since = None if started is None else say(words, "floor.since", at=clock(words, started, since=now))
    return dotted(words, facts.hand(view, words), since, *_feared(view, words))


def _feared(view: CallView, words: Words) -> Iterator[Markup]:
    """Tell the latest danger sign, and count those before."""
    if not view.signs:
        return
    latest, before = view.signs[-1], len(view.signs) - 1
    sign = say(words, "call.sign", what=facts.what(view, latest, words), at=facts.at(view, latest.at, words))
    yield say(words, "floor.danger", sign=sign)
    if before:
        yield Markup(words.plural("call.signs.before", before))


def switch(floor: FloorView, words: Words) -> Iterator[Block]:
    """Build the line that says whether advice of the phrase book comes; in a call the button stands there."""
    if floor.own is None:
        said = "floor.advice.off" if floor.is_advice_off else "floor.advice.on"
        yield parts.section(say(words, said), _switch(floor, words))


def _switch(floor: FloorView, words: Words) -> Block:
    button = ids.ADVICE_ON if floor.is_advice_off else ids.ADVICE_OFF
    return parts.button(button, words.say(f"button.{button}"))
