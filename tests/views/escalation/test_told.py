"""What the filer is told: receipt, answer, outcome; and the lines that mention nobody."""

from datetime import timedelta
from typing import Any

import pytest

from bot import ids
from bot.views import troubles
from bot.views.escalation import answer, outcome, receipt, steps
from bot.views.parts import Message
from storage.vocabulary import Verb
from tests.views.examples import ACCEPTED, ANSWERED, CLAIMED, EN, JA, NOW, READ, RESOLVED, a_view, buttons


def _lines(message: Message) -> list[str]:
    return [block["text"]["text"] for block in message.blocks if block["type"] == "section"]


def _quotes(message: Message) -> list[str]:
    quotes = [block["elements"][0] for block in message.blocks if block["type"] == "rich_text"]
    return [quote["elements"][0]["text"] for quote in quotes if quote["type"] == "rich_text_quote"]


@pytest.mark.parametrize(
    ("state", "japanese", "english"),
    [
        ({}, "R-1042 を 森 さんに渡しました。", "R-1042 is now with 森."),
        (CLAIMED, "R-1042 は 森 さんが担当しています（10:42）", "森 has claimed R-1042 (01:42)"),
        (
            ANSWERED,
            "R-1042 に 森 さんが回答しました（10:42）。内容をご確認ください。",
            "森 has answered R-1042 (01:42). Please read it.",
        ),
        (RESOLVED, "R-1042 が完了しました（11:30）", "R-1042 is done (02:30)"),
        (READ, "R-1042 を 森 さんが確認しました（10:42）", "森 has read R-1042 (01:42)"),
    ],
)
def test_the_receipt_follows_the_request(state: dict[str, Any], japanese: str, english: str) -> None:
    assert receipt.build(a_view(**state), JA).text == f"{japanese}（請求書の再発行が三日止まっている）"
    assert receipt.build(a_view(**state), EN).text == f"{english} (請求書の再発行が三日止まっている)"


def test_the_receipt_says_when_the_leads_were_asked() -> None:
    [line] = _lines(receipt.build(a_view(account_manager=None), JA))
    assert line == "R-1042 を受け付けました。担当者が決まっていないため、リーダーに知らせました。"


def test_slack_itself_tells_the_time_where_the_reader_is() -> None:
    later = CLAIMED | {"claimed_at": NOW + timedelta(days=2)}
    assert "^{time}|10:42>" in _lines(receipt.build(a_view(**CLAIMED), JA))[0]
    assert "^{date_short_pretty} {time}|2026/11/22 10:42>" in _lines(receipt.build(a_view(**later), JA))[0]


@pytest.mark.parametrize(
    "build", [receipt.build, outcome.build, answer.build_message], ids=["receipt", "outcome", "answer"]
)
def test_every_message_names_key_type_and_urgency(build: Any) -> None:  # noqa: ANN401
    message = build(a_view(**ACCEPTED), EN)
    assert "R-1042" in message.blocks[0]["text"]["text"]
    assert "Please advise · Urgency: High" in str(message.blocks)


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
    last = _lines(receipt.build(a_view(unposted=error), EN))[-1]
    assert last.startswith("Your request is safe, but its card is not in <#C_ESC> yet.")
    assert told in last


def test_the_outcome_comes_with_words_for_the_customer() -> None:
    message = outcome.build(a_view(**RESOLVED), JA)
    assert message.text.startswith("R-1042 が完了しました: 対応済み ・ 森")
    assert _lines(message) == [
        "R-1042 が完了しました: 対応済み ・ 森",
        "お客様の状態: 継続見込み",
        "お客様にはこうお伝えできます:",
    ]
    assert _quotes(message) == ["本日 16 時までにメールでお届けいたします。"]


def test_an_outcome_says_only_what_there_is() -> None:
    assert _lines(outcome.build(a_view(**READ), JA)) == ["R-1042 を 森 さんが確認しました。"]
    accepted = outcome.build(a_view(**ACCEPTED), JA)
    assert _quotes(accepted) == ["返金できます"]


def test_an_answer_waits_for_its_filer() -> None:
    message = answer.build_message(a_view(**ANSWERED), JA)
    assert message.text == "森 さんが R-1042 に回答しました。 返金できます"
    assert _quotes(message) == ["返金できます"]
    assert buttons(message.blocks) == [ids.REQUEST_ACCEPT_ANSWER, ids.REQUEST_ASK_AGAIN]


def test_an_accepted_answer_has_no_button() -> None:
    message = answer.build_message(a_view(**ACCEPTED), JA)
    assert buttons(message.blocks) == []
    assert _lines(message)[-1] == "完了 ・ 青井"


@pytest.mark.parametrize("verb", list(Verb))
def test_a_line_in_the_thread_names_and_does_not_mention(verb: Verb) -> None:
    message = steps.build(a_view(), verb, "U_MORI", JA)
    assert "森 さんが" in message.text
    assert "<" not in message.text


def test_the_leads_are_mentioned_once() -> None:
    message = steps.ask_leads(a_view(account_manager=None), JA)
    assert _lines(message) == [
        "<@U_LEE> <!subteam^S_LEADS> R-1042 は担当者につながりません。どなたか担当をお願いします。"
    ]


def test_an_admin_is_told_where_and_why() -> None:
    message = troubles.build("C_ESC", "is_archived", EN)
    assert message.text.startswith("Nothing can be posted to <#C_ESC>. The channel is archived.")
