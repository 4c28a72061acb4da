"""What Home shows of calls: one's own, for leads all that are on, and whether one wants advice of the phrase book."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block
from bot.views.texts import LABEL, Markup, ago, clock, dotted, escape, say
from bot.words import Words
from storage.vocabulary import SignKind
from workflows.whisper.views import CallView, FloorView

MOST_CALLS: Final = 4
MOST_HUDDLING: Final = 12
MOST_NAME: Final = 60
_OWN: Final = (ids.CALL_NOTE, ids.CALL_END)


def sentence(floor: FloorView, waiting: str | None, words: Words) -> str | None:
    """Put who asks for help, and has nobody, before what else is `waiting`; None where there is neither."""
    asking = sum(_is_waiting(view) for view in floor.calls or ())
    if not asking:
        return waiting
    help_asked = words.plural("home.sentence.help", asking)
    return help_asked if waiting is None else words.say("home.sentence.both", help=help_asked, waiting=waiting)


def _is_waiting(view: CallView) -> bool:
    return view.call.help_asked_at is not None and view.call.help_by is None


def own(floor: FloorView, words: Words, now: datetime) -> Iterator[Block]:
    """Build one's own call with what one can do in it; nothing while one is on no phone."""
    if floor.own is None:
        return
    view = floor.own
    text = say(words, "floor.own.row", customer=_customer(view, words), facts=_facts(view, words, now))
    yield parts.header(words.say("floor.own"))
    yield parts.section(text)
    hand = ids.CALL_HELP if view.call.help_asked_at is None else ids.CALL_LOWER
    steps = [_button(each, view, words) for each in (hand, *_OWN)]
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
        yield parts.context(Markup(words.plural("home.rest", len(others) - MOST_CALLS)))
    if floor.in_huddle:
        yield parts.context(say(words, "floor.huddle", names=_huddling(floor, words)))


def _row(view: CallView, words: Words, now: datetime) -> list[Block]:
    """Build one call: whoever asks for help and has nobody is offered to whoever reads, and anyone a whisper."""
    agent = escape(view.agent, MOST_NAME)
    text = say(words, "floor.row", agent=agent, customer=_customer(view, words), facts=_facts(view, words, now))
    whisper = _button(ids.CALL_WHISPER, view, words)
    if not _is_waiting(view):
        return [parts.section(text, whisper)]
    return parts.present(parts.section(text), parts.actions([_button(ids.CALL_TAKE_HELP, view, words), whisper]))


def _huddling(floor: FloorView, words: Words) -> Markup:
    names = [escape(name, LABEL) for name in floor.in_huddle[:MOST_HUDDLING]]
    more = len(floor.in_huddle) - MOST_HUDDLING
    return dotted(words, *names, Markup(words.plural("home.rest", more)) if more > 0 else None)


def _customer(view: CallView, words: Words) -> Markup:
    return escape(view.customer, MOST_NAME) if view.customer else say(words, "floor.nobody")


def _facts(view: CallView, words: Words, now: datetime) -> Markup:
    """Say since when, whether help is asked for and who gives it, and what was feared last."""
    started = view.call.started_at
    since = None if started is None else say(words, "floor.since", at=clock(words, started, since=now))
    return dotted(words, _hand(view, words), since, *_signs(view, words, now))


def _hand(view: CallView, words: Words) -> Markup | None:
    call = view.call
    if call.help_asked_at is None:
        return None
    if call.help_by is not None:
        return say(words, "floor.held", who=view.name_of(call.help_by))
    return say(words, "floor.asking", since=ago(words, call.help_asked_at))


def _signs(view: CallView, words: Words, now: datetime) -> Iterator[Markup]:
    """Tell the latest danger sign, and count those before."""
    if not view.signs:
        return
    latest, before = view.signs[-1], len(view.signs) - 1
    at = clock(words, latest.at, since=now)
    if latest.kind is SignKind.LONG or latest.phrase is None:
        yield say(words, "floor.long", at=at)
    else:
        yield say(words, "floor.danger", phrase=escape(latest.phrase, LABEL), at=at)
    if before:
        yield Markup(words.plural("home.rest", before))


def switch(floor: FloorView, words: Words) -> Iterator[Block]:
    """Build the line that says whether advice of the phrase book comes; in a call the button stands there."""
    if floor.own is None:
        said = "floor.advice.off" if floor.is_advice_off else "floor.advice.on"
        yield parts.section(say(words, said), _switch(floor, words))


def _switch(floor: FloorView, words: Words) -> Block:
    button = ids.ADVICE_ON if floor.is_advice_off else ids.ADVICE_OFF
    return parts.button(button, words.say(f"button.{button}"))


def _button(action_id: str, view: CallView, words: Words) -> Block:
    return parts.button(action_id, words.say(f"button.{action_id}"), view.call.key)
