"""A digest's message: read in one glance, alone in its first sentence, whole without Slack's newest blocks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.views import figures
from bot.views.digest import message
from bot.views.parts import MESSAGE_SIZE, Block, Message
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import mentioned, visible
from storage.vocabulary import DigestKind, Section, Status, Urgency
from tests.views.digest.snapshots import (
    DAY,
    EN,
    JA,
    MASKED,
    MORNING,
    MOVED,
    NOW,
    OPEN,
    OWNED,
    UNOWNED,
    WAITING,
    a_day,
    many,
)
from workflows.digest.snapshot import Change, ChangeKind, Help, Snapshot

LANGUAGES = pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])


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


def cells_of(told: Message) -> list[list[Any]]:
    """What the rows of the table say, buttons by their action ids."""
    return [[_cell(cell) for cell in row] for row in the("data_table", told)["rows"]]


def _cell(cell: Block) -> object:
    return cell["element"]["action_id"] if cell["type"] == "action" else cell["text"]


def accessories(told: Message) -> list[tuple[str, str]]:
    """The buttons beside paragraphs, with what they stand for."""
    buttons = [block["accessory"] for block in told.plain or [] if "accessory" in block]
    return [(button["action_id"], button["value"]) for button in buttons]


# ---- the sentence on top


def test_the_sentence_can_be_read_alone() -> None:
    assert built(DAY).text == (
        "本日の終礼 ・ 11 月 21 日（金）: 対応中 4 件（昨日比 −3）。完了は 1 件。担当なしは 2 件、うち緊急 1 件。"
        "Jira は 1 件が進み、1 件が止まり、1 件が完了後お客様へ未連絡です。"
    )
    assert built(DAY, EN).text == (
        "Close of the day · Fri, Nov 21: 4 in work, 3 fewer than yesterday. 1 finished."
        " 2 without an owner, 1 of them critical. Jira: 1 moved, 1 stuck, 1 done without the customer knowing."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"in_work_before": None, "since": None}, "4 in work. "),
        ({"in_work_before": 4}, "4 in work, as many as yesterday."),
        ({"in_work_before": 1}, "4 in work, 3 more than yesterday."),
        ({"since": NOW - timedelta(days=3)}, "3 fewer than last time."),
        ({"rows": (OWNED,)}, "0 without an owner, 0 of them critical."),
        ({"rows": ()}, "0 in work, 7 fewer than yesterday."),
        ({"issues": ()}, "Jira: 0 moved, 0 stuck"),
        ({"finished": ()}, "0 finished."),
    ],
)
def test_what_changed_is_said_and_zero_is_said_as_zero(changes: dict[str, Any], said: str) -> None:
    assert said in built(a_day(**changes), EN).text


def test_jira_is_named_only_where_there_is_one() -> None:
    assert "Jira" not in str(built(a_day(has_jira=False, issues=())))
    without = replace(DAY.form, sections=(Section.IN_WORK,))
    assert "Jira" not in built(a_day(form=without)).text


def test_a_private_request_counts_as_unowned_only_while_nobody_has_it() -> None:
    rows = (MASKED, replace(MASKED, status=Status.TODO, urgency=Urgency.CRITICAL))
    assert "1 without an owner, 1 of them critical." in built(a_day(rows=rows), EN).text


def test_a_digest_of_the_open_requests_is_called_so() -> None:
    assert built(a_day(form=OPEN)).text.startswith("ダイジェスト ・ 11 月 21 日（金）")
    assert "finished" not in built(a_day(form=OPEN), EN).text


def test_a_morning_is_about_its_reader() -> None:
    due = replace(OWNED, due_at=NOW + timedelta(hours=1))
    morning = built(a_day(form=MORNING, reader="U_MORI", rows=(UNOWNED, due), issues=(), has_jira=False), EN)
    assert morning.text == (
        "Good morning · Fri, Nov 21: 2 requests on your plate, 1 critical. 1 waiting for you to claim."
        " 1 due today or overdue."
    )
    assert [row[6:] for row in cells_of(morning)[1:]] == [
        ["request.claim", "request.trail"],
        ["—", "request.trail"],
    ]
    assert "data_visualization" not in str(morning.blocks)


@LANGUAGES
@pytest.mark.parametrize("kind", list(DigestKind))
def test_an_empty_day_is_one_line(words: Words, kind: DigestKind) -> None:
    empty = Snapshot(NOW, replace(DAY.form, kind=kind), since=NOW, points=DAY.points)
    told = built(empty, words)
    assert [block["type"] for block in told.blocks] == ["section"]
    assert told.plain is None


# ---- what is out of the ordinary


def test_what_is_late_skipped_or_unknown_is_said() -> None:
    late, failing = NOW - timedelta(minutes=50), NOW - timedelta(days=1, hours=2)
    slots = tuple(NOW - timedelta(days=days) for days in (4, 3, 2))
    shown = visible(built(a_day(late_for=late, skipped=slots, jira_failing_since=failing)).blocks)
    assert "17:10 の予定でしたが、18:00 に遅れて投稿しました。" in shown
    assert "11/17 18:00、11/18 18:00、11/19 18:00" in shown
    assert "Jira には 11/20 16:00 からつながっていません。" in shown


def test_a_day_on_which_only_jira_failed_is_not_empty() -> None:
    told = built(Snapshot(NOW, DAY.form, has_jira=True, jira_failing_since=NOW))
    assert "つながっていません" in visible(told.blocks)


def test_private_ones_are_counted_in_one_line_and_shown_nowhere() -> None:
    secret = Change(None, ChangeKind.NEW, None, "todo", NOW)
    hidden = replace(MOVED, request=None, customer=None, summary=None, issue_key="SEC-1")
    told = built(a_day(rows=(*DAY.rows, MASKED), changes=(secret,), finished=(MASKED,), issues=(hidden,)))
    shown = visible(told.blocks) + visible(told.plain)
    assert "うち 1 件は非公開です。数には含め、内容は出していません。" in shown
    assert "ほか非公開 1 件" in shown
    assert "SEC-1" not in shown
    assert "None" not in shown


# ---- the chart


def test_the_chart_stacks_the_last_business_days_by_urgency() -> None:
    chart = the("data_visualization", built(DAY))["chart"]
    assert chart["type"] == "area"
    assert chart["axis_config"]["categories"][0] == "11/10"
    assert [(series["name"], len(series["data"])) for series in chart["series"]] == [
        ("低", 10),
        ("中", 10),
        ("高", 10),
        ("緊急", 10),
    ]


def test_one_day_alone_is_drawn_as_bars() -> None:
    for points in (DAY.points[-1:], ()):
        chart = the("data_visualization", built(a_day(points=points)))["chart"]
        assert (chart["type"], len(chart["series"])) == ("bar", 1)


def test_the_chart_stands_in_words_beside_it_and_without_it() -> None:
    told = built(DAY)
    assert "温度感別: 緊急 1 件 ・ 高 4 件 ・ 中 5 件 ・ 低 3 件" in visible(told.blocks)
    assert "推移: 11/10 13 件" in visible(told.plain)
    assert "data_visualization" not in str(told.plain)


# ---- the rows


def test_every_row_has_what_one_can_do_about_it() -> None:
    about = ["株式会社青空商事", "請求書の再発行が三日止まっている", "担当なし（佐藤 健 さんに依頼中）", "2 時間"]
    buttons = ["request.claim", "request.trail"]
    assert cells_of(built(DAY))[1:3] == [["R-1051", "緊急", *about, *buttons], ["R-1050", "低", *about, *buttons]]
    assert cells_of(built(DAY))[3][5:] == ["3 日", "digest.remind", "request.trail"]


def test_the_same_rows_have_a_button_each_without_the_table() -> None:
    assert accessories(built(DAY)) == [
        ("request.claim", "R-1051"),
        ("request.claim", "R-1050"),
        ("digest.remind", "R-1042"),
        ("digest.remind", "R-1039"),
    ]


@pytest.mark.parametrize(
    ("sections", "keys"),
    [
        ((Section.UNOWNED, Section.IN_WORK), ["R-2", "R-1", "R-3"]),
        ((Section.IN_WORK,), ["R-1", "R-2", "R-3"]),
        ((Section.UNOWNED,), ["R-2"]),
        ((Section.DUE,), []),
    ],
)
def test_rows_stand_in_the_digest_s_order_unowned_first(sections: tuple[Section, ...], keys: list[str]) -> None:
    rows = tuple(replace(row, key=f"R-{number}") for number, row in enumerate((OWNED, UNOWNED, WAITING), 1))
    told = built(a_day(form=replace(DAY.form, sections=sections), rows=rows))
    shown = cells_of(told)[1:] if keys else []
    assert [row[0] for row in shown] == keys
    assert bool(keys) == ("data_table" in str(told.blocks))


# ---- limits


@LANGUAGES
@pytest.mark.parametrize("count", [0, 1, 50, 500, 5000])
def test_any_day_fits_and_shows_as_much_either_way(words: Words, count: int) -> None:
    told = built(a_day(rows=many(count)), words)
    rows = len(cells_of(told)) - 1 if count else 0
    assert rows == min(count, message.ROOMS[0].rows)
    assert len(accessories(told)) == min(count, message.ROOMS[0].buttons)
    assert list(mentioned(told.text, told.blocks)) == []
    assert any("スレッド" in str(block) or "thread" in str(block) for block in told.blocks) is (count >= 50)


HOSTILE = [
    "&" * 400,
    "<!channel>" * 40,
    '"\\' * 200,
    "*_~`" * 90,
    "👩‍👩‍👧‍👦" * 60,
    "=1+1",
    "\u202e\0\ud800",
    "",
    "あ" * 400,
]


@LANGUAGES
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_write_slack_takes_it_and_nobody_is_pinged(words: Words, text: str) -> None:
    written: dict[str, Any] = {"customer": text, "summary": text}
    people = dict.fromkeys(("owner_name", "asked_name", "waiting_words", "plan"), text)
    rows = many(200, **written, **people, due_at=NOW)
    changes = tuple(replace(change, by_name=text, **written) for change in DAY.changes * 20)
    issues = tuple(replace(issue, status=text, before=text, url=text, project=text, **written) for issue in DAY.issues)
    counted = tuple((text, number) for number in range(20))
    told = built(
        a_day(
            rows=rows,
            changes=changes,
            finished=rows,
            finished_by=counted,
            taken_over_by=counted,
            issues=issues * 20,
            help=Help(9, 9, 9, 9, counted),
        ),
        words,
    )
    for blocks in (told.blocks, told.plain or []):
        assert list(mentioned(told.text, blocks)) == []
