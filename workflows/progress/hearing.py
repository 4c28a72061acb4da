"""What Jira tells of issues: late, twice or in any order. Nothing of it is refused; what is no news is left alone.

Rows are held in one order: issues first, then the requests that they belong to. Moves are kept only once those are
held, so that of one request no move is heard of behind a later one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from storage.issues import Issue, IssueChanges, Move, Progress
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category
from workflows.progress import audience
from workflows.progress.comparing import Difference, compare, compare_gone
from workflows.progress.news import IssueGone, IssueNews
from workflows.progress.telling import hold_requests, tell_in_place, tell_moves

HEARD_EVERY = timedelta(minutes=10)
"""How exactly it is remembered when an issue was last heard of: what is unheard of counts in days."""
News = IssueNews | IssueGone


def is_ours(work: UnitOfWork, news: News) -> bool:
    """Say whether any request belongs to the issue that `news` is about."""
    issue = _known(work, news)
    return issue is not None and bool(work.issues.requests_of(issue.number))


def hear(work: UnitOfWork, news: News, now: datetime) -> None:
    """Keep what Jira tells of one issue, and tell whoever must know; nothing where it belongs to no request."""
    hear_all(work, (news,), now)


def hear_all(work: UnitOfWork, told: Iterable[News], now: datetime, *, is_asked: bool = False) -> None:
    """Keep what Jira tells of several issues.

    `is_asked` says that Jira was asked for just these: then one that was gone is there again, whenever it last changed.
    """
    news = [(_id_of(work, each), each) for each in told]
    held = work.issues.hold([issue_id for issue_id, _ in news if issue_id is not None])
    mine = [(held[issue_id], each) for issue_id, each in news if issue_id in held]
    if mine:
        _keep(work, mine, now, is_asked=is_asked)


def _known(work: UnitOfWork, news: News) -> Issue | None:
    issue_id = _id_of(work, news)
    return None if issue_id is None else work.issues.by_id(issue_id)


def _id_of(work: UnitOfWork, news: News) -> str | None:
    """Answer Jira's own id of an issue; where only a key is told, that of the issue which has it now."""
    if news.issue_id is not None:
        return news.issue_id
    issue = work.issues.by_key(news.issue_key)
    return None if issue is None else issue.issue_id


def _keep(work: UnitOfWork, news: Sequence[tuple[Issue, News]], now: datetime, *, is_asked: bool) -> None:
    """Compare, then hold the requests of what has changed, and only then keep it."""
    known = _moves_known(work, news)
    differences = [(issue, _difference(issue, each, known, is_asked=is_asked)) for issue, each in news]
    changed = {issue.number: issue for issue, difference in differences if difference}
    belonging = work.issues.requests_of_all(list(changed))
    requests = hold_requests(work, belonging)
    reopened = {issue.number for issue, difference in differences if _is_reopened(issue, difference)}
    for issue, difference in differences:
        _store(work, issue, difference, now)
    for request in requests:
        _tell(work, request, now, is_reopened=not reopened.isdisjoint(belonging[request.number]))


def _moves_known(work: UnitOfWork, news: Sequence[tuple[Issue, News]]) -> list[Move]:
    """Answer the moves that may be what is told, or sum it up."""
    told = [each for _, each in news if isinstance(each, IssueNews)]
    moments = [happening.at for each in told for happening in each.happenings]
    return work.issues.moves_from([issue.number for issue, _ in news], min(moments)) if moments else []


def _difference(issue: Issue, news: News, known: Sequence[Move], *, is_asked: bool) -> Difference:
    if isinstance(news, IssueGone):
        return compare_gone(issue, news)
    return compare(issue, news, known, is_there=is_asked)


def _is_reopened(issue: Issue, difference: Difference) -> bool:
    return issue.category is Category.DONE and difference.changes.get("category", Category.DONE) is not Category.DONE


def _store(work: UnitOfWork, issue: Issue, difference: Difference, now: datetime) -> None:
    if difference or now - issue.heard_at >= HEARD_EVERY:
        changes: IssueChanges = {**difference.changes, "heard_at": now}
        work.issues.change(issue, **changes)
        work.issues.move(difference.moves, now)


def _tell(work: UnitOfWork, request: Request, now: datetime, *, is_reopened: bool) -> None:
    tell_in_place(work, request)
    known = work.issues.progress_of(request.number)
    after, why = progressed(work, request, tell_moves(work, request, known, now), is_reopened=is_reopened)
    if after != known:
        work.issues.keep_progress(request.number, after)
    if why is not None:
        work.tell(audience.of_progress(request, why))


def progressed(
    work: UnitOfWork, request: Request, known: Progress, *, is_reopened: bool
) -> tuple[Progress, str | None]:
    """Answer what the people of a request, which is held, know once they are told; and what they are to be told.

    `is_reopened` says that one of its issues was done and is no more: without that, there is merely one more to wait
    for.
    """
    is_done = audience.are_done(work.issues.of_requests([request.number]).get(request.number, ()))
    if is_done is None or is_done == known.is_done:
        return known, None
    undone = audience.REOPENED if is_reopened else None
    return replace(known, is_done=is_done), audience.DONE if is_done else undone
