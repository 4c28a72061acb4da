"""Every form of a step, each as it is built of a request."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from bot import ids
from bot.views.escalation import asking, decline, hand_off, resolve, urgency, wait
from bot.views.parts import Block
from bot.words import Words
from workflows.escalation.views import Declining, RequestView

Build = Callable[[RequestView, Words], Block]
ASKING: Final = {
    each.form: each
    for each in (
        asking.ANSWER,
        asking.ASK,
        asking.REPLY,
        asking.ASK_AGAIN,
        asking.RETURN,
        asking.REOPEN,
        asking.ADD,
        asking.WITHDRAW,
    )
}


def declining(view: RequestView, words: Words, *, ends: bool = False, next_asked: str | None = None) -> Block:
    """Build the form of declining, after which `next_asked` is asked, or the request `ends`."""
    return decline.build(Declining(view, ends, next_asked), words)


STEP_FORMS: Final[Mapping[str, Build]] = {name: each.build for name, each in ASKING.items()} | {
    ids.DECLINE_FORM: declining,
    f"{ids.DECLINE_FORM} by a lead": partial(declining, ends=True),
    ids.HAND_OFF_FORM: hand_off.build,
    ids.WAIT_FORM: wait.build,
    ids.URGENCY_FORM: urgency.build,
    ids.RESOLVE_FORM: resolve.build,
}
