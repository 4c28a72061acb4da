"""What follows when Jira takes what was asked of it, or refuses: the request has its issue, or someone is told why."""

from dataclasses import replace
from datetime import datetime

from storage.issues import Issue, IssueLink, NewIssue
from storage.outbox import Notice
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import request_number
from workflows.notices import IssueLinked, IssueRefused, IssueWanted, request_of
from workflows.progress import audience
from workflows.progress.hearing import hear_all, progressed
from workflows.progress.news import IssueNews
from workflows.progress.telling import hold_requests, tell_in_place

Asked = IssueWanted | IssueLinked


def delivered(work: UnitOfWork, notice: Notice, news: IssueNews | None, now: datetime) -> None:
    """Let the request have the issue that Jira has made or found; `news` is what it said of it.

    Where it said nothing, as where an issue of ours was merely found again, the issue is asked for by its key.
    """
    if not isinstance(notice, Asked):
        return
    if news is not None:
        _link(work, notice, news, now)
    elif isinstance(notice, IssueWanted):
        _ask_for(work, notice)


def undelivered(work: UnitOfWork, notice: Notice, error: str) -> None:
    """Tell whoever asked that Jira refused, in its words; the request stays as it is, and its card waits no more."""
    if isinstance(notice, Asked):
        issue_key = notice.issue_key if isinstance(notice, IssueLinked) else None
        work.tell([IssueRefused(notice.subject, notice.by, error, issue_key)])
        request = work.requests.get(request_of(notice.subject))
        if request is not None:
            tell_in_place(work, request)


def _ask_for(work: UnitOfWork, notice: IssueWanted) -> None:
    post = work.posts.get(notice.topic, notice.subject, notice.place)
    if post is None:
        return
    asking = IssueLinked(notice.subject, notice.place, post.ts, notice.by)
    if not work.outbox.was_told(asking):
        work.tell([asking])


def _link(work: UnitOfWork, notice: Asked, news: IssueNews, now: datetime) -> None:
    """Keep the issue and whose it is, and tell; nothing where the request has had it before."""
    key = request_of(notice.subject)
    number = request_number(key)
    if number is None or work.requests.get(key) is None:
        return
    issue = _caught_up(work, news, number, now)
    [request] = hold_requests(work, (number,))
    link = IssueLink(number, issue.number, notice.by, now, work.issues.last_position([issue.number]))
    if work.issues.link(link):
        _tell(work, request, issue, notice.by, now)


def _caught_up(work: UnitOfWork, news: IssueNews, request: int, now: datetime) -> Issue:
    """Hold the issue, and every request that it concerns, and hear of it what is new to the others."""
    issue = work.issues.add(_new(news), now)
    hold_requests(work, (*work.issues.requests_of(issue.number), request))
    hear_all(work, (news,), now, is_asked=True)
    return work.issues.by_id(news.issue_id) or issue


def _tell(work: UnitOfWork, request: Request, issue: Issue, by: str, now: datetime) -> None:
    """Show the issue on the card, and say in its thread that it is there; what moves next waits for a minute."""
    tell_in_place(work, request)
    known = replace(work.issues.progress_of(request.number), told_at=now)
    work.tell(audience.of_moves(request, known.told_to, known.told_to, issue.issue_id))
    after, why = progressed(work, request, known, is_reopened=False)
    work.issues.keep_progress(request.number, after)
    if why is not None:
        work.tell(audience.of_progress(request, why, besides=by))


def _new(news: IssueNews) -> NewIssue:
    since = news.status_since or news.updated_at
    return NewIssue(
        issue_id=news.issue_id,
        issue_key=news.issue_key,
        project_id=news.project_id,
        project=news.project,
        summary=news.summary,
        status=news.status,
        category=news.category,
        updated_at=news.updated_at,
        status_since=since,
        issue_type=news.issue_type,
        priority=news.priority,
        assignee=news.assignee,
        fix_versions=news.fix_versions,
    )
