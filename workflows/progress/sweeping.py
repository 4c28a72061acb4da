"""Reading Jira again and again for what no webhook has told: how far it was read, and who reads it now.

One replica sweeps at a time: it holds a moment, which comes again where it stops without a word. Whoever goes on then
goes on behind the last page that was kept, and a page of whoever stopped is not kept any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from storage.issues import Issue, Sweep
from storage.unit_of_work import UnitOfWork
from workflows.notices import JiraLockedOut
from workflows.people.policy import Roles
from workflows.people.reading import admins
from workflows.progress.hearing import hear_all
from workflows.progress.news import IssueGone, IssueNews

SWEEP, SUBJECT = "jira_sweep", "jira"
"""The one timer of the sweep."""
EVERY = timedelta(minutes=1)
HELD_FOR = timedelta(minutes=2)
"""How long whoever sweeps may be silent."""
OVERLAP = timedelta(minutes=5)
"""How much is read again: Jira's search lags behind what it has, and its clock may differ from ours."""
RESUMED_WITHIN = timedelta(minutes=5)
"""A sweep that began longer ago begins again: Jira counts the minutes of a search back from each page anew.

By so much more is read again as well, so that what was to be found at first is found by the last page, too.
"""
LONGEST_PAUSE = timedelta(minutes=10)
LOCKED_OUT = ("401", "403")
"""How a trouble begins where Jira answers, but not us."""
UNHEARD_FOR = timedelta(days=1)
MOST_HEARD = 10
"""Issues of a page in one unit of work: a whisper that is told meanwhile waits for no more."""
MOST_FETCHED = 20
"""Issues that are asked for one by one after each sweep: enough for 28,800 a day."""


@dataclass(frozen=True, slots=True)
class Round:
    """A sweep under way: how far it is, what it asks for, and in which projects (Jira's ids)."""

    sweep: Sweep
    jql: str
    projects: tuple[str, ...]

    def of_one(self, project: str) -> str:
        """Answer what is asked for of one project alone."""
        return _query((project,), self.jql.partition(" AND ")[2])


def is_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether it is time to sweep, and there is anything to sweep for."""
    return work.timers.is_any_due(SWEEP, now) and bool(work.issues.projects())


def begin(work: UnitOfWork, now: datetime) -> Round | None:
    """Begin a sweep, or go on with one that stopped; None where another replica is at it, or no issue is ours.

    How far it is, is held before its moment is taken, as everyone does who sets one: so nobody waits crosswise.
    """
    projects, sweep = tuple(sorted(work.issues.projects())), work.sweeps.get(lock=True)
    if not projects or not work.timers.take(SWEEP, SUBJECT, now):
        return None
    _hold_until(work, now + HELD_FOR)
    if sweep.began_at is None or now - sweep.began_at > RESUMED_WITHIN:
        sweep = replace(sweep, began_at=now, token=None)
        work.sweeps.keep(sweep)
    return Round(sweep, _query(projects, _since(work, sweep)), projects)


def hear_some(work: UnitOfWork, under_way: Round, news: Sequence[IssueNews], now: datetime) -> bool:
    """Hear some of what a page tells, and hold on to the sweep; say no where it is another replica's by now."""
    is_held = _held(work, under_way) is not None
    if is_held:
        hear_all(work, news, now)
        _hold_until(work, now + HELD_FOR)
    return is_held


def turn_page(work: UnitOfWork, under_way: Round, next_token: str | None, now: datetime) -> Round | None:
    """Keep that a page was heard; answer the sweep as it goes on, None where it is done, or is another replica's."""
    sweep = _held(work, under_way)
    if sweep is None:
        return None
    after = replace(sweep, token=next_token, reached_at=now, failing_since=None, trouble=None)
    if next_token is None:
        _finish(work, after, now)
        return None
    work.sweeps.keep(after)
    return replace(under_way, sweep=after)


def finish(work: UnitOfWork, under_way: Round, now: datetime) -> None:
    """Keep that all projects were swept, each by itself."""
    sweep = _held(work, under_way)
    if sweep is not None:
        _finish(work, replace(sweep, token=None, reached_at=now, failing_since=None, trouble=None), now)


