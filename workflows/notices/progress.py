"""What Baton tells Jira, and what it tells of Jira: `subject` names a request, or the step that asked."""

from dataclasses import dataclass
from typing import ClassVar

from storage.outbox import Notice
from workflows.notices.requests import CardChanged

TRACKER = "jira:"
"""What stands before the key of a project in a place in Jira."""


@dataclass(frozen=True, slots=True)
class IssueWanted(Notice):
    """An issue to be created in the project that `place` names; `subject` is the step of the request that asked."""

    topic: ClassVar[str] = "issue"
    kept: ClassVar[bool] = True
    is_found_late: ClassVar[bool] = True

    issue_type: str
    priority: str | None
    labels: list[str]
    summary: str
    by: str


@dataclass(frozen=True, slots=True)
class IssueLinked(Notice):
    """An issue that is there already, to be looked up by `issue_key`; `subject` is the step of the request."""

    topic: ClassVar[str] = "issue_link"
    kept: ClassVar[bool] = False

    issue_key: str
    by: str


@dataclass(frozen=True, slots=True)
class IssueMoved(Notice):
    """What happened to the issues of a request, one line in the thread of its card; it mentions nobody.

    It tells the moves behind position `after`, up to `upto`; `linked` is Jira's id of an issue that is the request's
    from now on.
    """

    topic: ClassVar[str] = "issue_moved"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = CardChanged.topic

    after: int
    upto: int
    linked: str | None = None


@dataclass(frozen=True, slots=True)
class ProgressMade(Notice):
    """All issues of a request are done, or one of them is no more, for whoever tells the customer.

    `why` is `done` or `reopened`; `subject` names the request.
    """

    topic: ClassVar[str] = "progress"
    kept: ClassVar[bool] = False

    why: str


@dataclass(frozen=True, slots=True)
class JiraLockedOut(Notice):
    """Jira does not let Baton in, which only an admin can mend; `error` is what it said."""

    topic: ClassVar[str] = "jira_locked_out"
    kept: ClassVar[bool] = False

    error: str


@dataclass(frozen=True, slots=True)
class IssueRefused(Notice):
    """Jira did not take what someone asked of it; `error` is what it said, `subject` the step of the request."""

    topic: ClassVar[str] = "issue_refused"
    kept: ClassVar[bool] = False

    error: str
    issue_key: str | None = None
