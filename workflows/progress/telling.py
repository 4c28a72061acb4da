"""When the thread of a request is told of its issues: at once, then at most once a minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import request_key
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
    work.tell(audience.in_place(request, handed))


def tell_moves(work: UnitOfWork, request: Request, now: datetime) -> None:
    """Tell the thread of a request, which is held, what happened to its issues; later, where it just was told."""
    told_to, told_at, is_done = work.issues.told(request.number)
    last = work.issues.last_position_for(request.number)
    if last <= told_to:
        return
    if told_at is not None and now < told_at + PACE:
        work.timers.set_once(LINE, request.key, told_at + PACE)
        return
    work.tell(audience.of_moves(request, told_to, last))
    work.issues.keep_told(request.number, last, now, is_done=is_done)


def is_any_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether the minute of any request is over."""
    return work.timers.is_any_due(LINE, now)


def tell_due(work: UnitOfWork, now: datetime) -> int:
    """Tell what has gathered over a minute; answer how many minutes are over.

    The request is held before its moment is taken, as everyone does who sets one: so nobody waits crosswise.
    """
    keys = sorted(work.timers.due(LINE, now, MOST_AT_ONCE))
    taken = 0
    for key in keys:
        request = work.requests.get(key, lock=True)
        if work.timers.take(LINE, key, now):
            taken += 1
            if request is not None:
                tell_moves(work, request, now)
    return taken