def begin_anew(work: UnitOfWork, under_way: Round, now: datetime) -> Round | None:
    """Begin again where Jira knows our place in the list no more."""
    sweep = _held(work, under_way)
    if sweep is None:
        return None
    fresh = replace(sweep, began_at=now, token=None)
    work.sweeps.keep(fresh)
    return replace(under_way, sweep=fresh, jql=_query(under_way.projects, _since(work, fresh)))


def fail(work: UnitOfWork, trouble: str, retry_after: float | None, roles: Roles, now: datetime) -> None:
    """Keep that Jira was not reached, and since when; try again after as many seconds as it says, else ever later.

    The admins hear once where it does not let us in.
    """
    sweep = work.sweeps.get(lock=True)
    since = sweep.failing_since or now
    if is_locked_out(trouble) and not is_locked_out(sweep.trouble):
        work.tell(JiraLockedOut(SUBJECT, admin, trouble[:200]) for admin in sorted(admins(work, roles)))
    work.sweeps.keep(replace(sweep, failing_since=since, trouble=trouble[:200]))
    _hold_until(work, now + pause_after(now - since, retry_after))


def is_locked_out(trouble: str | None) -> bool:
    """Say whether it is for an admin to mend that Jira is not reached."""
    return trouble is not None and trouble.startswith(LOCKED_OUT)


def reach(work: UnitOfWork, now: datetime) -> None:
    """Keep that Jira has answered."""
    sweep = work.sweeps.get(lock=True)
    work.sweeps.keep(replace(sweep, reached_at=now, failing_since=None, trouble=None))


def pause_after(failing_for: timedelta, retry_after: float | None) -> timedelta:
    """Answer how long to leave Jira alone: a quarter of the time for which it has failed, from one to ten minutes."""
    asked = timedelta(seconds=retry_after or 0)
    return max(asked, EVERY, min(LONGEST_PAUSE, failing_for / 4))


# ---- what no search tells: issues that are gone, or whose project is


def unheard(work: UnitOfWork, now: datetime) -> list[Issue]:
    """Answer issues of unfinished requests of which nothing was heard for a day, at most MOST_FETCHED."""
    return work.issues.unheard_since(now - UNHEARD_FOR, MOST_FETCHED)


def of_lost_project(work: UnitOfWork, project: str) -> list[Issue]:
    """Answer issues of a project that Jira does not know any more, at most MOST_FETCHED."""
    return work.issues.of_project(project, MOST_FETCHED)


def hear_asked(work: UnitOfWork, issue: Issue, news: IssueNews | IssueGone, now: datetime) -> None:
    """Hear what Jira answered of one issue; what it has counts as there again, whenever it changed last."""
    if isinstance(news, IssueGone):
        news = IssueGone(issue.issue_id, issue.issue_key, now)
    hear_all(work, (news,), now, is_asked=True)


# ---- each


def _since(work: UnitOfWork, sweep: Sweep) -> str:
    """Say from when on to ask, in minutes before now: a date would be one of the account's own zone.

    Whatever was linked was asked for in that moment: nothing from before the first link is needed.
    """
    began_at = sweep.began_at or sweep.swept_to
    known = [moment for moment in (sweep.swept_to, work.issues.first_linked_at()) if moment is not None]
    if began_at is None or not known:
        return _within(timedelta())
    return _within(max(timedelta(), began_at - max(known)))


def _within(span: timedelta) -> str:
    minutes = ceil((span + OVERLAP + RESUMED_WITHIN) / timedelta(minutes=1))
    return f'updated >= "-{minutes}m" ORDER BY updated ASC'


def _query(projects: Iterable[str], since: str) -> str:
    return f"project in ({', '.join(projects)}) AND {since}"


def _held(work: UnitOfWork, under_way: Round) -> Sweep | None:
    """Hold the sweep, unless somebody else has gone on with it meanwhile."""
    sweep, mine = work.sweeps.get(lock=True), under_way.sweep
    return sweep if (sweep.began_at, sweep.token) == (mine.began_at, mine.token) else None


def _finish(work: UnitOfWork, sweep: Sweep, now: datetime) -> None:
    work.sweeps.keep(replace(sweep, swept_to=sweep.began_at, began_at=None))
    _hold_until(work, now + EVERY)


def _hold_until(work: UnitOfWork, moment: datetime) -> None:
    work.timers.set(SWEEP, SUBJECT, moment)
