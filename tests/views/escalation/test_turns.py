"""What someone must answer, accept or go on with: each message says who, what, in which words, and what one can do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.views.escalation import given, offer, question, turn
from bot.views.parts import Message
from bot.views.texts import moment
from bot.words import Words
from storage.requests import Step
from storage.vocabulary import Status, Verb
from tests.views.escalation.shown import greys, lines, quotes
from tests.views.examples import (
    ACCEPTED,
    ANSWERED,
    ASKED,
    CLAIMED,
    EN,
    JA,
    OFFERED,
    PASSED,
    RESOLVED,
    a_step,
    a_view,
    buttons,
    told,
    with_trail,
)

ANSWER = a_step(Verb.ANSWER, "返金できます")
ASK = a_step(Verb.ASK, "ご契約の ID を教えてください")
TODAY = datetime(2026, 11, 21, 8, tzinfo=UTC)
OFFER = a_step(Verb.HAND_OFF, "英語の方が早いです", about="U_LEE")


def test_an_answer_waits_for_its_filer() -> None:
    message = given.build(told(a_view(**ANSWERED), ANSWER), JA)
    assert message.text == "森 さんが R-1042 に回答しました。 返金できます"
    assert quotes(message) == ["返金できます"]
    assert buttons(message.blocks) == [ids.REQUEST_ACCEPT_ANSWER, ids.REQUEST_ASK_AGAIN]


def test_an_accepted_answer_has_no_button() -> None:
    message = given.build(told(a_view(**ACCEPTED), ANSWER, is_open=False), JA)
    assert buttons(message.blocks) == []
    assert lines(message)[-1] == "完了 ・ 青井"


def test_an_earlier_answer_keeps_its_own_words_and_has_no_button_though_a_later_one_waits() -> None:
    message = given.build(told(a_view(**ANSWERED), a_step(Verb.ANSWER, "たぶん"), is_open=False), JA)
    assert quotes(message) == ["たぶん"]
    assert buttons(message.blocks) == []


def test_a_question_waits_for_its_filer() -> None:
    message = question.build(told(a_view(**ASKED), ASK), EN)
    assert message.text == "森 asks about R-1042. Please reply. ご契約の ID を教えてください"
    assert greys(message) == ["Please do · Urgency: High · ひかり商事 (Pro)"]
    assert buttons(message.blocks) == [ids.REQUEST_REPLY]


def test_a_question_that_was_replied_to_shows_the_reply() -> None:
    reply = a_step(Verb.REPLY, "A-001 です", by="U_AOI", ordinal=3)
    again = a_step(Verb.ASK, "もうひとつ", ordinal=4)
    answered = told(with_trail(a_view(**CLAIMED), reply, again), ASK, is_open=False)
    message = question.build(answered, JA)
    assert quotes(message) == ["ご契約の ID を教えてください", "A-001 です"]
    assert buttons(message.blocks) == []


def test_a_question_that_was_asked_anew_shows_no_reply_of_another() -> None:
    again = a_step(Verb.ASK, "もうひとつ", ordinal=3)
    reply = a_step(Verb.REPLY, "A-001 です", by="U_AOI", ordinal=4)
    message = question.build(told(with_trail(a_view(**CLAIMED), again, reply), ASK, is_open=False), JA)
    assert quotes(message) == ["ご契約の ID を教えてください"]


def test_an_offer_says_all_that_one_must_know_to_decide() -> None:
    message = offer.build(told(a_view(**OFFERED), OFFER), EN)
    assert lines(message) == [
        "森 would like you to take over R-1042.",
        "Please do · Urgency: High",
        "In work · 森 · offered to Lee",
    ]
    assert quotes(message) == ["英語の方が早いです", "今日中に届かないなら他社に切り替えます"]
    assert buttons(message.blocks) == [ids.REQUEST_ACCEPT, ids.REQUEST_RETURN]


def test_an_offer_says_what_was_promised_by_when_and_how_it_came_about() -> None:
    promised = {"promised": "本日中に折り返し", "next_contact_at": TODAY, "details": "先月も遅れた"}
    message = offer.build(told(a_view(**OFFERED | promised), OFFER), EN)
    assert [line for line in lines(message) if "Next contact" in line or "Promised" in line] == [
        f"Please do · Urgency: High · *Next contact: {moment(EN, TODAY)}*",
        "Promised: 本日中に折り返し",
    ]
    assert "先月も遅れた" in str(message.blocks)


def test_an_offer_without_a_note_is_whole_and_one_that_is_gone_has_no_button() -> None:
    message = offer.build(told(a_view(**CLAIMED), a_step(Verb.HAND_OFF, about="U_LEE"), is_open=False), EN)
    assert message.text.endswith("請求書の再発行が三日止まっている")
    assert quotes(message) == ["今日中に届かないなら他社に切り替えます"]
    assert buttons(message.blocks) == []


def _turn(state: dict[str, Any], step: Step, reader: str, words: Words = JA) -> Message:
    return turn.build(told(a_view(**state), step), words, reader)


UNASKED = PASSED | {"account_manager": None}
TURNS = [
    (
        CLAIMED,
        a_step(Verb.REPLY, "A-001 です", by="U_AOI"),
        "U_MORI",
        "R-1042 の質問に 青井 さんから返事がありました。",
    ),
    (
        CLAIMED,
        a_step(Verb.ASK_AGAIN, "税込みですか", by="U_AOI"),
        "U_MORI",
        "R-1042 の回答について 青井 さんからもう一度質問です。",
    ),
    (CLAIMED, a_step(Verb.RESUME, by="baton"), "U_MORI", "R-1042 は待ちの日時になりました。対応を再開してください。"),
    (CLAIMED, a_step(Verb.RETURN, "休みです", by="U_LEE"), "U_MORI", "Lee さんが R-1042 の引き継ぎを戻しました。"),
    (
        PASSED,
        a_step(Verb.DECLINE, "担当外"),
        "U_AOI",
        "森 さんが R-1042 を辞退しました。代わりに Lee さんに頼みました。",
    ),
    (PASSED, a_step(Verb.DECLINE, "担当外"), "U_LEE", "森 さんが R-1042 を辞退しました。代わりにお願いします。"),
    (UNASKED, a_step(Verb.DECLINE, "担当外"), "U_AOI", "森 さんが R-1042 を辞退しました。リーダーに知らせました。"),
    (CLAIMED, a_step(Verb.REOPEN, "まだです", by="U_AOI"), "U_AOI", "青井 さんが R-1042 を再開しました。"),
    (
        {},
        a_step(Verb.REOPEN, "まだです", by="U_AOI"),
        "U_MORI",
        "青井 さんが R-1042 を再開しました。対応をお願いします。",
    ),
    (
        {"account_manager": "U_LEE"},
        a_step(Verb.MOVE, by="baton", about="U_MORI"),
        "U_LEE",
        "森 さんが Slack から抜けたため、R-1042 の対応をお願いします。",
    ),
    (
        CLAIMED,
        a_step(Verb.MOVE, by="baton", about="U_LEE"),
        "U_BOSS",
        "R-1042 の引き継ぎをお願いしていた Lee さんが Slack から抜けました。依頼は元のままです。",
    ),
]


@pytest.mark.parametrize(("state", "step", "reader", "headline"), TURNS)
def test_a_turn_says_what_happened_in_whose_words(
    state: dict[str, Any], step: Step, reader: str, headline: str
) -> None:
    message = _turn(state, step, reader)
    assert lines(message)[0] == headline
    assert quotes(message) == ([step.words] if step.words else [])
    assert _turn(state, step, reader, EN).text


def test_when_a_wait_is_over_its_owner_reads_what_it_was_for() -> None:
    view = with_trail(a_view(**CLAIMED), a_step(Verb.WAIT, "見積りを待つ"))
    resumed = a_step(Verb.RESUME, by="baton", ordinal=3)
    assert quotes(turn.build(told(view, resumed), JA, "U_MORI")) == ["見積りを待つ"]


@pytest.mark.parametrize(
    ("state", "reader", "first"),
    [
        (CLAIMED, "U_MORI", [ids.REQUEST_RESOLVE]),
        (PASSED, "U_LEE", [ids.REQUEST_CLAIM]),
        (PASSED, "U_AOI", []),
        (RESOLVED, "U_MORI", []),
    ],
)
def test_only_the_accounts_side_gets_buttons_with_a_turn(state: dict[str, Any], reader: str, first: list[str]) -> None:
    assert buttons(_turn(state, a_step(Verb.REOPEN, "まだです"), reader).blocks)[:1] == first


@pytest.mark.parametrize("step", [a_step(Verb.RETURN, "休みです", by="U_LEE"), a_step(Verb.MOVE, about="U_LEE")])
def test_whoever_made_an_offer_that_came_to_nothing_can_go_on_from_there(step: Step) -> None:
    unowned = {"status": Status.TODO, "owner": None}
    assert buttons(_turn(unowned, step, "U_BOSS").blocks)[:1] == [ids.REQUEST_CLAIM]


@pytest.mark.parametrize("state", [CLAIMED, CLAIMED | {"status": Status.TODO, "owner": None}])
def test_every_turn_names_key_type_and_urgency(state: dict[str, Any]) -> None:
    message = _turn(state, a_step(Verb.RETURN, "休みです", by="U_LEE"), "U_MORI", EN)
    assert "R-1042" in lines(message)[0]
    assert "Please do · Urgency: High" in str(message.blocks)
