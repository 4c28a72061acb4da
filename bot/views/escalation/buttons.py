"""What can be done with a request where it stands: at most four buttons, the rest in a menu beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Style
from bot.words import Words
from storage.vocabulary import RequestType, Status, Verb
from workflows.escalation import policy
from workflows.escalation.policy import Situation, Stage, Standing
from workflows.escalation.standing import situation_of
from workflows.escalation.views import RequestView

MOST_BUTTONS: Final = 4
BETWEEN: Final = ":"
"""What stands between an action id and a key in the menu's values."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Steps by their action ids: those with a button of their own, and those in the menu."""

    buttons: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


_TODO_MORE = (ids.REQUEST_URGENCY, ids.REQUEST_TRAIL)
_DOING_MORE = (ids.REQUEST_DECLINE, ids.REQUEST_TAKE_OVER, ids.REQUEST_URGENCY, ids.REQUEST_TRAIL)
_WAITING_MORE = (ids.REQUEST_WAIT, *_DOING_MORE)
_DONE = Choices((ids.REQUEST_REOPEN,), (ids.REQUEST_TRAIL,))
_NOTHING = Choices()

CARD: Final[Mapping[tuple[RequestType, Status], Choices]] = {
    (RequestType.ACTION, Status.TODO): Choices(
        (ids.REQUEST_CLAIM, ids.REQUEST_HAND_OFF, ids.REQUEST_DECLINE), _TODO_MORE
    ),
    (RequestType.ACTION, Status.DOING): Choices(
        (ids.REQUEST_RESOLVE, ids.REQUEST_ASK, ids.REQUEST_HAND_OFF, ids.REQUEST_WAIT), _DOING_MORE
    ),
    (RequestType.ACTION, Status.WAITING): Choices(
        (ids.REQUEST_RESOLVE, ids.REQUEST_ASK, ids.REQUEST_HAND_OFF, ids.REQUEST_CLAIM), _WAITING_MORE
    ),
    (RequestType.ACTION, Status.DONE): _DONE,
    (RequestType.CONSULT, Status.TODO): Choices(
        (ids.REQUEST_CLAIM, ids.REQUEST_ANSWER, ids.REQUEST_HAND_OFF, ids.REQUEST_DECLINE), _TODO_MORE
    ),
    (RequestType.CONSULT, Status.DOING): Choices(
        (ids.REQUEST_ANSWER, ids.REQUEST_ASK, ids.REQUEST_HAND_OFF, ids.REQUEST_WAIT), _DOING_MORE
    ),
    (RequestType.CONSULT, Status.WAITING): Choices(
        (ids.REQUEST_ANSWER, ids.REQUEST_ASK, ids.REQUEST_HAND_OFF, ids.REQUEST_CLAIM), _WAITING_MORE
    ),
    (RequestType.CONSULT, Status.DONE): _DONE,
    (RequestType.FYI, Status.TODO): Choices((ids.REQUEST_READ,)),
}
"""What everybody sees on the card and on its copies, whoever may press it."""

_WAITERS = (
    ids.REQUEST_ACCEPT,
    ids.REQUEST_RETURN,
    ids.REQUEST_REPLY,
    ids.REQUEST_ACCEPT_ANSWER,
    ids.REQUEST_ASK_AGAIN,
)
"""What only the one person can do for whom an offer, a question or an answer waits."""

_FILER = Choices((ids.REQUEST_EDIT, ids.REQUEST_ADD, ids.REQUEST_WITHDRAW), _TODO_MORE)
_FOLLOWER = Choices((ids.REQUEST_ADD,))
_SEEN_AT: Final = "seen."
_ONLY_TRAIL = Choices((), (ids.REQUEST_TRAIL,))
_VERBS: Final = {ids.REQUEST_JIRA: Verb.TRACK}
"""The steps that are not called as their buttons are."""


