"""The receipt: the one thing that its filer wants to know now, and what they can do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import ids
from bot.views import troubles
from bot.views.escalation import receipt
from bot.views.parts import Message
from bot.words import Words
from storage.requests import Step
from storage.vocabulary import Status, Verb
from tests.views.escalation.shown import lines
from tests.views.examples import (
    ACCEPTED,
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
    a_view,
    buttons,
)
from workflows.escalation.views import RequestView

Build = Callable[[RequestView, Words], Message]
LEADS_ASKED = PASSED | {"account_manager": None}
STORY = [
    ({}, "R-1042 を 森 さんに渡しました。", "R-1042 is now with 森."),
    (CLAIMED, "R-1042 は 森 さんが担当しています（10:42）", "森 has claimed R-1042 (01:42)"),
    (OFFERED, "R-1042 は Lee さんに引き継ぎを依頼しています", "R-1042 is being handed off to Lee"),
    (
        PASSED,
        "森 さんが辞退したため、R-1042 を Lee さんに渡しました。",
        "森 has declined R-1042; it is now with Lee.",
    ),
    (
        LEADS_ASKED,
        "森 さんが R-1042 を辞退したため、リーダーに知らせました。",
        "森 has declined R-1042; the leads were asked.",
    ),
    (
        ASKED,
        "R-1042 に 森 さんから質問が届いています。お返事をお願いします。",
        "森 asks about R-1042: please reply.",
    ),
    (
        WAITING,
        "R-1042 は 2026/11/23 10:42 まで待ちです。そのあと 森 さんが続けます。",
        "R-1042 waits until Nov 23, 2026 01:42, then 森 goes on.",
    ),
    (
        ANSWERED,
        "R-1042 に 森 さんが回答しました（10:42）。内容をご確認ください。",
        "森 has answered R-1042 (01:42). Please read it.",
    ),
    (ACCEPTED, "R-1042 が完了しました（10:42）", "R-1042 is done (01:42)"),
    (RESOLVED, "R-1042 が完了しました（11:30）", "R-1042 is done (02:30)"),
    (READ, "R-1042 を 森 さんが確認しました（10:42）", "森 has read R-1042 (01:42)"),
    (WITHDRAWN, "R-1042 を取り下げました（10:42）", "You have withdrawn R-1042 (01:42)"),
    (
        DECLINED,
        "R-1042 は Lee さんの判断で対応しないことになりました（10:42）",
        "Lee has declined R-1042: it will not be worked on (01:42)",
    ),
]


@pytest.mark.parametrize(("state", "japanese", "english"), STORY)
def test_the_receipt_follows_the_request(state: dict[str, Any], japanese: str, english: str) -> None:
    assert receipt.build(a_view(**state), JA).text == f"{japanese}（請求書の再発行が三日止まっている）"
    assert receipt.build(a_view(**state), EN).text == f"{english} (請求書の再発行が三日止まっている)"


def test_the_receipt_says_when_the_leads_were_asked() -> None:
    [line] = lines(receipt.build(a_view(account_manager=None), JA))
    assert line == "R-1042 を受け付けました。担当者が決まっていないため、リーダーに知らせました。"


def test_slack_itself_tells_the_time_where_the_reader_is() -> None:
    later = CLAIMED | {"claimed_at": NOW + timedelta(days=2)}
    assert "^{time}|10:42>" in lines(receipt.build(a_view(**CLAIMED), JA))[0]
    assert "^{date_short_pretty} {time}|2026/11/22 10:42>" in lines(receipt.build(a_view(**later), JA))[0]
    assert "^{date_short_pretty} {time}|2026/11/23 10:42>" in lines(receipt.build(a_view(**WAITING), JA))[0]


def test_the_receipt_names_type_and_urgency_and_offers_what_is_the_filers_to_do() -> None:
    message = receipt.build(a_view(**ASKED), EN)
    assert "Please do · Urgency: High" in str(message.blocks)
    assert buttons(message.blocks)[0] == ids.REQUEST_REPLY


def test_the_receipt_of_what_is_done_has_its_menu_beside_the_first_line() -> None:
    blocks = receipt.build(a_view(**RESOLVED), JA).blocks
    assert blocks[0]["accessory"]["action_id"] == ids.REQUEST_MORE
    assert [block for block in blocks if block["type"] == "actions"] == []


def test_a_follower_is_told_that_their_words_arrived_and_where_it_stands() -> None:
    message = receipt.build_for_follower(a_view(**CLAIMED), "U_LEE", EN)
    assert lines(message) == ["Your words were added to R-1042.", "In work · 森"]
    assert buttons(message.blocks) == [ids.REQUEST_ADD]


def test_a_follower_reads_what_they_wrote_and_not_what_others_did() -> None:
    added = Step(42, 2, NOW, "U_LEE", Verb.ADD, Status.TODO, Status.TODO, "Asked once more\nWe call our lawyer")
    message = receipt.build_for_follower(replace(a_view(), trail=(added,)), "U_LEE", EN)
    assert "Asked once more" in str(message.blocks)
    assert a_view().request.summary not in str(message)


def test_a_receipt_does_not_claim_that_someone_was_reached_who_was_not() -> None:
    unreached = replace(a_view(), is_unreached=True)
    assert lines(receipt.build(unreached, EN))[0].startswith("森 cannot be reached by direct message")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("not_in_channel", "Type /invite @Baton there"),
        ("is_archived", "Unarchive it"),
        ("channel_not_found", "If it is private"),
        ("missing_scope", "lacks the permission (missing_scope)"),
        ("token_revoked", "no longer accepts Baton’s token"),
        ("something_new", "Slack said no (something_new)"),
    ],
)
def test_a_card_that_is_stuck_is_explained_and_the_request_is_safe(error: str, told: str) -> None:
    last = lines(receipt.build(a_view(unposted=error), EN))[-1]
    assert last.startswith("Your request is safe, but its card is not in <#C_ESC> yet.")
    assert told in last


def test_an_admin_is_told_where_and_why() -> None:
    message = troubles.build("C_ESC", "is_archived", EN)
    assert message.text.startswith("Nothing can be posted to <#C_ESC>. The channel is archived.")
