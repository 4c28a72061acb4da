"""Remind whoever has a request in hand that somebody waits: from a digest, at most once an hour and request."""

from datetime import datetime, timedelta
from typing import Final

from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status
from workflows.escalation import policy
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click, situation_of, standing_of
from workflows.notices import OwnerReminded
from workflows.people.reading import may_be_asked
from workflows.refusals import Refusal, Refused, StepRefused

REMINDED: Final = "reminded"
"""The kind of timer that keeps until when nobody is reminded of a request again."""
ONCE_IN: Final = timedelta(hours=1)
MOST_AT_ONCE: Final = 100


def remind(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Ask the owner of a request by DM how it stands, else whoever is asked to take it.

    Raises Refused for a request that does not exist; StepRefused for whom it is none of theirs, for one that is done,
    that nobody has, or that whoever clicked has themselves, and within an hour of the last time.
    """
    request = work.requests.get(click.key, lock=True)
    if request is None:
        raise Refused(Refusal.NO_SUCH_REQUEST, key=click.key[:32])
    _check(work, request, click, desk)
    whom = _reminded(work, request)
    if whom == click.by:
        raise StepRefused(Refusal.IN_YOUR_HANDS, key=request.key)
    _note(work, request, whom, now)
    work.tell([OwnerReminded(request.key, whom, click.by)])
    return request


def _check(work: UnitOfWork, request: Request, click: Click, desk: Desk) -> None:
    """Refuse whoever may not read the request, and to remind of what is done."""
    situation = situation_of(request)
    if not policy.may_see(situation, standing_of(work, request, click, desk)):
        raise StepRefused(Refusal.NOT_ALLOWED, people=situation.entitled, key=request.key)
    if request.status is Status.DONE:
        finished_by = () if request.finished_by is None else (request.finished_by,)
        raise StepRefused(Refusal.ALREADY_DONE, people=finished_by, key=request.key)


def _reminded(work: UnitOfWork, request: Request) -> str:
    """Answer who has it in hand, or is asked to take it."""
    whom = request.owner or request.account_manager
    if whom is None or not may_be_asked(work, whom):
        raise StepRefused(Refusal.NOBODY_TO_REMIND, key=request.key)
    return whom


def _note(work: UnitOfWork, request: Request, whom: str, now: datetime) -> None:
    """Keep that they are reminded; what has been kept for long enough goes. Refuse within an hour of the last time."""
    work.timers.take_due(REMINDED, now, MOST_AT_ONCE)
    until = work.timers.of_kind(REMINDED).get(request.key)
    if until is not None and until > now:
        raise StepRefused(Refusal.REMINDED_ALREADY, people=(whom,), key=request.key)
    work.timers.set(REMINDED, request.key, now + ONCE_IN)
