"""The cockpit and the card of a call: what agents and leads see while somebody is on the phone."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.whisper import card, cockpit
from storage.calls import Note
from storage.vocabulary import BATON
from tests.views.examples import EN, JA, NOW, buttons
from tests.views.whisper.calls import ASKING, HELD, a_call
from tests.views.whisper.shown import ENDED, LAWYER, LONG, full, lines, primary

STARTED = "<!date^1795138920^{time}|10:42>"
ASKED = "<!date^1795139040^{ago}|2026/11/20 10:44>"


def test_the_cockpit_says_with_whom_since_when_and_what_is_in_work() -> None:
    message = cockpit.build(full(), JA)
    headline, circumstances, note, said = lines(message)
    assert message.text == "通話中: ひかり商事"
    assert headline == f"通話中 ・ *ひかり商事* ・ 開始 {STARTED}"
    assert circumstances == "対応中 2 件: R-1042、R-1038 ・ 担当 森"
    assert note == "メモ ・ <!date^1795138980^{time}|10:43>"
    assert said == "請求書の再発行を希望"
    assert buttons(message.blocks) == [ids.CALL_HELP, ids.CALL_NOTE, ids.CALL_END]
    assert primary(message.blocks) == [ids.CALL_HELP]


def test_the_cockpit_speaks_english_too() -> None:
    headline, circumstances, *_ = lines(cockpit.build(full(), EN))
    assert headline == "On the phone · *ひかり商事* · since <!date^1795138920^{time}|01:42>"
    assert circumstances == "2 requests in work: R-1042, R-1038 · Account manager 森"


@pytest.mark.parametrize(
    ("state", "told"),
    [(ASKING, f"*✋ 挙手 {ASKED}*"), (HELD, "*✋ Lee さんが助けに入っています*")],
    ids=["asking", "held"],
)
def test_a_raised_hand_can_be_lowered_and_shows_who_comes(state: dict[str, Any], told: str) -> None:
    message = cockpit.build(a_call(**state), JA)
    assert lines(message)[-1] == told
    assert buttons(message.blocks) == [ids.CALL_LOWER, ids.CALL_NOTE, ids.CALL_END]
    assert primary(message.blocks) == []


def test_a_customer_whom_nobody_knows_and_a_call_that_a_whisper_began_are_told_so() -> None:
    message = cockpit.build(a_call(account=None, announced=False), JA)
    assert lines(message) == [f"通話中 ・ *未確認のお客様* ・ 開始 {STARTED}", "ささやきから始まった通話"]


def test_a_customer_without_account_manager_and_requests_takes_no_line() -> None:
    [headline] = lines(cockpit.build(a_call(account=None, customer="新しい会社"), JA))
    assert headline == f"通話中 ・ *新しい会社* ・ 開始 {STARTED}"


def test_the_three_latest_notes_are_shown_and_the_others_counted() -> None:
    noted = replace(a_call(), notes=tuple(Note(NOW, f"メモ {number}") for number in range(5)))
    told = lines(cockpit.build(noted, JA))
    assert "以前のメモ 2 件" in told
    assert told[-1] == "メモ 4"
    assert "メモ 1" not in told


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (ENDED, "通話終了 ・ ひかり商事 ・ 12 分"),
        (ENDED | {"ended_by": None}, "通話終了 ・ ひかり商事 ・ 12 分"),
        (ENDED | {"ended_by": "U_LEE"}, "通話終了 ・ ひかり商事 ・ 12 分 ・ Lee さんが終了"),
        (ENDED | {"ended_by": BATON}, "通話終了 ・ ひかり商事 ・ 12 分 ・ 2 時間動きがなかったため終了"),
    ],
    ids=["agent", "phone", "lead", "silent"],
)
def test_of_a_call_that_is_over_one_line_is_left(ended: dict[str, Any], told: str) -> None:
    message = cockpit.build(full(**ended), JA)
    assert (message.text, lines(message), buttons(message.blocks)) == (told, [told], [])


def test_the_card_says_who_with_whom_and_what_was_feared() -> None:
    message = card.build(full(), JA)
    headline, circumstances, signs = lines(message)
    assert message.text == "通話: 青井 × ひかり商事"
    assert headline == f"通話 ・ *青井 × ひかり商事* ・ 開始 {STARTED}"
    assert circumstances == "対応中 2 件"
    assert signs == (
        "*危険サイン:* 「弁護士」 <!date^1795139040^{time}|10:44> ・ "
        "通話が 20 分続いています <!date^1795140120^{time}|11:02>"
    )
    assert buttons(message.blocks) == [ids.CALL_WHISPER]


@pytest.mark.parametrize(
    ("state", "told", "offered"),
    [
        (ASKING, f"*✋ 挙手 {ASKED}*", [ids.CALL_TAKE_HELP, ids.CALL_WHISPER]),
        (HELD, "*✋ Lee さんが助けに入っています*", [ids.CALL_WHISPER]),
    ],
    ids=["asking", "held"],
)
def test_the_card_shows_the_help_sign_to_whoever_can_take_it(
    state: dict[str, Any], told: str, offered: list[str]
) -> None:
    message = card.build(a_call(**state), JA)
    assert lines(message) == [f"通話 ・ *青井 × ひかり商事* ・ 開始 {STARTED} ・ {told}"]
    assert buttons(message.blocks) == offered
    assert primary(message.blocks) == offered[:-1]


def test_of_a_call_that_is_over_the_card_keeps_its_length_and_its_signs() -> None:
    message = card.build(full(**ENDED), EN)
    over, signs = lines(message)
    assert over == message.text == "Call ended · 青井 × ひかり商事 · 12 min"
    assert signs.startswith("*Danger signs:* “弁護士” ")
    assert buttons(message.blocks) == []


def test_many_signs_are_counted() -> None:
    many = replace(a_call(), signs=(LAWYER,) * 7 + (LONG,))
    assert lines(card.build(many, EN))[-1].endswith("· 3 before")
