"""Every query about Jira issues, their moves and their requests."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Row, bindparam, func, select

from storage.base import Repository, slices
from storage.issues.records import Issue, IssueChanges, IssueLink, Move, NewIssue, NewMove
from storage.issues.tables import issue_links, issue_moves, issues, progress


def _issue(row: Row[Any]) -> Issue:
    values = {column.name: row._mapping[column] for column in issues.columns}
    values["fix_versions"] = tuple(values["fix_versions"])
    return Issue(**values)


_of_requests = (
    select(issue_links.c.request, issues)
    .join(issues, issues.c.number == issue_links.c.issue)
    .where(issue_links.c.request.in_(bindparam("requests", expanding=True)))
    .order_by(issue_links.c.request, issue_links.c.at, issues.c.number)
)


class Issues(Repository):
    """Jira issues that belong to requests."""

    __slots__ = ()

    def add(self, new: NewIssue, now: datetime) -> Issue:
        """Keep an issue, or answer the one that is kept under the same id, held until the commit."""
        insert = self.upsert(issues).values(asdict(new) | {"heard_at": now})
        self.connection.execute(insert.on_conflict_do_nothing(index_elements=[issues.c.issue_id]))
        found = self.by_id(new.issue_id, lock=True)
        assert found is not None  # noqa: S101  it was just kept, and issues are never dropped
        return found

    def by_id(self, issue_id: str, *, lock: bool = False) -> Issue | None:
        """Answer an issue by Jira's own id, or None; `lock` holds it against other replicas until the commit."""
        query = select(issues).where(issues.c.issue_id == issue_id)
        row = self.connection.execute(query.with_for_update() if lock else query).first()
        return None if row is None else _issue(row)

    def by_key(self, issue_key: str) -> Issue | None:
        """Answer the issue that has a key now, or None."""
        query = select(issues).where(issues.c.issue_key == issue_key).order_by(issues.c.number.desc()).limit(1)
        row = self.connection.execute(query).first()
        return None if row is None else _issue(row)

    def change(self, issue: Issue, **changes: Unpack[IssueChanges]) -> Issue:
        """Keep `changes` to an issue; answer it as it is then."""
        if changes:
            self.connection.execute(issues.update().where(issues.c.number == issue.number).values(**changes))
        return replace(issue, **changes)

    # ---- whose they are

    def link(self, link: IssueLink) -> bool:
        """Let a request belong to an issue; say whether it did not before."""
        insert = self.upsert(issue_links).values(asdict(link)).on_conflict_do_nothing()
        return self.connection.execute(insert).rowcount > 0

    def unlink(self, request: int, issue: int) -> bool:
        """Let a request belong to an issue no more; say whether it did."""
        same = (issue_links.c.request == request) & (issue_links.c.issue == issue)
        return self.connection.execute(issue_links.delete().where(same)).rowcount > 0

    def of_requests(self, requests: Collection[int]) -> dict[int, tuple[Issue, ...]]:
        """Answer the issues of each of `requests` that has any, in the order in which they were linked."""
        found: dict[int, tuple[Issue, ...]] = {}
        joined = select(issue_links.c.request, issues).join(issues, issues.c.number == issue_links.c.issue)
        for part in slices([str(number) for number in requests]):
            query = joined.where(issue_links.c.request.in_([int(number) for number in part]))
            for row in self.connection.execute(
                query.order_by(issue_links.c.request, issue_links.c.at, issues.c.number)
            ):
                values = dict(row._mapping)
                request = values.pop("request")
                values["fix_versions"] = tuple(values["fix_versions"])
                found[request] = (*found.get(request, ()), Issue(**values))
        return found

    def requests_of(self, issue: int) -> list[int]:
        """Answer the numbers of the requests that belong to an issue, oldest first."""
        query = select(issue_links.c.request).where(issue_links.c.issue == issue).order_by(issue_links.c.request)
        return list(self.connection.execute(query).scalars())

    def projects(self) -> frozenset[str]:
        """Answer the ids of the projects of all issues that Jira still has."""
        query = select(issues.c.project_id).where(issues.c.gone_at.is_(None)).distinct()
        return frozenset(self.connection.execute(query).scalars())

    # ---- what happened to them

    def move(self, moves: Iterable[NewMove], now: datetime) -> None:
        """Keep what happened to issues."""
        rows = [asdict(move) | {"heard_at": now} for move in moves]
        if rows:
            self.connection.execute(issue_moves.insert(), rows)

    def moves_of(self, issue_numbers: Collection[int], after: int = 0) -> list[Move]:
        """Answer the moves of issues behind position `after`, in the order in which they were heard of."""
        query = select(issue_moves).where(issue_moves.c.issue.in_(sorted(issue_numbers)))
        ordered = query.where(issue_moves.c.position > after).order_by(issue_moves.c.position)
        return [Move(**row._mapping) for row in self.connection.execute(ordered)]

    def moves_heard(self, since: datetime) -> list[Move]:
        """Answer the moves of which Baton has heard since a moment, oldest first."""
        query = select(issue_moves).where(issue_moves.c.heard_at > since).order_by(issue_moves.c.position)
        return [Move(**row._mapping) for row in self.connection.execute(query)]

    def last_position(self, issue_numbers: Collection[int]) -> int:
        """Answer the position of the last move of any of these issues, 0 before the first."""
        query = select(func.max(issue_moves.c.position)).where(issue_moves.c.issue.in_(sorted(issue_numbers)))
        return self.connection.execute(query).scalar() or 0

    # ---- what a request's people know of it

    def told(self, request: int, *, lock: bool = False) -> tuple[int, datetime | None, bool]:
        """Answer up to which move a request's thread was told, when, and whether its people know that all is done."""
        query = select(progress.c.told_to, progress.c.told_at, progress.c.is_done).where(progress.c.request == request)
        row = self.connection.execute(query.with_for_update() if lock else query).first()
        return (0, None, False) if row is None else (row.told_to, row.told_at, bool(row.is_done))

    def keep_told(self, request: int, told_to: int, told_at: datetime | None, *, is_done: bool) -> None:
        """Keep what a request's people know."""
        values = {"told_to": told_to, "told_at": told_at, "is_done": int(is_done)}
        insert = self.upsert(progress).values(request=request, **values)
        self.connection.execute(insert.on_conflict_do_update(index_elements=[progress.c.request], set_=values))
