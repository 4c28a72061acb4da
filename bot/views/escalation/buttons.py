"""What can be done with a request where it stands: the same buttons on card, handoff and Home."""

from collections.abc import Iterator

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Style
from bot.words import Words
from storage.vocabulary import RequestType, Status, Verb
from workflows.escalation import policy
from workflows.escalation.policy import Standing
from workflows.escalation.standing import situation_of
from workflows.escalation.views import RequestView

_NEXT = {
    (RequestType.ACTION, Status.TODO): (ids.REQUEST_CLAIM,),
    (RequestType.ACTION, Status.DOING): (ids.REQUEST_RESOLVE,),
    (RequestType.CONSULT, Status.TODO): (ids.REQUEST_CLAIM, ids.REQUEST_ANSWER),
    (RequestType.CONSULT, Status.DOING): (ids.REQUEST_ANSWER,),
    (RequestType.FYI, Status.TODO): (ids.REQUEST_READ,),
}


def next_steps(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the buttons that the account's side has now; `leading` makes the first one the view's primary."""
    return list(_buttons(view, _steps(view), words, "primary" if leading else None))


def next_steps_of(reader: Standing, view: RequestView, words: Words) -> list[Block]:
    """Build those of the next steps that `reader` may take, where nobody else sees them."""
    situation = situation_of(view.request)
    steps = tuple(step for step in _steps(view) if policy.may(Verb(step.removeprefix("request.")), situation, reader))
    return list(_buttons(view, steps, words, None))


def _steps(view: RequestView) -> tuple[str, ...]:
    return _NEXT.get((view.request.request_type, view.request.status), ())


def _buttons(view: RequestView, steps: tuple[str, ...], words: Words, style: Style | None) -> Iterator[Block]:
    for number, step in enumerate(steps):
        yield parts.button(step, words.say(f"button.{step}"), view.request.key, style if number == 0 else None)


def acceptance(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the button of whoever got an answer, while it waits to be accepted."""
    if (view.request.request_type, view.request.status) != (RequestType.CONSULT, Status.WAITING):
        return []
    return list(_buttons(view, (ids.REQUEST_ACCEPT_ANSWER,), words, "primary" if leading else None))
