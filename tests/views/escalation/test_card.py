"""The card: what is asked first, what one can do last, nothing said twice."""

from typing import Any

import pytest

from bot.views.escalation import card
from bot.views.parts import Block
from storage.requests import FileLink, Step
from storage.vocabulary import RequestType, Urgency, Verb
from tests.views.examples import (
    ANSWERED,
    ASKED,
    CLAIMED,
    DECLINED,
    EN,
    JA,
    NOW,
    OFFERED,
    PASSED,
    READ,
    RESOLVED,
    WAITING,
    WITHDRAWN,
    a_step,
    a_view,
    with_trail,
)

CONSULT = {"request_type": RequestType.CONSULT}
FYI = {"request_type": RequestType.FYI}


def _kinds(blocks: list[Block]) -> list[str]:
    return [block["elements"][0]["type"] if block["type"] == "rich_text" else block["type"] for block in blocks]


def _quotes(blocks: list[Block]) -> list[str]:
    return [block["elements"][0]["elements"][0]["text"] for block in blocks if _kinds([block]) == ["rich_text_quote"]]


def _greys(blocks: list[Block]) -> list[str]:
    return [block["elements"][0]["text"] for block in blocks if block["type"] == "context"]


def _last_line(blocks: list[Block]) -> str:
    return str([block["text"]["text"] for block in blocks if block["type"] == "section"][-1])


def test_the_first_line_tells_what_is_asked_and_how_heated_the_second_what_it_is_about() -> None:
    first, second, *_ = card.build(a_view(), JA).blocks
    assert first["text"]["text"] == "対応依頼 ・ 温度感 高 ・ R-1042"
    [summary] = second["elements"][0]["elements"]
    assert summary == {"type": "text", "text": "請求書の再発行が三日止まっている", "style": {"bold": True}}


def test_the_order_is_that_of_reading() -> None:
    blocks = card.build(a_view(details="経緯", conversation_url="https://chat.test/1"), JA).blocks
    assert _kinds(blocks) == [
        "section",
        "rich_text_section",
        "context",
        "rich_text_quote",
        "rich_text_section",
        "context",
        "section",
        "actions",
    ]


def test_the_facts_stand_in_one_line() -> None:
    facts = card.build(a_view(), JA).blocks[2]["elements"][0]["text"]
    assert facts.startswith("ひかり商事（Pro） ・ 担当 森 ・ 起票 青井 ・ <!date^")
    english = card.build(a_view(), EN).blocks[2]["elements"][0]["text"]
    assert english.startswith("ひかり商事 (Pro) · Account manager 森 · Filed by 青井 · <!date^")


def test_a_notification_tells_the_point() -> None:
    assert card.build(a_view(), EN).text == (
        "Please do · Urgency: High · R-1042: 請求書の再発行が三日止まっている (ひかり商事)"
    )


def test_the_handoff_says_above_who_hands_it_over_and_is_the_same_below() -> None:
    handoff, plain = card.build_handoff(a_view(), JA, "U_MORI"), card.build(a_view(), JA)
    assert handoff.text.startswith("青井 さんからの引き継ぎです: 対応依頼")
    assert handoff.blocks[0]["elements"][0]["text"] == "青井 さんからの引き継ぎです"
    assert handoff.blocks[1:] == plain.blocks


def test_whoever_is_asked_after_someone_declined_is_told_so() -> None:
    declined = with_trail(a_view(**PASSED), a_step(Verb.DECLINE, "担当外です"))
    handoff = card.build_handoff(declined, JA, "U_LEE")
    assert handoff.blocks[0]["elements"][0]["text"] == "森 さんが辞退したため、代わりにお願いします"
    assert "担当外です" in _quotes(handoff.blocks)
    theirs = card.build_handoff(declined, JA, "U_MORI")
    assert theirs.blocks[0]["elements"][0]["text"] == "青井 さんからの引き継ぎです"


@pytest.mark.parametrize("state", [{}, CONSULT, FYI, CLAIMED, CLAIMED | CONSULT, ASKED, WAITING, ANSWERED])
def test_the_first_of_a_cards_buttons_is_the_only_primary(state: dict[str, Any]) -> None:
    blocks = card.build(a_view(**state), JA).blocks
    [row] = [block["elements"] for block in blocks if block["type"] == "actions"]
    assert [button.get("style") for button in row] == ["primary", *[None] * (len(row) - 1)]


