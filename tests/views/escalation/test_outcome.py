"""The outcome: what became of a request, and in which words the customer can be told."""

from typing import Any

import pytest

from bot import ids
from bot.views.escalation import outcome
from bot.views.parts import Message
from bot.words import Words
from storage.requests import Step
from storage.vocabulary import CustomerState, Verb
from tests.views.escalation.shown import lines, quotes
from tests.views.examples import (
    ACCEPTED,
    CLAIMED,
    DECLINED,
    EN,
    JA,
    READ,
    RESOLVED,
    WITHDRAWN,
    a_step,
    a_view,
    buttons,
    told,
    with_trail,
)

WORDS = "本日 16 時までにメールでお届けいたします。"
RESOLVE = a_step(Verb.RESOLVE, WORDS)


def _told(state: dict[str, Any], step: Step, words: Words = JA, reader: str = "U_AOI") -> Message:
    return outcome.build(told(a_view(**state), step), words, reader)


def test_the_outcome_comes_with_words_for_the_customer() -> None:
    message = _told(RESOLVED, RESOLVE)
    assert message.text.startswith("R-1042 が完了しました: 対応済み ・ 森")
    assert lines(message) == [
        "R-1042 が完了しました: 対応済み ・ 森",
        "お客様の状態: 継続見込み",
        "お客様にはこうお伝えできます:",
    ]
    assert quotes(message) == [WORDS]


@pytest.mark.parametrize(
    ("state", "step", "japanese", "english"),
    [
        (READ, a_step(Verb.READ), "R-1042 を 森 さんが確認しました。", "森 has read R-1042."),
        (
            ACCEPTED,
            a_step(Verb.ACCEPT_ANSWER, by="U_AOI"),
            "R-1042 のご相談が完了しました。",
            "R-1042 is done: the answer was accepted.",
        ),
        (
            WITHDRAWN,
            a_step(Verb.WITHDRAW, "解決したそうです", by="U_AOI"),
            "青井 さんが R-1042 を取り下げました。",
            "青井 has withdrawn R-1042.",
        ),
        (
            DECLINED,
            a_step(Verb.DECLINE, "対応の対象外です", by="U_LEE"),
            "Lee さんの判断で、R-1042 は対応しないことになりました。",
            "Lee has declined R-1042: it will not be worked on.",
        ),
    ],
    ids=["read", "answered", "withdrawn", "declined"],
)
def test_each_end_has_its_words(state: dict[str, Any], step: Step, japanese: str, english: str) -> None:
    assert lines(_told(state, step))[0] == japanese
    assert lines(_told(state, step, EN))[0] == english
    assert quotes(_told(state, step)) == ([step.words] if step.words else [])


def test_the_answer_that_was_accepted_is_fit_for_the_customer() -> None:
    first, second = a_step(Verb.ANSWER, "たぶん"), a_step(Verb.ANSWER, "返金できます", ordinal=3)
    accepted = a_step(Verb.ACCEPT_ANSWER, by="U_AOI", ordinal=4)
    message = outcome.build(told(with_trail(a_view(**ACCEPTED), first, second), accepted), JA, "U_AOI")
    assert quotes(message) == ["返金できます"]


def test_an_end_is_told_as_it_was_though_the_request_began_again_since() -> None:
    message = _told(CLAIMED | {"outcome": RESOLVED["outcome"], "customer_state": CustomerState.STAYING}, RESOLVE)
    assert lines(message)[0] == "R-1042 が完了しました: 対応済み ・ 森"
    assert quotes(message) == [WORDS]
    assert buttons(message.blocks) == []


def test_a_row_from_before_steps_were_numbered_tells_the_end() -> None:
    later = a_step(Verb.URGENCY, "落ち着いた", about="low")
    assert lines(_told(RESOLVED, later))[0] == "R-1042 が完了しました: 対応済み ・ 森"


@pytest.mark.parametrize(("reader", "offered"), [("U_AOI", [ids.REQUEST_REOPEN]), ("U_LEE", [])])
def test_only_who_may_begin_again_is_offered_to(reader: str, offered: list[str]) -> None:
    assert buttons(_told(RESOLVED, RESOLVE, reader=reader).blocks) == offered


def test_every_outcome_names_key_type_and_urgency() -> None:
    message = _told(ACCEPTED, a_step(Verb.ACCEPT_ANSWER, by="U_AOI"), EN)
    assert "R-1042" in lines(message)[0]
    assert "Please advise · Urgency: High" in str(message.blocks)
