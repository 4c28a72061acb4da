"""What the messages about progress show, read in one transaction."""

from collections.abc import Iterator

from storage.issues import Issue, Move, Tracker
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import request_number
from workflows.notices import request_of
from workflows.progress.views import MovedIssue, Standing, Told


def told(work: UnitOfWork, key: str, after: int, upto: int, linked: str | None = None) -> Told:
    """Answer what happened to the issues of a request behind position `after`, up to `upto`.

    `linked` is Jira's id of an issue that is new to it: its key may be another by now. Earlier versions named the key.
    """
    issues = _issues(work, key)
    moves = work.issues.moves_for(request_number(key) or 0, after, upto)
    new = next((issue for issue in issues if linked in (issue.issue_id, issue.issue_key)), None)
    return Told(tuple(_moved(issues, moves)), new, _url(work))


def standing(work: UnitOfWork, subject: str) -> Standing:
    """Answer the issues of the request that `subject` names."""
    return Standing(_issues(work, request_of(subject)), _url(work))


def tracker(work: UnitOfWork) -> Tracker | None:
    """Answer how Jira is set up, None where it is not."""
    return work.sweeps.tracker()


def _issues(work: UnitOfWork, key: str) -> tuple[Issue, ...]:
    number = request_number(key) or 0
    return work.issues.of_requests([number]).get(number, ())


def _moved(issues: tuple[Issue, ...], moves: list[Move]) -> Iterator[MovedIssue]:
    for issue in issues:
        mine = sorted((move for move in moves if move.issue == issue.number), key=lambda move: (move.at, move.position))
        if mine:
            yield MovedIssue(issue, tuple(mine))


def _url(work: UnitOfWork) -> str | None:
    found = work.sweeps.tracker()
    return None if found is None else found.url