def next_steps(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build what stands on a card and its copies; `leading` makes the first button the view's primary."""
    return _build(_on_card(view), view, words, leading=leading)


def next_steps_of(reader: Standing, view: RequestView, words: Words) -> list[Block]:
    """Build what `reader` may do, for Home, where nobody else sees it; the trail is always there."""
    situation, card = situation_of(view.request), _on_card(view)
    buttons = _allowed((*_WAITERS, *card.buttons), situation, reader)
    more = _allowed(card.more, situation, reader)
    return _build(Choices(buttons, (*more, ids.REQUEST_TRAIL)), view, words)


def menu_of(reader: Standing, view: RequestView, words: Words) -> Block:
    """Build the same as one menu, for a row of a long list; the trail is always in it."""
    card = _on_card(view)
    steps = _allowed((*_WAITERS, *card.buttons, *card.more), situation_of(view.request), reader)
    return _menu((*steps, ids.REQUEST_TRAIL), view, words)


def menu_of_filer(view: RequestView, words: Words) -> Block:
    """Build what its filer can do as one menu; what waits for a reply stands among what waits for them."""
    choices = _of_filer(view)
    return _menu((*choices.buttons, *choices.more), view, words)


def of_filer(view: RequestView, words: Words) -> list[Block]:
    """Build what its filer can do, on the receipt and in Home: while it is open, all that was theirs to say."""
    choices = _of_filer(view)
    asked = (ids.REQUEST_REPLY,) if _stage(view) is Stage.REPLY else ()
    return _build(Choices((*asked, *choices.buttons), choices.more), view, words)


def of_follower(view: RequestView, words: Words) -> list[Block]:
    """Build what someone who added to a request can do, on their receipt."""
    return _build(_NOTHING if view.request.status is Status.DONE else _FOLLOWER, view, words)


def acceptance(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the buttons of whoever got an answer, while it waits to be accepted."""
    return _build(
        _at(view, Stage.ACCEPTANCE, ids.REQUEST_ACCEPT_ANSWER, ids.REQUEST_ASK_AGAIN), view, words, leading=leading
    )


def replying(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the button of whoever was asked, while the question waits for a reply."""
    return _build(_at(view, Stage.REPLY, ids.REQUEST_REPLY), view, words, leading=leading)


def offered(view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the buttons of whoever is asked to take a request over, while the offer stands."""
    stands = view.request.offered_to is not None
    return _build(
        Choices((ids.REQUEST_ACCEPT, ids.REQUEST_RETURN)) if stands else _NOTHING, view, words, leading=leading
    )


def reopening(reader: str, view: RequestView, words: Words) -> list[Block]:
    """Build the button below an outcome where `reader` (a user id) may begin again what was worked on."""
    request = view.request
    is_theirs = reader in {request.filed_by, request.owner} and request.request_type is not RequestType.FYI
    return _build(_at(view, Stage.DONE, ids.REQUEST_REOPEN) if is_theirs else _NOTHING, view, words)


def seen_at(view: RequestView) -> str:
    """Name a row of buttons after the last step that its card knows of: a click on it tells what was seen."""
    return f"{_SEEN_AT}{view.request.steps}"


def seen_in_row(block_id: str) -> int | None:
    """Answer the step that the card of a row of buttons knew of, or None for any other row."""
    ordinal = block_id.removeprefix(_SEEN_AT)
    return int(ordinal) if ordinal != block_id and ordinal.isascii() and ordinal.isdecimal() else None


def in_menu(value: str) -> tuple[str, str]:
    """Read the value of a menu's option: the action id that it stands for, and the key of its request."""
    step, _, key = value.partition(BETWEEN)
    return step, key


def _on_card(view: RequestView) -> Choices:
    return _tracked(CARD.get((view.request.request_type, view.request.status), _NOTHING), view)


def _of_filer(view: RequestView) -> Choices:
    return _tracked(_ONLY_TRAIL if view.request.status is Status.DONE else _FILER, view)


def _tracked(choices: Choices, view: RequestView) -> Choices:
    """Offer a Jira issue, too, where there is a Jira.

    Where that is one too many for a menu, to wait anew gives way: its owner can bring the request back, then wait.
    """
    if view.tracker is None:
        return choices
    others = tuple(step for step in choices.more if step != ids.REQUEST_TRAIL)
    is_full = len(others) + 2 > parts.OVERFLOW
    kept = tuple(step for step in others if step != ids.REQUEST_WAIT) if is_full else others
    return Choices(choices.buttons, (*kept, ids.REQUEST_JIRA, ids.REQUEST_TRAIL))


def _stage(view: RequestView) -> Stage:
    return situation_of(view.request).stage


def _at(view: RequestView, stage: Stage, *buttons: str) -> Choices:
    return Choices(buttons) if _stage(view) is stage else _NOTHING


def _allowed(steps: Sequence[str], situation: Situation, reader: Standing) -> tuple[str, ...]:
    return tuple(step for step in steps if step != ids.REQUEST_TRAIL and policy.may(verb_of(step), situation, reader))


def verb_of(step: str) -> Verb:
    """Answer the verb behind a button; raises ValueError for one that takes no step."""
    return _VERBS.get(step) or Verb(step.removeprefix("request."))


def _build(choices: Choices, view: RequestView, words: Words, *, leading: bool = False) -> list[Block]:
    """Build the buttons and, last, the menu with the rest; the trail stays where the menu would be too long."""
    style: Style | None = "primary" if leading else None
    shown, rest = choices.buttons[:MOST_BUTTONS], (*choices.buttons[MOST_BUTTONS:], *choices.more)
    buttons = [
        parts.button(step, _label(step, view, words), view.request.key, style if number == 0 else None)
        for number, step in enumerate(shown)
    ]
    return [*buttons, _menu(rest, view, words)] if rest else buttons


def _menu(steps: Sequence[str], view: RequestView, words: Words) -> Block:
    kept = steps if len(steps) <= parts.OVERFLOW else (*steps[: parts.OVERFLOW - 1], steps[-1])
    options = [parts.option(f"{step}{BETWEEN}{view.request.key}", _label(step, view, words)) for step in kept]
    return parts.overflow(ids.REQUEST_MORE, options)


def _label(step: str, view: RequestView, words: Words) -> str:
    """Say what a step does; claiming what waits brings one's own back."""
    if step == ids.REQUEST_CLAIM and view.request.status is Status.WAITING:
        return words.say("button.request.claim.back")
    return words.say(f"button.{step}")
