"""Every query about Jira issues, their moves and their requests."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Row, and_, bindparam, exists, func, select

from storage.base import Repository, slices
from storage.issues.records import Issue, IssueChanges, IssueLink, Move, NewIssue, NewMove, Progress
from storage.issues.tables import issue_links, issue_moves, issues, progress
from storage.requests.tables import is_unfinished, requests


def _issue(row: Row[Any]) -> Issue:
    values = {column.name: row._mapping[column] for column in issues.columns}
    values["fix_versions"] = tuple(values["fix_versions"])
    return Issue(**values)


_is_for = and_(
    issue_links.c.issue == issue_moves.c.issue,
    issue_links.c.request == bindparam("of_request"),
    issue_moves.c.position > issue_links.c.after,
)
"""Says of a move and a link that the people of a request are to hear of the one by the other."""
_last_for = select(func.max(issue_moves.c.position)).join_from(issue_moves, issue_links, _is_for)
_moves_for = (
    select(issue_moves)
    .join(issue_links, _is_for)
    .where(issue_moves.c.position > bindparam("after"), issue_moves.c.position <= bindparam("upto"))
    .order_by(issue_moves.c.position)
)
_told = select(progress.c.told_to, progress.c.told_at, progress.c.is_done).where(
    progress.c.request == bindparam("of_request")
)
_of_requests = (
    select(issue_links.c.request, issues)
    .join(issues, issues.c.number == issue_links.c.issue)
    .where(issue_links.c.request.in_(bindparam("requests", expanding=True)))
    .order_by(issue_links.c.request, issue_links.c.at, issues.c.number)
)


def _move(row: Row[Any]) -> Move:
    return Move(**row._mapping)


class Issues(Repository):
    """Jira issues that belong to requests."""

    __slots__ = ()

    def add(self, new: NewIssue, now: datetime) -> Issue:
        """Keep an issue, or answer the one that is kept under the same id, held until the commit."""
        insert = self.upsert(issues).values(asdict(new) | {"heard_at": now, "known_since": new.updated_at})
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

    def hold(self, issue_ids: Collection[str]) -> dict[str, Issue]:
        """Hold those of `issue_ids`, Jira's own, that belong to any request, in one order for everyone; answer them."""
        is_linked = exists().where(issue_links.c.issue == issues.c.number)
        found: list[Issue] = []
        for part in slices(issue_ids):
            query = select(issues).where(issues.c.issue_id.in_(part), is_linked).order_by(issues.c.number)
            found += map(_issue, self.connection.execute(query.with_for_update()))
        return {issue.issue_id: issue for issue in found}

    def unheard_since(self, moment: datetime, limit: int) -> list[Issue]:
        """Answer the issues of unfinished requests of which nothing was heard since a moment, longest first."""
        linked = issues.join(issue_links, issue_links.c.issue == issues.c.number)
        joined = linked.join(requests, requests.c.number == issue_links.c.request)
        query = select(issues).distinct().select_from(joined).where(is_unfinished, issues.c.heard_at < moment)
        return [_issue(row) for row in self.connection.execute(query.order_by(issues.c.heard_at).limit(limit))]

    def of_project(self, project_id: str, limit: int) -> list[Issue]:
        """Answer the issues that Jira had in a project when they were last heard of, longest unheard of first."""
        query = select(issues).where(issues.c.project_id == project_id, issues.c.gone_at.is_(None))
        return [_issue(row) for row in self.connection.execute(query.order_by(issues.c.heard_at).limit(limit))]

    def change(self, issue: Issue, **changes: Unpack[IssueChanges]) -> Issue:
        """Keep `changes` to an issue; answer it as it is then."""
        if changes:
            self.connection.execute(issues.update().where(issues.c.number == issue.number).values(**changes))
        return replace(issue, **changes)

    # ---- whose they are

    def link(self, link: IssueLink) -> bool:
        """Let a request belong to an issue; say whether it did not before."""
        insert = self.upsert(issue_links).values(asdict(link)).on_conflict_do_nothing()
        return self.connection.execute(insert.returning(issue_links.c.issue)).first() is not None

    def of_requests(self, requests: Collection[int]) -> dict[int, tuple[Issue, ...]]:
        """Answer the issues of each of `requests` that has any, in the order in which they were linked."""
        found: dict[int, tuple[Issue, ...]] = {}
        for part in slices(requests):
            for row in self.connection.execute(_of_requests, {"requests": part}):
                found[row.request] = (*found.get(row.request, ()), _issue(row))
        return found

    def requests_of(self, issue: int) -> list[int]:
        """Answer the numbers of the requests that belong to an issue, oldest first."""
        query = select(issue_links.c.request).where(issue_links.c.issue == issue).order_by(issue_links.c.request)
        return list(self.connection.execute(query).scalars())

    def requests_of_all(self, issue_numbers: Collection[int]) -> dict[int, list[int]]:
        """Answer for each request that belongs to any of these issues which of them, by their numbers."""
        found: dict[int, list[int]] = {}
        for part in slices(issue_numbers):
            query = select(issue_links.c.request, issue_links.c.issue).where(issue_links.c.issue.in_(part))
            for request, issue in self.connection.execute(query.order_by(issue_links.c.request, issue_links.c.issue)):
                found.setdefault(request, []).append(issue)
        return found

    def first_linked_at(self) -> datetime | None:
        """Answer when the first request was linked to an issue, None where none is."""
        return self.connection.execute(select(func.min(issue_links.c.at))).scalar()

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

    def moves_from(self, issue_numbers: Collection[int], at: datetime) -> list[Move]:
        """Answer what happened to issues at a moment of Jira's or later, as far as it is known."""
        query = select(issue_moves).where(issue_moves.c.at >= at).order_by(issue_moves.c.position)
        found = (self.connection.execute(query.where(issue_moves.c.issue.in_(part))) for part in slices(issue_numbers))
        return [_move(row) for rows in found for row in rows]

    def moves_for(self, request: int, after: int, upto: int) -> list[Move]:
        """Answer what happened to the issues of a request since each was linked: behind `after`, up to `upto`."""
        rows = self.connection.execute(_moves_for, {"of_request": request, "after": after, "upto": upto})
        return [_move(row) for row in rows]

    def last_position_for(self, request: int) -> int:
        """Answer the position of the last move of which the people of a request are to hear, 0 before the first."""
        return self.connection.execute(_last_for, {"of_request": request}).scalar() or 0

    def last_position(self, issue_numbers: Collection[int]) -> int:
        """Answer the position of the last move of any of these issues, 0 before the first."""
        query = select(func.max(issue_moves.c.position)).where(issue_moves.c.issue.in_(sorted(issue_numbers)))
        return self.connection.execute(query).scalar() or 0

    # ---- what a request's people know of it

    def progress_of(self, request: int) -> Progress:
        """Answer what the people of a request know; whoever changes it holds the request."""
        row = self.connection.execute(_told, {"of_request": request}).first()
        return Progress() if row is None else Progress(row.told_to, row.told_at, bool(row.is_done))

    def keep_progress(self, request: int, known: Progress) -> None:
        """Keep what the people of a request know."""
        values = {"told_to": known.told_to, "told_at": known.told_at, "is_done": int(known.is_done)}
        insert = self.upsert(progress).values(request=request, **values)
        self.connection.execute(insert.on_conflict_do_update(index_elements=[progress.c.request], set_=values))
