"""Digests as the views get them, each test naming only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.words import Words
from storage.vocabulary import (
    Category,
    DigestKind,
    EmptyDay,
    Locale,
    Order,
    RequestType,
    Section,
    Status,
    Urgency,
    Waiting,
)
from workflows.digest.snapshot import (
    Change,
    ChangeKind,
    Form,
    Help,
    IssueRow,
    IssueState,
    Point,
    Row,
    Snapshot,
)

NOW = datetime(2025, 11, 21, 9, 0, tzinfo=UTC)
"""Friday, 18:00 in Tokyo."""

JA = Words(Locale.JA, "Asia/Tokyo")
EN = Words(Locale.EN, "Asia/Tokyo")
CLOSE = Form(DigestKind.CLOSE, Locale.JA, "Asia/Tokyo", tuple(Section), Order.URGENCY, EmptyDay.SAY)
OPEN = replace(CLOSE, kind=DigestKind.OPEN)
MORNING = replace(CLOSE, kind=DigestKind.MORNING)

UNOWNED = Row(
    "R-1051",
    RequestType.ACTION,
    Urgency.CRITICAL,
    Status.TODO,
    NOW - timedelta(hours=2),
    NOW - timedelta(hours=2),
    customer="株式会社青空商事",
    plan="Pro",
    summary="請求書の再発行が三日止まっている",
    asked_name="佐藤 健",
)
OWNED = replace(
    UNOWNED,
    key="R-1042",
    urgency=Urgency.HIGH,
    status=Status.DOING,
    filed_at=NOW - timedelta(days=3),
    owner="U_MORI",
    owner_name="森 彩",
    summary="CSV の書き出しが途中で止まる",
    asked_name=None,
)
WAITING = replace(
    OWNED,
    key="R-1039",
    urgency=Urgency.MEDIUM,
    status=Status.WAITING,
    waiting_for=Waiting.UNTIL,
    waiting_until=NOW + timedelta(days=4),
    waiting_words="見積り待ち",
    filed_at=NOW - timedelta(days=6),
    summary="追加の席数の見積り",
)
MASKED = Row(None, RequestType.ACTION, Urgency.HIGH, Status.DOING, NOW - timedelta(days=1), NOW, is_masked=True)
MOVED = IssueRow(
    "SUP-88", "SUP", IssueState.MOVED, "レビュー", Category.DOING, before="進行中", request="R-1042",
    customer="株式会社青空商事", summary="書き出しの修正", url="https://jira.example/browse/SUP-88",
)  # fmt: skip
STUCK = replace(MOVED, issue_key="SUP-71", state=IssueState.STUCK, status="進行中", before=None, idle_days=4)
UNTOLD = replace(
    MOVED, issue_key="SUP-65", state=IssueState.UNTOLD, status="完了", issue_category=Category.DONE, before=None
)
POINTS = tuple(
    Point(date(2025, 11, day), (3, 5, 4 + day % 3, day % 2)) for day in (10, 11, 12, 13, 14, 17, 18, 19, 20, 21)
)
DAY = Snapshot(
    NOW,
    CLOSE,
    since=NOW - timedelta(days=1),
    rows=(UNOWNED, replace(UNOWNED, key="R-1050", urgency=Urgency.LOW), OWNED, WAITING),
    in_work_before=7,
    changes=(
        Change("R-1051", ChangeKind.NEW, None, "todo", NOW, "青井", "株式会社青空商事", UNOWNED.summary),
        Change("R-1042", ChangeKind.MOVED, "todo", "doing", NOW, "森 彩", "株式会社青空商事", OWNED.summary),
        Change("R-1042", ChangeKind.RAISED, "medium", "high", NOW, "森 彩", "株式会社青空商事", OWNED.summary),
        Change("R-1031", ChangeKind.REOPENED, "done", "doing", NOW, "Lee", "みなみ電機", "ログインできない"),
        Change("R-1033", ChangeKind.FINISHED, "doing", "done", NOW, "Lee", "みなみ電機", "返金のご相談"),
    ),
    finished=(replace(OWNED, key="R-1033", status=Status.DONE, customer="みなみ電機", summary="返金のご相談"),),
    finished_by=(("森 彩", 1),),
    taken_over_by=(("Lee", 1),),
    points=POINTS,
    help=Help(4, 6, 4, 2, (("Lee", 2),)),
    issues=(MOVED, STUCK, UNTOLD),
    has_jira=True,
)
"""A day on which a little of everything happened."""


def a_day(**changes: Any) -> Snapshot:  # noqa: ANN401
    """Answer that day with `changes`."""
    return replace(DAY, **changes)


def many(count: int, **changes: Any) -> tuple[Row, ...]:  # noqa: ANN401
    """Answer so many requests in work, every third of them unowned."""
    kinds = (UNOWNED, OWNED, WAITING)
    return tuple(replace(kinds[number % 3], key=f"R-{2000 + number}", **changes) for number in range(count))
