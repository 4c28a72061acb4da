"""The agent's tour: a request goes out and comes back, and advice arrives during a call."""

from collections.abc import Sequence

from sandbox import cast
from sandbox.page.screens import HOME
from sandbox.tour import agent_words as words
from sandbox.tour import pointers
from sandbox.tour.scene import Scene, key_in
from sandbox.tour.step import Example, Part, Playing, Step, Tour, Words
from sandbox.tour.understudy import Ringing, Understudy
from sandbox.tour.words import FILED

FORM = "escalation.form"
CUSTOMER = "A-001"
"""Whom the example finds: a customer of Sato's."""
CLAIM = ("request.claim", "request.read")
FINISH = ("request.resolve", "request.answer")
OUTCOMES = ("request.reopen", "request.accept_answer")
"""By what one sees that something came of a request: one may take it up again, or accept the answer."""

CALLS = {
    "ja": Ringing("ja-cancel", cast.AOI.user_id, "解約しようと"),
    "en": Ringing("en-cancel", cast.AOI.user_id, "cancel our"),
}
RESULT = {
    "ja": "お待たせいたしました。請求書は本日 16 時までにメールでお届けします。",
    "en": "Thank you for waiting. The invoice will be in your mail by four o'clock today.",
}


def _opening(_scene: Scene) -> Sequence[str]:
    """The nearest of the ways to the form."""
    return (
        '[data-shortcut="escalate"]',
        '.home [data-action="escalation.open"]',
        ".main .composer .menu summary",
        *pointers.home(),
    )


def _is_open(scene: Scene) -> bool:
    return scene.form == FORM


def _has_customer(scene: Scene) -> bool:
    return scene.form == FORM and scene.has_chosen("customer")


def _customer(scene: Scene) -> Sequence[str]:
    combo = '.modal .combo[data-block="customer"]'
    found = (f'{combo} [role=option][data-value="{CUSTOMER}"]', combo) if scene.form == FORM else ()
    return (*found, *_opening(scene))


def _has_filed(scene: Scene) -> bool:
    """A receipt came; whoever is asked to take the request is remembered, too."""
    receipt = scene.found("request.withdraw")
    if receipt is None:
        return False
    key = key_in(receipt, "request.withdraw")
    scene.notes.update({"key": key, "receipt": receipt.ts, "filed": str(scene.since)})
    asked = scene.asked(key, *CLAIM)
    scene.notes["manager"] = asked.user if asked else cast.SATO.user_id
    return True


def _filing(scene: Scene) -> Sequence[str]:
    choices = [pointers.choice(name) for name in ("customer", "request_type", "urgency")]
    return (*pointers.form(scene, FORM, *choices, pointers.text("summary")), *_opening(scene))


def _sees_messages(scene: Scene) -> bool:
    return scene.where.place == scene.dm


def _receipt(scene: Scene) -> Sequence[str]:
    return (f'.message[data-ts="{scene.notes.get("receipt", "")}"]', *pointers.messages(scene.dm))


def _is_claimed(scene: Scene) -> bool:
    return bool(scene.key) and scene.asked(scene.key, *CLAIM) is None


def _has_outcome(scene: Scene) -> bool:
    return any(scene.found(action, scene.key, since=scene.filed) for action in OUTCOMES)


async def _claim(understudy: Understudy, scene: Scene) -> None:
    await understudy.press(scene.asked(scene.key, *CLAIM), scene.key)


async def _finish(understudy: Understudy, scene: Scene) -> None:
    """Let it be resolved; a question is answered instead."""
    said = RESULT[scene.locale]
    resolved = {"outcome": "done", "customer_state": "staying", "result": said}
    forms = {"resolve.form": resolved, "answer.form": {"answer": said}}
    await understudy.fill_in(scene.asked(scene.key, *FINISH), scene.key, forms)


def _has_answered(scene: Scene) -> bool:
    """The advice was there with its button, and then without it but with the button's words."""
    advice = scene.found("whisper.got_it")
    if advice is not None:
        scene.notes.update({"advice": advice.ts, "answer": scene.label(advice, "whisper.got_it")})
        return False
    before = scene.message(scene.dm, scene.notes.get("advice", ""))
    return before is not None and scene.notes["answer"] in before.all_text()


def _advice(scene: Scene) -> Sequence[str]:
    advice = scene.found("whisper.got_it")
    if advice is None and not scene.is_on_the_phone(scene.user):
        return ()
    way = () if scene.where.place == scene.dm else pointers.messages(scene.dm)
    return (*pointers.button(advice, "whisper.got_it"), *way)


async def _ring(understudy: Understudy, scene: Scene) -> None:
    await understudy.ring(CALLS[scene.locale])


def _of_account_manager(label: Words, actions: Sequence[str], play: Playing) -> Part:
    """What the account manager has to do, once the agent has the receipt before them."""

    def is_due(scene: Scene) -> bool:
        return _sees_messages(scene) and scene.asked(scene.key, *actions) is not None

    return Part(label, lambda scene: scene.account_manager, is_due, play)


TOUR = Tour(
    steps=(
        Step(
            words.OPEN,
            _is_open,
            _opening,
        ),
        Step(
            words.FIND,
            _has_customer,
            _customer,
            Example(FORM, {"customer": "あおぞら"}, {"customer": "あおぞら"}),
        ),
        Step(
            words.FILE,
            _has_filed,
            _filing,
            Example(FORM, FILED["ja"], FILED["en"]),
        ),
        Step(
            words.RECEIPT,
            _sees_messages,
            _receipt,
        ),
        Step(
            words.CLAIMED,
            _is_claimed,
            _receipt,
            part=_of_account_manager(
                {"ja": "{manager} さんに担当してもらう", "en": "Let {manager} claim it"}, CLAIM, _claim
            ),
        ),
        Step(
            words.OUTCOME,
            _has_outcome,
            _receipt,
            part=_of_account_manager(
                {"ja": "{manager} さんに完了してもらう", "en": "Let {manager} resolve it"}, FINISH, _finish
            ),
        ),
        Step(
            words.CALL,
            _has_answered,
            _advice,
            part=Part(
                {"ja": "電話をかけてもらう", "en": "Let the phone ring"},
                lambda scene: scene.user,
                lambda scene: not scene.is_on_the_phone(scene.user),
                _ring,
            ),
        ),
        Step(
            words.HOME,
            lambda scene: scene.where.place == HOME,
            lambda _scene: pointers.home(),
        ),
    ),
    end=words.END,
)
