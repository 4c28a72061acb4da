"""Which step stands behind which button: at once, or through a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from bot import ids
from bot.views.escalation import asking, decline, hand_off, resolve, urgency, wait
from bot.views.escalation.asking import Asking
from bot.views.parts import Block
from bot.views.progress import form
from bot.words import Words
from storage.vocabulary import Verb
from workflows.escalation import filing, passing, reading, reminding, service, tracking

Step = Callable[..., object]
"""A service: (work, click, desk, now), with what a form gave after the click."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step that needs words first.

    `load` (work, click, desk) refuses before anybody types; what it answers is what `build` shows; `read` answers what
    `take` is given.
    """

    callback_id: str
    load: Callable[..., Any]
    build: Callable[[Any, Words], Block]
    read: Callable[[Block], object]
    take: Step


def _asked(verb: Verb, asked: Asking, take: Step) -> StepForm:
    return StepForm(asked.form, _to_take(verb), asked.build, asked.read, take)


def _to_take(verb: Verb) -> Callable[..., Any]:
    return partial(reading.to_take, verb=verb)


AT_ONCE: Final[Mapping[str, Step]] = {
    ids.REQUEST_CLAIM: service.claim,
    ids.REQUEST_READ: service.mark_read,
    ids.REQUEST_TAKE_OVER: service.take_over,
    ids.REQUEST_ACCEPT: passing.accept,
    ids.REQUEST_ACCEPT_ANSWER: service.accept_answer,
    ids.DIGEST_REMIND: reminding.remind,
}

FORMS: Final[Mapping[str, StepForm]] = {
    ids.REQUEST_ANSWER: _asked(Verb.ANSWER, asking.ANSWER, service.answer),
    ids.REQUEST_ASK: _asked(Verb.ASK, asking.ASK, service.ask),
    ids.REQUEST_REPLY: _asked(Verb.REPLY, asking.REPLY, service.reply),
    ids.REQUEST_ASK_AGAIN: _asked(Verb.ASK_AGAIN, asking.ASK_AGAIN, service.ask_again),
    ids.REQUEST_RETURN: _asked(Verb.RETURN, asking.RETURN, passing.return_offer),
    ids.REQUEST_REOPEN: _asked(Verb.REOPEN, asking.REOPEN, passing.reopen),
    ids.REQUEST_ADD: _asked(Verb.ADD, asking.ADD, filing.add),
    ids.REQUEST_WITHDRAW: _asked(Verb.WITHDRAW, asking.WITHDRAW, service.withdraw),
    ids.REQUEST_DECLINE: StepForm(ids.DECLINE_FORM, reading.to_decline, decline.build, decline.read, passing.decline),
    ids.REQUEST_HAND_OFF: StepForm(
        ids.HAND_OFF_FORM, _to_take(Verb.HAND_OFF), hand_off.build, hand_off.read, passing.hand_off
    ),
    ids.REQUEST_WAIT: StepForm(ids.WAIT_FORM, _to_take(Verb.WAIT), wait.build, wait.read, service.wait),
    ids.REQUEST_RESOLVE: StepForm(
        ids.RESOLVE_FORM, _to_take(Verb.RESOLVE), resolve.build, resolve.read, service.resolve
    ),
    ids.REQUEST_URGENCY: StepForm(
        ids.URGENCY_FORM, _to_take(Verb.URGENCY), urgency.build, urgency.read, service.change_urgency
    ),
    ids.REQUEST_JIRA: StepForm(ids.JIRA_FORM, tracking.to_track, form.build, form.read, tracking.track),
}
"""By the button that opens it."""

BY_FORM: Final[Mapping[str, StepForm]] = {form.callback_id: form for form in FORMS.values()}
