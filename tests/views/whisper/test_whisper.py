"""A whisper: one large line for its agent, a copy that tells its coach how far it came, a call when more is needed."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.whisper import called, copy, whisper
from storage.vocabulary import Helped, Tone, WhisperAnswer
from tests.views.examples import EN, JA, buttons
from tests.views.whisper.calls import a_call
from tests.views.whisper.shown import (
    ADVICE,
    ANSWERED,
    BY_THE_BOOK,
    DELIVERED,
    ENDED,
    FAILED,
    FOLDED,
    SENT,
    WARNED,
    kinds,
    lines,
    primary,
    whispered,
)

FOUR = [ids.WHISPER_GOT_IT, ids.WHISPER_MORE, ids.WHISPER_HOLD, ids.WHISPER_TAKE_OVER]
AT = "<!date^1795139040^{time}|10:44>"
SENT_AT = "<!date^1795139041^{time_secs}|10:44:01>"
ANSWERED_AT = "<!date^1795139047^{time_secs}|10:44:07>"


def test_advice_is_large_and_nothing_stands_above_it_but_tone_and_sender() -> None:
    message = whisper.build(whispered(), JA)
    assert message.text == f"*止めて*: {ADVICE}"
    assert lines(message) == ["*止めて* ・ Lee", ADVICE]
    assert kinds(message) == ["context", "header", "actions"]
    assert buttons(message.blocks) == FOUR
    assert primary(message.blocks) == FOUR[:1]


def test_the_answers_are_called_as_the_screens_call_them() -> None:
    *_, row = whisper.build(whispered(), JA).blocks
    assert [button["text"]["text"] for button in row["elements"]] == [
        "了解",
        "もっと詳しく",
        "保留にします",
        "代わってください",
    ]
    assert {button["value"] for button in row["elements"]} == {"whisper-7"}


@pytest.mark.parametrize(
    ("tone", "told"), [(Tone.INFO, "*For information*"), (Tone.DO_NOW, "*Do now*"), (Tone.STOP, "*Stop*")]
)
def test_the_tone_is_told_in_words(tone: Tone, told: str) -> None:
    assert lines(whisper.build(whispered(tone=tone), EN))[0] == f"{told} · Lee"


def test_a_link_leads_on() -> None:
    shown = lines(whisper.build(whispered(link="https://wiki.test/refunds"), EN))
    assert shown[-1] == "<https://wiki.test/refunds|Read more>"


def test_an_entry_of_the_phrase_book_can_only_be_seen() -> None:
    message = whisper.build(whispered(**BY_THE_BOOK), JA)
    assert lines(message)[0] == "*止めて* ・ フレーズブック"
    assert buttons(message.blocks) == FOUR[:1]


def test_an_answer_takes_the_place_of_the_buttons() -> None:
    message = whisper.build(whispered(**ANSWERED), JA)
    assert lines(message) == ["*止めて* ・ Lee", ADVICE, f"了解 ・ {ANSWERED_AT}"]
    assert buttons(message.blocks) == []


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (whispered(**FOLDED), f"{AT} Lee: {ADVICE}"),
        (whispered(**FOLDED | ANSWERED), f"{AT} Lee: {ADVICE} — 了解"),
        (whispered(1, **DELIVERED | {"sendings": 2}), f"{AT} Lee: {ADVICE} — 下にもう一度送りました"),
        (whispered(2, **DELIVERED | {"sendings": 2} | FOLDED), f"{AT} Lee: {ADVICE}"),
        (whispered(**FOLDED | {"advice": "返金" * 60}), f"{AT} Lee: {'返金' * 19}返…"),
    ],
    ids=["unanswered", "answered", "sent again", "both folded", "long"],
)
def test_what_is_folded_is_one_grey_line(view: Any, told: str) -> None:  # noqa: ANN401
    message = whisper.build(view, JA)
    assert kinds(message) == ["context"]
    assert lines(message) == [told]


def test_what_is_sent_again_says_so() -> None:
    message = whisper.build(whispered(2, **DELIVERED | {"sendings": 2}), JA)
    assert message.text == f"*止めて* ・ もう一度お送りします: {ADVICE}"
    assert lines(message)[0] == "*止めて* ・ もう一度お送りします ・ Lee"
    assert buttons(message.blocks) == FOUR


def test_advice_that_is_too_long_for_a_heading_is_not_cut() -> None:
    message = whisper.build(whispered(advice="あ" * 151), JA)
    assert kinds(message)[1] == "rich_text"
    assert lines(message)[1] == "あ" * 151


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({}, "送信中"),
        (DELIVERED, f"届きました {SENT_AT}"),
        (DELIVERED | {"sendings": 2}, f"届きました {SENT_AT} → もう一度送りました"),
        (WARNED, f"届きました {SENT_AT} → もう一度送りました → *まだ返事がありません*"),
        (ANSWERED, f"届きました {SENT_AT} → *了解* {ANSWERED_AT}"),
        (ANSWERED | {"folded_at": SENT.sent_at}, f"届きました {SENT_AT} → *了解* {ANSWERED_AT}"),
        (FOLDED, f"届きました {SENT_AT} → 返事のないまま閉じました"),
        (FAILED, "*届きませんでした*"),
    ],
    ids=["sending", "delivered", "again", "warned", "answered", "answered and folded", "folded", "failed"],
)
def test_the_copy_tells_each_step_with_its_time_to_the_second(state: dict[str, Any], told: str) -> None:
    shown = lines(copy.build(whispered(None, **state), JA))
    assert shown[:3] == ["*青井* さんへのささやき ・ 止めて", ADVICE, told]


@pytest.mark.parametrize(
    ("state", "heard"),
    [
        ({}, "送信中"),
        (DELIVERED, "届きました"),
        (WARNED, "*まだ返事がありません*"),
        (ANSWERED, "了解"),
        (FAILED, "*届きませんでした*"),
    ],
)
def test_the_copys_text_tells_the_latest_step(state: dict[str, Any], heard: str) -> None:
    assert copy.build(whispered(None, **state), JA).text == f"*青井* さんへのささやき ・ 止めて ・ {heard}"


def test_the_copy_of_what_did_not_arrive_says_why_and_what_else_there_is() -> None:
    shown = lines(copy.build(whispered(None, **FAILED), EN))
    assert shown[3] == "青井 can no longer be reached in Slack. · Walk over, call them, or take the call over."
    refused = lines(copy.build(whispered(None, failed="invalid_auth"), EN))
    assert refused[3].startswith("Slack ")


@pytest.mark.parametrize(("caution", "said"), [("dnd", "通知を止めている"), ("away", "離席中")])
def test_the_copy_warns_of_what_stands_between(caution: str, said: str) -> None:
    assert said in lines(copy.build(whispered(None, caution=caution), JA))[-1]
    answered = lines(copy.build(whispered(None, **ANSWERED, caution=caution), JA))
    assert said not in answered[-1]
    assert len(answered) == 3


def test_a_caution_that_nobody_knows_is_not_shown() -> None:
    assert len(lines(copy.build(whispered(None, caution="huddle"), JA))) == 3


def test_the_copy_offers_another_whisper_while_the_call_is_on() -> None:
    [row] = [block for block in copy.build(whispered(None), EN).blocks if block["type"] == "actions"]
    [button] = row["elements"]
    assert (button["action_id"], button["value"]) == (ids.CALL_WHISPER, "call-12")
    assert buttons(copy.build(whispered(None, a_call(**ENDED)), EN).blocks) == []


def test_the_copy_tells_what_it_was_worth() -> None:
    shown = lines(copy.build(whispered(None, a_call(**ENDED), **ANSWERED, helped=Helped.USED), EN))
    assert shown[-1] == "After the call: Used"


@pytest.mark.parametrize(
    ("why", "told", "then"),
    [
        ("more", "青井 would like to know more.", "Whisper the next step"),
        ("hold", "青井 is putting the customer on hold.", "talk to 青井"),
        ("take_over", "青井 asks you to take the call over.", "that you are coming"),
        ("unanswered", "青井 has not answered for 30 sec.", "whisper again"),
        ("failed", "Your whisper did not reach 青井. 青井 can no longer be reached in Slack.", "take the call over"),
    ],
)
def test_the_coach_is_called_with_what_else_they_can_do(why: str, told: str, then: str) -> None:
    message = called.build(whispered(None, **WARNED | FAILED), why, EN)
    headline, advice, hope = lines(message)
    assert message.text == told
    assert headline == f"*{told}*"
    assert advice == ADVICE
    assert then in hope
    assert primary(message.blocks) == [ids.CALL_WHISPER]


@pytest.mark.parametrize("why", [*(each.value for each in WhisperAnswer if each is not WhisperAnswer.GOT_IT)])
def test_a_coach_who_is_called_late_is_offered_no_whisper(why: str) -> None:
    view = whispered(None, a_call(**ENDED), **ANSWERED)
    assert buttons(called.build(view, why, JA).blocks) == []


def test_lines_of_advice_are_one() -> None:
    assert lines(whisper.build(whispered(advice="一行目\n二行目"), JA))[1] == "一行目 二行目"
    assert lines(copy.build(whispered(None, advice="一行目\n二行目"), JA))[1] == "一行目 二行目"


def test_whoever_the_mirror_does_not_know_is_named_by_their_id() -> None:
    view = replace(whispered(), view=replace(a_call(), names={}))
    assert lines(whisper.build(view, JA))[0] == "*止めて* ・ U_LEE"
