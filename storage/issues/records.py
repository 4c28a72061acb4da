"""Jira issues, what happened to them, and how far Jira has been read, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from storage.vocabulary import Category, MoveField


@dataclass(frozen=True, slots=True)
class NewIssue:
    """What Jira tells of one issue.

    `issue_id` is Jira's own id, which never changes; `issue_key` does where the issue moves. `updated_at` is when Jira
    last changed it, `status_since` when its status did as far as is known. `project_id` outlives a project's key.
    """

    issue_id: str
    issue_key: str
    project_id: str
    project: str
    summary: str
    status: str
    category: Category
    updated_at: datetime
    status_since: datetime
    issue_type: str | None = None
    priority: str | None = None
    assignee: str | None = None
    fix_versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(NewIssue):
    """An issue as Baton knows it; `gone_at` is since when Jira no longer has it, or no longer shows it.

    `known_since` is the moment in Jira as of which it was first heard of: what happened before is nobody's news.
    """

    number: int
    heard_at: datetime
    gone_at: datetime | None = None
    known_since: datetime | None = None


class IssueChanges(TypedDict, total=False):
    """What may change of an issue."""

    issue_key: str
    project_id: str
    project: str
    summary: str
    status: str
    category: Category
    updated_at: datetime
    status_since: datetime
    issue_type: str | None
    priority: str | None
    assignee: str | None
    fix_versions: tuple[str, ...]
    heard_at: datetime
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssueLink:
    """That a request belongs to an issue: who said so, and when. `request` and `issue` are their numbers.

    `after` is the position of the issue's last move before that: the request's people are told of later ones alone.
    """

    request: int
    issue: int
    by: str
    at: datetime
    after: int = 0


@dataclass(frozen=True, slots=True)
class NewMove:
    """One thing that happened to an issue, as Jira tells it: `before` and `after` are values in Jira's words.

    `at` is when it happened; `by` a plain name there. Of a comment, `after` is what it says, masked and shortened.
    `category` is where the issue stood afterwards, for a move of its status. `since` is there where the move was seen
    by comparing: it sums up whatever happened to the field after that moment, up to `at`. An issue that is gone has its
    key for `before`; one that is there again, for `after`.
    """

    issue: int
    at: datetime
    field: MoveField
    before: str | None
    after: str | None
    by: str | None = None
    category: Category | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(NewMove):
    """A move as it is kept; `position` counts them in the order in which Baton heard of them, at `heard_at`."""

    position: int
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What the people of a request know: which move its thread was told last, and when; whether all of it is done."""

    told_to: int = 0
    told_at: datetime | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Tracker:
    """How Jira is set up, kept where every part can read it; `priorities` maps each urgency to a priority there.

    `projects` are what a form offers, key to name; `issue_types` and `priority_names` likewise; all empty until Jira
    was asked.
    """

    url: str
    project: str | None
    issue_type: str
    priorities: dict[str, str]
    projects: dict[str, str]
    issue_types: tuple[str, ...]
    priority_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far Jira was read: `swept_to` by the last whole sweep; within one, since when and the next page's `token`.

    `failing_since` is when Jira first failed to answer, None while it does; `trouble` says in which way.
    """

    swept_to: datetime | None = None
    began_at: datetime | None = None
    token: str | None = None
    reached_at: datetime | None = None
    failing_since: datetime | None = None
    trouble: str | None = None
