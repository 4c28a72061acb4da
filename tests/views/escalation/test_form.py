"""The form: five inputs, the rest on demand; what comes back is read with suspicion."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.escalation import form, form_customers, form_read, form_state
from bot.views.escalation.form_state import FormState, Typed
from bot.views.parts import Block
from sandbox.slack.blocks import check_modal
from storage.accounts import Account
from storage.vocabulary import RequestType, Urgency
from tests.views.examples import ACCOUNT, EN, JA, NOW
from workflows.escalation.draft import FileLink
from workflows.escalation.views import AccountFacts
from workflows.refusals import InvalidForm, Misfit

FIVE = [ids.CUSTOMER, ids.REQUEST_TYPE, ids.URGENCY, ids.SUMMARY, ids.CUSTOMER_WORDS]
REST = [ids.DETAILS, ids.CONVERSATION_URL, ids.FILES, ids.ACCOUNT_MANAGER]


def _inputs(view: Block) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _element(view: Block, name: str) -> Block:
    [element] = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(element)


def _chosen(value: str) -> Block:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}


def _submitted(**inputs: Any) -> Block:  # noqa: ANN401
    """A view as Slack sends it: the four required inputs filled, and `inputs` over them."""
    filled = {
        ids.CUSTOMER: _chosen("A-001"),
        ids.REQUEST_TYPE: _chosen("action"),
        ids.URGENCY: _chosen("high"),
        ids.SUMMARY: {"value": "Export fails"},
    }
    return {"state": {"values": {name: {name: given} for name, given in (filled | inputs).items()}}}


def _misfits(**inputs: Any) -> dict[str, Misfit]:  # noqa: ANN401
    with pytest.raises(InvalidForm) as refused:
        form_read.read(_submitted(**inputs), "U_AOI", NOW)
    return refused.value.misfits


def test_five_inputs_and_one_button_are_all_one_sees() -> None:
    view = form.build(FormState(), JA)
    check_modal(view)
    assert view["callback_id"] == ids.ESCALATION_FORM
    assert _inputs(view) == FIVE
    assert view["blocks"][-1]["elements"][0]["action_id"] == ids.ESCALATION_MORE
    optional = [block["block_id"] for block in view["blocks"] if block.get("optional")]
    assert optional == [ids.CUSTOMER_WORDS]


def test_more_reveals_the_rest_and_the_button_is_gone() -> None:
    view = form.build(form_state.opened(FormState()), EN)
    check_modal(view)
    assert _inputs(view) == FIVE + REST
    assert all(block["type"] != "actions" for block in view["blocks"])


@pytest.mark.parametrize("state", [FormState(), FormState(more=True)])
def test_every_input_has_one_id(state: FormState) -> None:
    for block in form.build(state, JA)["blocks"]:
        if block["type"] == "input":
            assert block["block_id"] == block["element"]["action_id"]


def test_whatever_is_typed_or_chosen_is_told_to_us_so_that_it_can_be_kept() -> None:
    view = form.build(FormState(more=True, values=Typed(urgency="critical")), JA)
    silent = [block["block_id"] for block in view["blocks"] if block.get("dispatch_action") is False]
    assert silent == [ids.FILES]


def test_urgency_is_told_by_what_one_observes() -> None:
    options = _element(form.build(FormState(), JA), ids.URGENCY)["options"]
    assert [option["value"] for option in options] == ["low", "medium", "high", "critical"]
    assert options[2]["text"]["text"] == "高 — 怒っている、または今日の業務が止まっている"
    assert all(option["description"]["text"] for option in options)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            JA,
            [
                ("対応依頼", "担当者に動いてほしい"),
                ("ご相談", "答えや判断がほしい"),
                ("共有のみ", "知っておいてほしい"),
            ],
        ),
        (
            EN,
            [
                ("Please do", "needs action by the account manager"),
                ("Please advise", "needs an answer or a decision"),
                ("For your information", "nothing to do"),
            ],
        ),
    ],
)
def test_request_types_say_what_they_ask_for(words: Any, shown: list[tuple[str, str]]) -> None:  # noqa: ANN401
    options = _element(form.build(FormState(), words), ids.REQUEST_TYPE)["options"]
    assert [(option["text"]["text"], option["description"]["text"]) for option in options] == shown


def _line_under_customer(state: FormState) -> str:
    [line] = [block["elements"][0]["text"] for block in form.build(state, JA)["blocks"] if block["type"] == "context"]
    return str(line)


def test_the_chosen_customer_is_explained() -> None:
    assert _line_under_customer(FormState(facts=AccountFacts(ACCOUNT, "森", 2))) == "担当 森 ・ Pro ・ 対応中 2 件"
    alone = AccountFacts(replace(ACCOUNT, plan=None), None, 0)
    assert _line_under_customer(FormState(facts=alone)) == "担当者なし（リーダーに知らせます） ・ 対応中 0 件"


def test_a_new_customer_is_announced() -> None:
    state = FormState(values=Typed(customer={"value": "new:ひかり"}))
    state = replace(state, values=replace(state.values, customer=form_customers.options([], "ひかり", JA)[0]))
    assert "新しいお客様" in _line_under_customer(state)


def test_the_command_fills_the_words_and_their_first_line_the_summary() -> None:
    view = form.build(form_state.prefilled("請求書が届かない\n今日中に必要です"), JA)
    assert _element(view, ids.SUMMARY)["initial_value"] == "請求書が届かない"
    assert _element(view, ids.CUSTOMER_WORDS)["initial_value"] == "請求書が届かない\n今日中に必要です"


def test_an_empty_command_fills_nothing() -> None:
    view = form.build(form_state.prefilled("  "), JA)
    assert "initial_value" not in _element(view, ids.SUMMARY)


def test_a_redrawn_form_keeps_what_was_typed() -> None:
    typed = _submitted(**{ids.CUSTOMER_WORDS: {"value": "困る"}, ids.SUMMARY: {"value": "遅い"}})
    view = form.build(form_state.opened(form_read.state_of(typed)), JA)
    check_modal(view)
    assert _element(view, ids.CUSTOMER)["initial_option"]["value"] == "A-001"
    assert _element(view, ids.REQUEST_TYPE)["initial_option"]["value"] == "action"
    assert _element(view, ids.URGENCY)["initial_option"]["value"] == "high"
    assert _element(view, ids.SUMMARY)["initial_value"] == "遅い"
    assert _element(view, ids.CUSTOMER_WORDS)["initial_value"] == "困る"


def test_a_revealed_form_stays_revealed() -> None:
    view = form.build(FormState(more=True), JA) | _submitted()
    assert form_read.state_of(view).more
    assert not form_read.state_of(form.build(FormState(), JA)).more


def test_what_was_filled_in_is_read() -> None:
    view = _submitted(
        **{
            ids.CUSTOMER_WORDS: {"value": "  今日中に\nお願いします \n"},
            ids.DETAILS: {"value": "   "},
            ids.CONVERSATION_URL: {"value": "https://chat.test/1"},
            ids.ACCOUNT_MANAGER: {"selected_user": "U_LEE"},
            ids.FILES: {"files": [{"id": "F1", "name": "a.png", "permalink": "https://files.test/a", "size": 1}]},
        }
    )
    draft = form_read.read(view, "U_AOI", NOW)
    assert (draft.customer, draft.filed_by, draft.summary) == ("A-001", "U_AOI", "Export fails")
    assert (draft.request_type, draft.urgency) == (RequestType.ACTION, Urgency.HIGH)
    assert (draft.customer_words, draft.details) == ("今日中に\nお願いします", None)
    assert (draft.conversation_url, draft.account_manager) == ("https://chat.test/1", "U_LEE")
    assert draft.files == (FileLink("F1", "a.png", "https://files.test/a"),)


def test_long_text_is_kept_whole() -> None:
    draft = form_read.read(_submitted(**{ids.CUSTOMER_WORDS: {"value": "語" * 40_000}}), "U_AOI", NOW)
    assert len(draft.customer_words or "") == 40_000


def test_everything_missing_is_told_at_once() -> None:
    with pytest.raises(InvalidForm) as refused:
        form_read.read({}, "U_AOI", NOW)
    assert refused.value.misfits == dict.fromkeys(FIVE[:4], Misfit.REQUIRED)


@pytest.mark.parametrize(
    ("name", "given", "misfit"),
    [
        (ids.SUMMARY, {"value": " \n "}, Misfit.REQUIRED),
        (ids.SUMMARY, {"value": 7}, Misfit.REQUIRED),
        (ids.CUSTOMER, {"selected_option": None}, Misfit.REQUIRED),
        (ids.CUSTOMER, _chosen("new:  "), Misfit.REQUIRED),
        (ids.REQUEST_TYPE, _chosen("order"), Misfit.NOT_A_CHOICE),
        (ids.URGENCY, _chosen("HIGH"), Misfit.NOT_A_CHOICE),
        (ids.URGENCY, "high", Misfit.REQUIRED),
        (ids.CONVERSATION_URL, {"value": "javascript:alert(1)"}, Misfit.NOT_A_LINK),
        (ids.CONVERSATION_URL, {"value": "https://"}, Misfit.NOT_A_LINK),
        (ids.CONVERSATION_URL, {"value": "http://[::1"}, Misfit.NOT_A_LINK),
        (ids.CONVERSATION_URL, {"value": "see https://x.test"}, Misfit.NOT_A_LINK),
        (ids.ACCOUNT_MANAGER, {"selected_user": "<!channel>"}, Misfit.NO_SUCH_PERSON),
        (ids.DETAILS, {"value": "x" * 40_001}, Misfit.TOO_LONG),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(name: str, given: object, misfit: Misfit) -> None:
    assert _misfits(**{name: given}) == {name: misfit}


def test_a_file_without_a_web_address_is_left_out() -> None:
    view = _submitted(**{ids.FILES: {"files": [{"id": "F1", "permalink": "javascript:x"}, "forged"]}})
    assert form_read.read(view, "U_AOI", NOW).files == ()


def _offered(accounts: list[Account], typed: str) -> list[str]:
    return [option["value"] for option in form_customers.options(accounts, typed, JA)]


def test_an_unlisted_name_is_offered_last() -> None:
    assert _offered([ACCOUNT], "ひかり") == ["A-001", "new:ひかり"]
    assert _offered([], " ひかり  電機 ") == ["new:ひかり 電機"]


@pytest.mark.parametrize("typed", ["ひかり商事", " ひかり商事 ", ""])
def test_a_listed_name_is_not_offered_anew(typed: str) -> None:
    assert _offered([ACCOUNT], typed) == ["A-001"]


def test_width_and_letter_case_make_no_new_customer() -> None:
    assert _offered([replace(ACCOUNT, name="ACME")], "ａｃｍｅ") == ["A-001"]


def test_a_customer_is_shown_with_its_reading_and_plan() -> None:
    [option, new] = form_customers.options([ACCOUNT], "ひ", JA)
    assert (option["text"]["text"], option["description"]["text"]) == ("ひかり商事", "ひかりしょうじ / Pro")
    assert new["text"]["text"] == "「ひ」を新しいお客様として追加"
