"""Every query of a digest about Jira issues: where those of requests stand, and which moved lately."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter

from sqlalchemy import select

from storage.base import Repository, slices
from storage.issues.tables import issue_links, issue_moves, issues
from storage.vocabulary import Category, MoveField


@dataclass(frozen=True, slots=True)
class IssueBrief:
    """What a line in a list says of an issue."""

    number: int
    issue_key: str
    project: str
    summary: str
    status: str
    category: Category
    status_since: datetime
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatusMove:
    """A move of an issue's status, as one of its `requests` is to hear of it; by their numbers.

    `at` is when it happened in Jira: moves may be heard of in another order.
    """

    position: int
    issue: int
    request: int
    before: str | None
    at: datetime
    heard_at: datetime


_BRIEF = tuple(issues.c[each.name] for each in fields(IssueBrief))
_moved = (
    select(
        issue_moves.c.position,
        issue_moves.c.issue,
        issue_links.c.request,
        issue_moves.c.before,
        issue_moves.c.at,
        issue_moves.c.heard_at,
    )
    .join(issue_links, (issue_links.c.issue == issue_moves.c.issue) & (issue_moves.c.position > issue_links.c.after))
    .where(issue_moves.c.field == MoveField.STATUS)
)
# Not ordered: in the order of their positions SQLite would read all that ever moved.


class IssueSummaries(Repository):
    """Jira issues as digests tell of them."""

    __slots__ = ()

    def status_moves(self, after: datetime) -> list[StatusMove]:
        """Answer the moves of status heard of later than `after`, once for each request that had the issue by then."""
        rows = self.connection.execute(_moved.where(issue_moves.c.heard_at > after))
        return sorted((StatusMove(**row._mapping) for row in rows), key=attrgetter("position", "request"))

    def linked(self, requests: Collection[int]) -> list[tuple[int, int]]:
        """Answer which issues belong to any of `requests`: the request's number, then the issue's."""
        query = select(issue_links.c.request, issue_links.c.issue)
        found = (self.connection.execute(query.where(issue_links.c.request.in_(part))) for part in slices(requests))
        return sorted((row.request, row.issue) for rows in found for row in rows)

    def among(self, numbers: Collection[int]) -> dict[int, IssueBrief]:
        """Answer the issues of these numbers."""
        query = select(*_BRIEF)
        found = (self.connection.execute(query.where(issues.c.number.in_(part))) for part in slices(numbers))
        return {row.number: IssueBrief(**row._mapping) for rows in found for row in rows}
