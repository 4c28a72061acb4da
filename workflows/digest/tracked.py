"""What became of requests in Jira: which issues have moved, which do not, and of which the customer is to hear."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from storage.issues import IssueBrief, StatusMove, Sweep, Tracker
from storage.requests import Brief
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category, request_key
from workflows.digest.lines import Lines
from workflows.digest.since import LATE, Since
from workflows.digest.snapshot import IssueRow, IssueState
from workflows.hours import business_days_between, local_date

_LAST: Final = "\U0010ffff"
_STATES = tuple(IssueState)


@dataclass(frozen=True, slots=True)
class Tracked:
    """The issues that a digest tells of, by their numbers.

    `waiting` are those of what is in work: for each issue the numbers of such requests. `moves` are those that nobody
    was told of, as they were heard of; `seen` the positions of what the next digest will read once more.
    """

    tracker: Tracker | None = None
    failing_since: datetime | None = None
    issues: dict[int, IssueBrief] = field(default_factory=dict)
    waiting: dict[int, tuple[int, ...]] = field(default_factory=dict)
    moves: tuple[StatusMove, ...] = ()
    seen: tuple[int, ...] = ()

    @property
    def requests(self) -> frozenset[int]:
        """Answer the numbers of the requests whose issues have moved."""
        return frozenset(move.request for move in self.moves)


def track(work: UnitOfWork, since: Since, in_work: Collection[int], now: datetime) -> Tracked:
    """Read what is known of the issues of what is in work, and of any that moved; nothing where there is no Jira."""
    tracker = work.sweeps.tracker()
    if tracker is None:
        return Tracked()
    heard = work.issue_summaries.status_moves(min(since.reads_after, now - LATE))
    fresh = (move for move in heard if move.heard_at > since.reads_after)
    moves = tuple(move for move in fresh if move.position not in since.seen_moves)
    waiting = _by_issue(work.issue_summaries.linked(in_work))
    issues = work.issue_summaries.among({*waiting, *(move.issue for move in moves)})
    seen = tuple(dict.fromkeys(move.position for move in heard if move.heard_at > now - LATE))
    return Tracked(tracker, _unreached_since(work.sweeps.get()), issues, waiting, moves, seen)


def _by_issue(links: list[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for request, issue in links:
        found[issue] = (*found.get(issue, ()), request)
    return found


def _unreached_since(sweep: Sweep) -> datetime | None:
    """Answer when Jira was last reached, where it is not now; as far as is known, its first failure."""
    return None if sweep.failing_since is None else sweep.reached_at or sweep.failing_since


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of issues to a digest's readers as of `now`, in a zone whose working days count."""

    lines: Lines
    briefs: dict[int, Brief]
    zone: str
    stuck_days: int
    now: datetime

    def rows(self, tracked: Tracked) -> tuple[IssueRow, ...]:
        """Answer what moved, then what is stuck, then what is done and untold; each by customer, then project."""
        if tracked.tracker is None:
            return ()
        told = _once((*self._moved(tracked), *self._stuck(tracked), *self._untold(tracked)))
        base = tracked.tracker.url.rstrip("/")
        return tuple(sorted((_linked(row, base) for row in told), key=_place))

    def _moved(self, tracked: Tracked) -> Iterator[IssueRow]:
        """Tell each issue's first status and its last; one that came back to where it was has not moved.

        Nor has one of which only older moves were heard than the last digest knew of: they came late.
        """
        courses: dict[int, list[StatusMove]] = {}
        for move in sorted(tracked.moves, key=_when):
            if move.request in self.briefs:
                courses.setdefault(move.issue, []).append(move)
        for number, moves in courses.items():
            before, issue = moves[0].before, tracked.issues[number]
            if before != issue.status and moves[-1].at >= issue.status_since:
                request = self._shown({move.request for move in moves})
                yield self._row(issue, IssueState.MOVED, request, before=before)

    def _stuck(self, tracked: Tracked) -> Iterator[IssueRow]:
        for issue in _there(tracked):
            if issue.category is not Category.DONE and self._idle_days(issue) >= self.stuck_days:
                yield self._row(issue, IssueState.STUCK, self._shown(tracked.waiting[issue.number]))

    def _untold(self, tracked: Tracked) -> Iterator[IssueRow]:
        """Tell what is done once for each request that still waits for it: they may be of several customers."""
        for issue in _there(tracked):
            if issue.category is Category.DONE:
                for request in tracked.waiting[issue.number]:
                    yield self._row(issue, IssueState.UNTOLD, self.briefs[request])

    def _idle_days(self, issue: IssueBrief) -> int:
        first, last = (local_date(moment, self.zone) for moment in (issue.status_since, self.now))
        return business_days_between(first, last, self.zone)

    def _shown(self, requests: Collection[int]) -> Brief:
        """Choose of an issue's requests the one to name: one that the readers may see, the oldest of these."""
        found = [self.briefs[number] for number in requests if number in self.briefs]
        return min(found, key=lambda brief: (not self.lines.shows(brief), brief.number))

    def _row(
        self,
        issue: IssueBrief,
        state: IssueState,
        request: Brief,
        *,
        before: str | None = None,
    ) -> IssueRow:
        is_shown = self.lines.shows(request)
        return IssueRow(
            issue_key=issue.issue_key,
            project=issue.project,
            state=state,
            status=issue.status,
            issue_category=issue.category,
            before=before,
            idle_days=self._idle_days(issue),
            request=request_key(request.number) if is_shown else None,
            customer=self.lines.customer_of(request) if is_shown else None,
            summary=issue.summary if is_shown else None,
        )


def _once(told: Collection[IssueRow]) -> Iterator[IssueRow]:
    """Tell of an issue that is done, and whose customer is not told, in one place: there with what it was before."""
    untold = {row.issue_key for row in told if row.state is IssueState.UNTOLD}
    before = {row.issue_key: row.before for row in told if row.state is IssueState.MOVED}
    for row in told:
        if row.state is IssueState.UNTOLD:
            yield replace(row, before=before.get(row.issue_key))
        elif row.state is not IssueState.MOVED or row.issue_key not in untold:
            yield row


def _when(move: StatusMove) -> tuple[datetime, int]:
    """Answer by what moves are sorted: as they happened in Jira, whatever was heard of first."""
    return move.at, move.position


def _there(tracked: Tracked) -> Iterator[IssueBrief]:
    """Answer the issues of what is in work that Jira still has."""
    return (tracked.issues[number] for number in sorted(tracked.waiting) if tracked.issues[number].gone_at is None)


def _linked(row: IssueRow, base: str) -> IssueRow:
    return replace(row, url=f"{base}/browse/{row.issue_key}")


def _place(row: IssueRow) -> tuple[int, str, str, int, str]:
    """Answer by what a row is sorted: SUP-9 stands before SUP-10."""
    number = row.issue_key.rpartition("-")[2]
    count = int(number) if number.isascii() and number.isdigit() else 0
    return _STATES.index(row.state), row.customer or _LAST, row.project, count, row.request or _LAST
