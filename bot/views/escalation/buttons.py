"""What can be done with a request where it stands: the same buttons on card, handoff and Home."""

from collections.abc import Iterator

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Style
from bot.words import Words
from storage.vocabulary import RequestType, Status
from workflows.escalation.reading import RequestView

_NEXT = {
    (RequestType.ACTION, Status.TODO): (ids.REQUEST_CLAIM,),
    (RequestType.ACTION, Status.DOING): (ids.REQUEST_RESOLVE,),
    (RequestType.CONSULT, Status.TODO): (ids.REQUEST_CLAIM, ids.REQUEST_ANSWER),
    (RequestType.CONSULT, Status.DOING): (ids.REQUEST_ANSWER,),
    (RequestType.FYI, Status.TODO): (ids.REQUEST_READ,),
}


def next_steps(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the buttons that the account's side has now; `leading` makes the first one the view's primary."""
    steps = _NEXT.get((view.request.request_type, view.request.status), ())
    return list(_buttons(view, steps, words, "primary" if leading else None))


def _buttons(view: RequestView, steps: tuple[str, ...], words: Words, style: Style | None) -> Iterator[Block]:
    for number, step in enumerate(steps):
        yield parts.button(step, words.say(f"button.{step}"), view.request.key, style if number == 0 else None)


def acceptance(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the button of whoever got an answer, while it waits to be accepted."""
    if (view.request.request_type, view.request.status) != (RequestType.CONSULT, Status.WAITING):
        return []
    return list(_buttons(view, (ids.REQUEST_ACCEPT_ANSWER,), words, "primary" if leading else None))
