"""What Jira tells of an issue, as a value: from a webhook, a sweep, or the answer to a question of ours."""

from dataclasses import dataclass
from datetime import datetime

from storage.vocabulary import Category, MoveField


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to an issue: `before` and `after` are in Jira's own words, `by` a plain name there."""

    field: MoveField
    before: str | None
    after: str | None
    at: datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class IssueNews:
    """One issue as it was at `updated_at`, with what is known to have happened to it.

    `issue_id` is Jira's own, which never changes; `project_id` outlives the project's key. A webhook tells of
    `happenings`; a sweep tells of none, and what has changed is seen by comparing. Where the news is not `is_whole`,
    as when a comment tells of its issue in passing, nothing counts but the happenings. `status_since` is there where
    Jira says it.
    """

    issue_id: str
    issue_key: str
    project_id: str
    project: str
    summary: str
    status: str
    category: Category
    updated_at: datetime
    issue_type: str | None = None
    priority: str | None = None
    assignee: str | None = None
    fix_versions: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()
    status_since: datetime | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class IssueGone:
    """Jira has an issue no longer, or no longer shows it to us."""

    issue_id: str | None
    issue_key: str
    at: datetime
