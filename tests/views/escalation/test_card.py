"""The card: what is asked first, what one can do last, nothing said twice."""

from typing import Any

import pytest

from bot.views.escalation import card
from bot.views.parts import Block
from storage.requests import FileLink
from storage.vocabulary import RequestType
from tests.views.examples import ANSWERED, CLAIMED, EN, JA, READ, RESOLVED, a_view

CONSULT = {"request_type": RequestType.CONSULT}
FYI = {"request_type": RequestType.FYI}


def _kinds(blocks: list[Block]) -> list[str]:
    return [block["elements"][0]["type"] if block["type"] == "rich_text" else block["type"] for block in blocks]


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
    handoff, plain = card.build_handoff(a_view(), JA), card.build(a_view(), JA)
    assert handoff.text.startswith("青井 さんからの引き継ぎです: 対応依頼")
    assert handoff.blocks[0]["elements"][0]["text"] == "青井 さんからの引き継ぎです"
    assert handoff.blocks[1:] == plain.blocks


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ({}, "未対応"),
        (CLAIMED, "対応中 ・ 森"),
        (ANSWERED, "待ち ・ 森"),
        (RESOLVED, "完了 ・ 森 ・ 対応済み ・ 継続見込み"),
        (READ, "完了 ・ 森"),
    ],
)
def test_the_status_is_told_in_words(state: dict[str, Any], line: str) -> None:
    assert _last_line(card.build(a_view(**state), JA).blocks) == line


def test_an_answer_is_on_the_card() -> None:
    quotes = [
        block["elements"][0]["elements"][0]["text"]
        for block in card.build(a_view(**ANSWERED), JA).blocks
        if _kinds([block]) == ["rich_text_quote"]
    ]
    assert quotes == ["今日中に届かないなら他社に切り替えます", "返金できます"]


def test_links_lead_to_the_conversation_and_the_files() -> None:
    files = (FileLink("F1", "請求書|旧.pdf", "https://files.test/1"),)
    view = a_view(conversation_url="https://chat.test/1?a=1&b=2", files=files)
    [line] = [block["elements"][0]["text"] for block in card.build(view, JA).blocks[3:] if block["type"] == "context"]
    assert line == "<https://chat.test/1?a=1&amp;b=2|会話を開く> ・ <https://files.test/1|請求書|旧.pdf>"


def test_someone_unknown_is_named_by_their_id_and_not_pinged() -> None:
    blocks = card.build(a_view(**(CLAIMED | {"owner": "U_NEW"})), JA).blocks
    assert _last_line(blocks) == "対応中 ・ U_NEW"
