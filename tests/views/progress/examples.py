"""Jira issues as the views get them."""

from dataclasses import replace
from typing import Any

from storage.issues import Issue, Tracker
from storage.vocabulary import Category
from tests.views.examples import NOW

URL = "https://jira.example.com/"
TRACKER = Tracker(
    URL,
    "SUP",
    "Task",
    {"low": "Low", "medium": "Medium", "high": "High", "critical": "Highest"},
    {"DEV": "Development", "SUP": "サポート"},
    ("Bug", "Task"),
    ("Highest", "High", "Medium", "Low"),
)
ISSUE = Issue(
    issue_id="10001",
    issue_key="SUP-88",
    project_id="1",
    project="SUP",
    summary="CSV 出力が止まる",
    status="レビュー",
    category=Category.DOING,
    updated_at=NOW,
    status_since=NOW,
    assignee="Ben",
    fix_versions=("2026.12",),
    number=1,
    heard_at=NOW,
)


def an_issue(**changes: Any) -> Issue:  # noqa: ANN401
    """Answer `ISSUE` with `changes`."""
    return replace(ISSUE, **changes)
