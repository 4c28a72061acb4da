"""When the thread of a request is told of its issues: at once, then at most once a minute."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from storage.issues import Progress
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import request_key, request_number
from workflows.notices import HandoffChanged
from workflows.progress import audience

LINE = "jira_line"
"""The kind of timer that ends the minute of a request."""
PACE = timedelta(minutes=1)
MOST_AT_ONCE = 50


def hold_requests(work: UnitOfWork, numbers: Iterable[int]) -> list[Request]:
    """Hold requests until the commit, in one order for everyone: whoever holds an issue, too, has held it before."""
    held = (work.requests.get(request_key(number), lock=True) for number in sorted(set(numbers)))
    return [request for request in held if request is not None]


def tell_in_place(work: UnitOfWork, request: Request) -> None:
    """Update what people have before their eyes."""
    handed = work.posts.places_of(HandoffChanged.topic, request.key)
    work.tell(audience.in_place(request, handed, work.requests.followers(request.key)))


def tell_moves(work: UnitOfWork, request: Request, known: Progress, now: datetime) -> Progress:
    """Tell the thread of a request, which is held, what happened to its issues; later, where it just was told.

    Answers what its people know then.
    """
    last = work.issues.last_position_for(request.number)
    if last <= known.told_to:
        return known
    if known.told_at is not None and now < known.told_at + PACE:
        work.timers.set_once(LINE, request.key, known.told_at + PACE)
        return known
    work.tell(audience.of_moves(request, known.told_to, last))
    return replace(known, told_to=last, told_at=now)


def is_any_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether the minute of any request is over."""
    return work.timers.is_any_due(LINE, now)


def tell_due(work: UnitOfWork, now: datetime) -> int:
    """Tell what has gathered over a minute; answer how many minutes are over.

    The request is held before its moment is taken, as everyone does who sets one: so nobody waits crosswise.
    """
    keys = sorted(work.timers.due(LINE, now, MOST_AT_ONCE), key=lambda key: request_number(key) or 0)
    taken = 0
    for key in keys:
        request = work.requests.get(key, lock=True)
        if work.timers.take(LINE, key, now):
            taken += 1
            if request is not None:
                known = work.issues.progress_of(request.number)
                work.issues.keep_progress(request.number, tell_moves(work, request, known, now))
    return taken
