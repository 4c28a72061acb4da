"""The form: five inputs, the rest on demand."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.escalation import form, form_customers, form_read, form_state
from bot.views.escalation.form_state import FormState, Typed
from bot.views.parts import Block
from sandbox.slack.blocks import check_modal
from storage.accounts import Account
from tests.views.escalation.form_inputs import submitted
from tests.views.examples import ACCOUNT, EN, JA, NOW, a_view
from workflows.escalation.draft import FileLink
from workflows.escalation.drafting import Source
from workflows.escalation.views import AccountFacts

FIVE = [ids.CUSTOMER, ids.REQUEST_TYPE, ids.URGENCY, ids.SUMMARY, ids.CUSTOMER_WORDS]
REST = [ids.DETAILS, ids.CONVERSATION_URL, ids.FILES, ids.ACCOUNT_MANAGER]


def _inputs(view: Block) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _element(view: Block, name: str) -> Block:
    [element] = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(element)


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


def test_only_a_critical_request_asks_what_was_promised() -> None:
    assert ids.PROMISED not in _inputs(form.build(FormState(values=Typed(urgency="high")), JA))
    view = form.build(FormState(values=Typed(urgency="critical", promised="折り返し", next_contact_at=NOW)), JA)
    check_modal(view)
    assert _inputs(view)[2:5] == [ids.URGENCY, ids.PROMISED, ids.NEXT_CONTACT_AT]
    assert _element(view, ids.NEXT_CONTACT_AT)["initial_date_time"] == int(NOW.timestamp())


def _in_work(count: int, may_read: int) -> AccountFacts:
    views = tuple(a_view(number=number) for number in range(min(count, 8)))
    return AccountFacts(ACCOUNT, "森", count, views, frozenset(view.request.key for view in views[:may_read]))


def test_the_guard_names_what_is_in_work_to_those_who_may_read_it() -> None:
    view = form.build(FormState(facts=_in_work(2, may_read=1)), JA)
    check_modal(view)
    options = _element(view, ids.DUPLICATE)["options"]
    assert [option["value"] for option in options] == ["new", "add:R-1000", "link:R-1000", "add:R-1001", "link:R-1001"]
    assert options[1]["description"]["text"] == "請求書の再発行が三日止まっている"
    assert options[3]["description"]["text"] == "対応依頼 ・ 未対応"
    assert _element(view, ids.DUPLICATE)["initial_option"]["value"] == "new"


def test_the_guard_shows_as_many_as_slack_takes_and_says_so() -> None:
    view = form.build(FormState(facts=_in_work(30, may_read=0)), EN)
    check_modal(view)
    [block] = [block for block in view["blocks"] if block.get("block_id") == ids.DUPLICATE]
    assert len(block["element"]["options"]) == 9
    assert (block["label"]["text"], block["hint"]["text"]) == ("30 requests are in work", "The latest 4 are shown.")


@pytest.mark.parametrize("state", [FormState(), FormState(facts=AccountFacts(ACCOUNT, "森", 0))])
def test_nothing_in_work_asks_nothing(state: FormState) -> None:
    assert ids.DUPLICATE not in _inputs(form.build(state, JA))


def test_a_form_that_began_with_a_message_names_it_and_fills_in_its_address() -> None:
    links = (FileLink("F1", "<error>.png", "https://files.test/1"),)
    source = Source("Lee <!channel>", "https://slack.test/p1?a=1&b=2", links)
    view = form.build(FormState(more=True, source=source), EN)
    check_modal(view)
    line = view["blocks"][0]["elements"][0]["text"]
    assert line.startswith("From Lee &lt;!channel&gt;'s message")
    assert "<https://slack.test/p1?a=1&amp;b=2|Open message>" in line
    assert _element(view, ids.CONVERSATION_URL)["initial_value"] == "https://slack.test/p1?a=1&b=2"


def test_an_edit_shows_the_request_as_it_is_and_no_guard() -> None:
    state = replace(form_state.of_request(a_view(details="三度目")), facts=_in_work(2, may_read=2))
    view = form.build(state, JA)
    check_modal(view)
    assert view["title"]["text"] == "修正"
    assert _inputs(view) == [*FIVE, ids.DETAILS, ids.CONVERSATION_URL, ids.FILES]
    assert _element(view, ids.CUSTOMER)["initial_option"]["value"] == "A-001"
    assert form_read.edited(view) == "R-1042"


def test_an_empty_command_fills_nothing() -> None:
    view = form.build(form_state.prefilled("  "), JA)
    assert "initial_value" not in _element(view, ids.SUMMARY)


def test_a_redrawn_form_keeps_what_was_typed() -> None:
    typed = submitted(**{ids.CUSTOMER_WORDS: {"value": "困る"}, ids.SUMMARY: {"value": "遅い"}})
    view = form.build(form_state.opened(form_read.state_of(typed)), JA)
    check_modal(view)
    assert _element(view, ids.CUSTOMER)["initial_option"]["value"] == "A-001"
    assert _element(view, ids.REQUEST_TYPE)["initial_option"]["value"] == "action"
    assert _element(view, ids.URGENCY)["initial_option"]["value"] == "high"
    assert _element(view, ids.SUMMARY)["initial_value"] == "遅い"
    assert _element(view, ids.CUSTOMER_WORDS)["initial_value"] == "困る"


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