def test_what_is_done_has_no_primary_button() -> None:
    [row] = [block["elements"] for block in card.build(a_view(**RESOLVED), JA).blocks if block["type"] == "actions"]
    assert [button.get("style") for button in row] == [None] * len(row)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ({}, "未対応"),
        (CLAIMED, "対応中 ・ 森"),
        (CLAIMED | OFFERED, "対応中 ・ 森 ・ Lee さんに引き継ぎを依頼中"),
        (ASKED, "待ち ・ 森 ・ 青井 さんの返事待ち"),
        (WAITING, "待ち ・ 森 ・ <!date^1795398120^{date_short_pretty} {time}|2026/11/23 10:42> まで"),
        (ANSWERED, "待ち ・ 森 ・ 青井 さんの回答確認待ち"),
        (RESOLVED, "完了 ・ 森 ・ 対応済み ・ 継続見込み"),
        (READ, "完了 ・ 森"),
        (WITHDRAWN, "完了 ・ 青井 ・ 取り下げ"),
        (DECLINED, "完了 ・ Lee ・ 辞退"),
    ],
)
def test_the_status_is_told_in_words(state: dict[str, Any], line: str) -> None:
    assert _last_line(card.build(a_view(**state), JA).blocks) == line


def test_an_answer_is_on_the_card() -> None:
    quotes = _quotes(card.build(a_view(**ANSWERED), JA).blocks)
    assert quotes == ["今日中に届かないなら他社に切り替えます", "返金できます"]


@pytest.mark.parametrize(
    ("state", "step", "told"),
    [
        (ASKED, a_step(Verb.ASK, "ご契約の ID を教えてください"), "ご契約の ID を教えてください"),
        (WAITING, a_step(Verb.WAIT, "見積りを待つ"), "見積りを待つ"),
        (OFFERED, a_step(Verb.HAND_OFF, "英語の方が早いです", about="U_LEE"), "英語の方が早いです"),
        (WITHDRAWN, a_step(Verb.WITHDRAW, "解決したそうです", by="U_AOI"), "解決したそうです"),
        (DECLINED, a_step(Verb.DECLINE, "対応の対象外です", by="U_LEE"), "対応の対象外です"),
    ],
    ids=["ask", "wait", "hand_off", "withdraw", "decline"],
)
def test_the_words_that_count_now_are_on_the_card(state: dict[str, Any], step: Step, told: str) -> None:
    assert _quotes(card.build(with_trail(a_view(**state), step), JA).blocks)[-1] == told


def test_a_reason_that_no_longer_counts_is_not_on_the_card() -> None:
    resumed = with_trail(a_view(**CLAIMED), a_step(Verb.WAIT, "見積りを待つ"), a_step(Verb.RESUME, ordinal=3))
    assert _quotes(card.build(resumed, JA).blocks) == ["今日中に届かないなら他社に切り替えます"]


def test_the_two_latest_additions_are_shown_and_the_others_counted() -> None:
    added = [a_step(Verb.ADD, f"追記 {number}", by="U_AOI", ordinal=number) for number in range(2, 7)]
    blocks = card.build(with_trail(a_view(), *added), EN).blocks
    assert _quotes(blocks)[1:] == ["追記 5", "追記 6"]
    greys = _greys(blocks)
    assert "3 earlier additions" in greys
    assert len([grey for grey in greys if grey.startswith("Added · 青井 · <!date^")]) == 2


def test_by_when_stands_in_the_first_line_and_what_was_promised_below_the_quote() -> None:
    promise: dict[str, Any] = {
        "promised": "本日 17 時までに折り返し",
        "next_contact_at": NOW,
        "urgency": Urgency.CRITICAL,
    }
    blocks = card.build(a_view(**promise), JA).blocks
    assert blocks[0]["text"]["text"] == (
        "対応依頼 ・ 温度感 緊急 ・ "
        "*次のご連絡: <!date^1795138920^{date_short_pretty} {time}|2026/11/20 10:42>* ・ R-1042"
    )
    assert blocks[4]["text"]["text"] == "約束: 本日 17 時までに折り返し"


def test_the_agents_and_the_account_managers_ratings_stand_side_by_side_where_they_differ() -> None:
    differing = _greys(card.build(a_view(manager_urgency=Urgency.LOW), EN).blocks)[0]
    assert differing.endswith("Urgency rated High by the agent, Low by the account manager")
    assert "rated" not in _greys(card.build(a_view(manager_urgency=Urgency.HIGH), EN).blocks)[0]


def test_whose_words_they_are_and_what_it_is_linked_to_are_facts() -> None:
    greys = _greys(card.build(a_view(said_by="原田", linked_to=7), JA).blocks)
    assert " ・ 発言 原田 ・ " in greys[0]
    assert greys[1] == "関連 R-1007"


def test_links_lead_to_the_conversation_and_the_files() -> None:
    files = (FileLink("F1", "請求書|旧.pdf", "https://files.test/1"),)
    view = a_view(conversation_url="https://chat.test/1?a=1&b=2", files=files)
    [line] = [block["elements"][0]["text"] for block in card.build(view, JA).blocks[3:] if block["type"] == "context"]
    assert line == "<https://chat.test/1?a=1&amp;b=2|会話を開く> ・ <https://files.test/1|請求書|旧.pdf>"


def test_someone_unknown_is_named_by_their_id_and_not_pinged() -> None:
    blocks = card.build(a_view(**(CLAIMED | {"owner": "U_NEW"})), JA).blocks
    assert _last_line(blocks) == "対応中 ・ U_NEW"
