"""The tables of Jira issues: one row as it stands, an append-only list of moves, and whose requests they belong to."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from storage.base import metadata
from storage.types import CleanText, Code, Json, UtcDateTime
from storage.vocabulary import Category, MoveField

issues = Table(
    "issues",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("issue_id", String(32), nullable=False, unique=True),
    Column("issue_key", String(64), nullable=False, index=True),
    Column("project_id", String(32), nullable=False),
    Column("project", String(32), nullable=False),
    Column("summary", CleanText, nullable=False),
    Column("status", CleanText, nullable=False),
    Column("category", Code(Category), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("status_since", UtcDateTime, nullable=False),
    Column("issue_type", CleanText),
    Column("priority", CleanText),
    Column("assignee", CleanText),
    Column("fix_versions", Json, nullable=False),
    Column("heard_at", UtcDateTime, nullable=False),
    Column("gone_at", UtcDateTime),
    Column("known_since", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

issue_links = Table(
    "issue_links",
    metadata,
    Column("request", Integer, ForeignKey("requests.number"), primary_key=True),
    Column("issue", Integer, ForeignKey("issues.number"), primary_key=True, index=True),
    Column("by", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("after", Integer, nullable=False, server_default="0"),
)

issue_moves = Table(
    "issue_moves",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("issue", Integer, ForeignKey("issues.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("heard_at", UtcDateTime, nullable=False, index=True),
    Column("field", Code(MoveField), nullable=False),
    Column("before", CleanText),
    Column("after", CleanText),
    Column("by", CleanText),
    Column("category", Code(Category)),
    Column("since", UtcDateTime),
    sqlite_autoincrement=True,
)
Index("ix_issue_moves_issue", issue_moves.c.issue, issue_moves.c.position)

progress = Table(
    "progress",
    metadata,
    Column("request", Integer, ForeignKey("requests.number"), primary_key=True),
    Column("told_to", Integer, nullable=False),
    Column("told_at", UtcDateTime),
    Column("is_done", Integer, nullable=False, server_default="0"),
)
"""Up to which move a request's thread was told, when, and whether its people know that all of its issues are done."""

trackers = Table(
    "trackers",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("tracker", Json, nullable=False),
)
"""How Jira is set up: one row, none where it is not."""

sweeps = Table(
    "sweeps",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("swept_to", UtcDateTime),
    Column("began_at", UtcDateTime),
    Column("token", CleanText),
    Column("reached_at", UtcDateTime),
    Column("failing_since", UtcDateTime),
    Column("trouble", CleanText),
)
