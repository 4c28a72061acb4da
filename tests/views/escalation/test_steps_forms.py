"""The forms of a request's steps: the request on top, one thing asked, read with suspicion."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.views.escalation import decline, hand_off, resolve, urgency, wait
from bot.views.parts import Block
from bot.words import Words
from sandbox.slack.blocks import check_modal
from storage.vocabulary import CustomerState, Outcome, Status, Urgency, Waiting
from tests.views.escalation.step_forms import ASKING, STEP_FORMS, Build, declining
from tests.views.examples import ANSWERED, CLAIMED, EN, JA, NOW, RESOLVED, a_view
from workflows.escalation.passing import Offer
from workflows.escalation.service import Pause, Rating, Resolution
from workflows.refusals import InvalidForm, Misfit

ASKED: dict[str, Any] = CLAIMED | {"status": Status.WAITING, "waiting_for": Waiting.REPLY, "question": "宛名は?"}
EVERY_FORM = pytest.mark.parametrize("build", STEP_FORMS.values(), ids=STEP_FORMS)


def _filled(**inputs: Any) -> Block:  # noqa: ANN401
    return {"state": {"values": {name: {name: given} for name, given in inputs.items()}}}


def _texts(view: Block) -> str:
    return str(view["blocks"])


def _element(view: Block, name: str) -> Block:
    [element] = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(element)


def _misfits(read: Any, view: Block) -> dict[str, Misfit]:  # noqa: ANN401
    with pytest.raises(InvalidForm) as refused:
        read(view)
    return refused.value.misfits


@EVERY_FORM
@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_a_form_shows_first_which_request_it_is_about(build: Build, words: Words) -> None:
    view = build(a_view(), words)
    check_modal(view)
    assert view["blocks"][0]["elements"][0]["elements"][0]["text"] == "請求書の再発行が三日止まっている"
    assert "R-1042" in view["blocks"][1]["elements"][0]["text"]


@EVERY_FORM
def test_a_form_is_called_as_the_button_that_opens_it(build: Build) -> None:
    view = build(a_view(), EN)
    stem = view["callback_id"].removesuffix(".form")
    label = EN.say(f"button.request.{stem}")
    assert (view["title"]["text"], view["submit"]["text"]) == (label, label)


@EVERY_FORM
def test_every_input_has_one_id(build: Build) -> None:
    inputs = [block for block in build(a_view(), JA)["blocks"] if block["type"] == "input"]
    assert inputs
    for block in inputs:
        assert block["block_id"] == block["element"]["action_id"]


def test_only_the_note_of_a_hand_off_may_be_left_out() -> None:
    optional = {
        (form, block["block_id"])
        for form, build in STEP_FORMS.items()
        for block in build(a_view(), JA)["blocks"]
        if block.get("optional")
    }
    assert optional == {(ids.HAND_OFF_FORM, ids.NOTE)}


@pytest.mark.parametrize("form", ASKING.values(), ids=ASKING)
def test_one_text_is_read(form: Any) -> None:  # noqa: ANN401
    assert form.read(_filled(**{form.asked: {"value": " はい "}})) == "はい"
    for nothing in ({"value": " "}, {"value": 7}, {}, "forged"):
        assert _misfits(form.read, _filled(**{form.asked: nothing})) == {form.asked: Misfit.REQUIRED}


def test_a_reply_has_the_question_before_it() -> None:
    assert "森 さんからの質問:" in _texts(STEP_FORMS[ids.REPLY_FORM](a_view(**ASKED), JA))
    assert "宛名は?" in _texts(STEP_FORMS[ids.REPLY_FORM](a_view(**ASKED), JA))


def test_asking_again_has_the_answer_before_it() -> None:
    assert "返金できます" in _texts(STEP_FORMS[ids.ASK_AGAIN_FORM](a_view(**ANSWERED), EN))


def test_reopening_has_before_it_how_it_ended() -> None:
    assert "完了 ・ 森 ・ 対応済み" in _texts(STEP_FORMS[ids.REOPEN_FORM](a_view(**RESOLVED), JA))


def test_withdrawing_warns_that_it_ends_the_request() -> None:
    assert "This ends the request." in _texts(STEP_FORMS[ids.WITHDRAW_FORM](a_view(), EN))


@pytest.mark.parametrize(
    ("what_follows", "said"),
    [
        ({"next_asked": "加藤"}, "加藤 is asked next."),
        ({}, "The leads are asked next."),
        ({"ends": True, "next_asked": "加藤"}, "the request ends here"),
    ],
)
def test_declining_says_what_follows(what_follows: dict[str, Any], said: str) -> None:
    assert said in _texts(declining(a_view(), EN, **what_follows))


def test_a_reason_to_decline_is_read() -> None:
    assert decline.read(_filled(reason={"value": "契約の話です"})) == "契約の話です"


def test_an_offer_is_read_with_and_without_a_note() -> None:
    chosen = {"selected_user": "U_KATO"}
    assert hand_off.read(_filled(owner=chosen)) == Offer("U_KATO", None)
    assert hand_off.read(_filled(owner=chosen, note={"value": "急ぎ"})) == Offer("U_KATO", "急ぎ")


@pytest.mark.parametrize(
    ("owner", "misfit"),
    [
        ({"selected_user": None}, Misfit.REQUIRED),
        ({"selected_user": "<!channel>"}, Misfit.NO_SUCH_PERSON),
        ({"selected_user": ["U_KATO"]}, Misfit.REQUIRED),
    ],
)
def test_a_forged_person_is_told_at_its_field(owner: Block, misfit: Misfit) -> None:
    assert _misfits(hand_off.read, _filled(owner=owner)) == {ids.OWNER: misfit}


def test_a_pause_is_read_as_an_instant() -> None:
    filled = _filled(until={"selected_date_time": int(NOW.timestamp())}, reason={"value": "見積り待ち"})
    assert wait.read(filled) == Pause(NOW, "見積り待ち")


@pytest.mark.parametrize(
    ("until", "misfit"),
    [
        (None, Misfit.REQUIRED),
        ("soon", Misfit.NOT_A_CHOICE),
        (-1, Misfit.NOT_A_CHOICE),
        (10**18, Misfit.NOT_A_CHOICE),
        (1.5, Misfit.NOT_A_CHOICE),
    ],
)
def test_a_forged_moment_is_told_at_its_field(until: object, misfit: Misfit) -> None:
    filled = _filled(until={"selected_date_time": until}, reason={"value": "x"})
    assert _misfits(wait.read, filled) == {ids.UNTIL: misfit}


def test_a_pause_says_in_which_zone_and_keeps_what_was_set() -> None:
    until = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    view = a_view(**(CLAIMED | {"status": Status.WAITING, "waiting_for": Waiting.UNTIL, "waiting_until": until}))
    form = wait.build(view, JA)
    assert "Asia/Tokyo" in _texts(form)
    assert _element(form, ids.UNTIL)["initial_date_time"] == int(until.timestamp())
    assert "initial_date_time" not in _element(wait.build(a_view(), JA), ids.UNTIL)


def test_the_urgency_that_counts_is_preset_beside_both_ratings() -> None:
    rated = a_view(urgency=Urgency.CRITICAL, agent_urgency=Urgency.HIGH, manager_urgency=Urgency.CRITICAL)
    form = urgency.build(rated, EN)
    assert _element(form, ids.URGENCY)["initial_option"]["value"] == "critical"
    assert "Filed as: High · Account manager: Critical" in _texts(form)
    assert "Account manager: not rated yet" in _texts(urgency.build(a_view(), EN))


def test_a_rating_is_read() -> None:
    filled = _filled(urgency={"selected_option": {"value": "low"}}, reason={"value": "落ち着かれた"})
    assert urgency.read(filled) == Rating(Urgency.LOW, "落ち着かれた")


def test_a_forged_rating_is_told_at_its_fields() -> None:
    forged = _filled(urgency={"selected_option": {"value": "apocalypse"}}, reason={"value": ""})
    assert _misfits(urgency.read, forged) == {ids.URGENCY: Misfit.NOT_A_CHOICE, ids.REASON: Misfit.REQUIRED}


def test_a_result_is_read() -> None:
    filled = _filled(
        outcome={"selected_option": {"value": "partly"}},
        customer_state={"selected_option": {"value": "at_risk"}},
        result={"value": "明日お送りします"},
    )
    assert resolve.read(filled) == Resolution(Outcome.PARTLY, CustomerState.AT_RISK, "明日お送りします")


def test_a_result_needs_words_for_the_customer() -> None:
    forged = _filled(outcome={"selected_option": {"value": "won"}}, result={"value": ""})
    assert _misfits(resolve.read, forged) == {
        ids.OUTCOME: Misfit.NOT_A_CHOICE,
        ids.CUSTOMER_STATE: Misfit.REQUIRED,
        ids.RESULT: Misfit.REQUIRED,
    }
