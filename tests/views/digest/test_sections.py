"""The sections of a digest: in their order, with who did what and what comes next, zero said as zero."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.views import figures
from bot.views.digest import message
from bot.views.parts import MESSAGE_SIZE, Block, Message
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import visible
from storage.vocabulary import Section, Waiting
from tests.views.digest.snapshots import (
    DAY,
    JA,
    MOVED,
    NOW,
    OWNED,
    UNTOLD,
    WAITING,
    a_day,
)
from workflows.digest.snapshot import Help, Row, Snapshot


def built(snapshot: Snapshot, words: Words = JA) -> Message:
    """The message, which Slack takes in either form."""
    told = message.build(snapshot, words)
    for blocks in (told.blocks, told.plain or []):
        check_message(blocks)
        assert figures.size(blocks) <= MESSAGE_SIZE
    assert 0 < len(told.text) <= 3000
    return told


def the(kind: str, told: Message) -> Block:
    """The one block of a type."""
    [block] = [block for block in told.blocks if block["type"] == kind]
    return block


# ---- the sections


def test_sections_stand_in_their_order_and_empty_ones_are_named_once() -> None:
    shown = visible(built(DAY).blocks)
    titles = ["動いたもの", "持ち越し", "完了*", "通話での助け合い", "*Jira*"]
    assert sorted(titles, key=shown.index) == titles
    assert "0 件: 今日・明日が期限" in shown


def test_what_is_due_is_told_by_the_digest_s_own_days() -> None:
    hours = {"R-1": -3, "R-2": 5, "R-3": 7, "R-4": 40}
    rows = tuple(replace(OWNED, key=key, due_at=NOW + timedelta(hours=hour)) for key, hour in hours.items())
    shown = visible(built(a_day(rows=rows)).blocks)
    assert "*R-1* 期限超過（" in shown
    assert "*R-2* 今日" in shown
    assert "*R-3* 明日" in shown
    assert "*R-4* 明日" not in shown


def test_what_changed_is_told_with_who_did_it() -> None:
    shown = visible(built(DAY).blocks)
    assert "*R-1051* 新規（青井）" in shown
    assert "*R-1042* 未対応 → 対応中（森 彩）" in shown
    assert "*R-1042* 温度感 中 → 高（森 彩）" in shown
    assert "*R-1031* 再開（Lee）" in shown


def test_what_is_finished_is_told_once() -> None:
    assert visible(built(DAY).blocks).count("R-1033") == 1
    sections = tuple(section for section in Section if section is not Section.FINISHED)
    shown = visible(built(a_day(form=replace(DAY.form, sections=sections))).blocks)
    assert "*R-1033* 完了（Lee）" in shown


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (WAITING, "次: 見積り待ち（11/25 18:00）"),
        (replace(WAITING, waiting_words=None), "次: 11/25 18:00 まで待ち"),
        (replace(WAITING, waiting_for=Waiting.REPLY), "次: 起票者の返事待ち"),
        (replace(WAITING, waiting_for=Waiting.ACCEPTANCE), "次: 起票者の回答確認待ち"),
        (OWNED, "次: 森 彩 さんが対応"),
    ],
)
def test_what_is_carried_over_says_its_next_step(row: Row, said: str) -> None:
    assert said in visible(built(a_day(rows=(row,))).blocks)


def test_on_the_first_digest_nothing_is_carried_over() -> None:
    assert "持ち越し*" not in visible(built(a_day(since=None)).blocks)


def test_whoever_finished_or_took_over_is_thanked() -> None:
    shown = visible(built(DAY).blocks)
    assert "完了: 森 彩 さん 1 件。お疲れさまでした。" in shown
    assert "巻き取り: Lee さん 1 件。ありがとうございました。" in shown


def test_help_on_calls_is_counted_and_named() -> None:
    shown = visible(built(DAY).blocks)
    assert "通話 4 件、挙手 2 回、ささやき 6 件（うち役に立った 4 件）。" in shown
    assert "助けに入った人: Lee さん（2 回）。" in shown
    assert "0 件: 今日・明日が期限 ・ 通話での助け合い" in visible(built(a_day(help=Help())).blocks)


def test_jira_issues_stand_below_their_customer_and_link_to_jira() -> None:
    other = replace(MOVED, customer="みなみ電機", project="WEB", issue_key="WEB-3", url=None, before=None)
    shown = visible(built(a_day(issues=(*DAY.issues, other))).blocks)
    assert "*株式会社青空商事* ・ SUP\n• <https://jira.example/browse/SUP-88|SUP-88> 進行中 → レビュー" in shown
    assert "|SUP-71> 4 営業日動きなし（進行中）" in shown
    assert "|SUP-65> 完了、お客様へ未連絡（R-1042）" in shown
    assert "*みなみ電機* ・ WEB\n• WEB-3 現在 レビュー" in shown


def test_an_issue_that_is_done_is_told_in_one_line_with_what_it_was() -> None:
    told = built(replace(DAY, issues=(replace(UNTOLD, before="レビュー"),)))
    assert "|SUP-65> レビュー → 完了、お客様へ未連絡（R-1042）" in visible(told.blocks)
    assert "Jira は 1 件が進み、0 件が止まり、1 件が完了後お客様へ未連絡です。" in told.text
