"""How a request passes from one to another: offered, declined, begun again, or left behind by whoever is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.accounts import Account
from storage.requests import Changes, Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, Ending, Status, Verb, Waiting
from workflows.escalation import audience
from workflows.escalation.reading import cover_after, route_of
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click, standing_of
from workflows.escalation.taking import Taken, finish, hold, settled, take, unoffered
from workflows.people.reading import is_active, leads, may_be_asked
from workflows.refusals import InvalidForm, Misfit

_FOR_FILER = frozenset({Waiting.ACCEPTANCE, Waiting.REPLY})


@dataclass(frozen=True, slots=True)
class Offer:
    """Who is asked to take a request over, and what they should know of it."""

    owner: str
    note: str | None


def hand_off(work: UnitOfWork, click: Click, offer: Offer, desk: Desk, now: datetime) -> Request:
    """Ask someone to take a request over; until they accept it nothing else changes.

    Raises StepRefused, and InvalidForm for someone who cannot be asked or has it already.
    """
    request = hold(work, click, desk, Verb.HAND_OFF)
    if not may_be_asked(work, offer.owner):
        raise InvalidForm({"owner": Misfit.NO_SUCH_PERSON})
    if offer.owner in {request.owner, click.by}:
        raise InvalidForm({"owner": Misfit.ALREADY_THEIRS})
    changes: Changes = {"offered_to": offer.owner, "offered_by": click.by, "offered_step": request.steps + 1}
    return take(work, request, Taken(Verb.HAND_OFF, click.by, now, offer.note, offer.owner), desk, changes)


def accept(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Make whoever was asked the owner, or raise StepRefused; what waits goes on waiting."""
    request = hold(work, click, desk, Verb.ACCEPT)
    status = Status.DOING if request.status is Status.TODO else request.status
    changes: Changes = {"status": status, "owner": click.by, "claimed_at": now, **unoffered()}
    return take(work, request, Taken(Verb.ACCEPT, click.by, now), desk, changes)


def return_offer(work: UnitOfWork, click: Click, reason: str, desk: Desk, now: datetime) -> Request:
    """Leave a request where it was, with a reason; raises StepRefused."""
    request = hold(work, click, desk, Verb.RETURN)
    return take(work, request, Taken(Verb.RETURN, click.by, now, reason), desk, unoffered())


def decline(work: UnitOfWork, click: Click, reason: str, desk: Desk, now: datetime) -> Request:
    """Say that one will not take it: the cover is asked, then the leads; a lead's word ends it. Raises StepRefused."""
    request = hold(work, click, desk, Verb.DECLINE)
    step = Taken(Verb.DECLINE, click.by, now, reason)
    declined = (*request.declined_by, click.by)
    if standing_of(work, request, click, desk).is_lead:
        return finish(work, request, step, desk, {"ending": Ending.DECLINED, "declined_by": declined})
    asked = cover_after(work, request, _account(work, request), click.by)
    return take(work, request, step, desk, _ownerless() | {"account_manager": asked, "declined_by": declined})


def reopen(work: UnitOfWork, click: Click, reason: str, desk: Desk, now: datetime) -> Request:
    """Begin again what was done: with its owner, else with whomever the account asks now. Raises StepRefused."""
    request = hold(work, click, desk, Verb.REOPEN)
    step = Taken(Verb.REOPEN, click.by, now, reason)
    changes: Changes = {"ending": None, "finished_by": None, "finished_at": None, "declined_by": ()}
    if request.owner is not None and is_active(work.people.get(request.owner)):
        return take(work, request, step, desk, changes | {"status": Status.DOING})
    asked = _asked_by_account(work, request, desk) or _if_there(work, request.account_manager)
    return take(work, request, step, desk, changes | _ownerless() | {"account_manager": asked})


def pass_on(work: UnitOfWork, desk: Desk, now: datetime) -> int:
    """Pass on all that rests on anyone who has left the workspace; answer how many requests that is."""
    known = work.people.among(work.requests.relied_on())
    gone = sorted(user_id for user_id, person in known.items() if not is_active(person))
    return sum(leave(work, person, desk, now) for person in gone)


def is_anyone_gone(work: UnitOfWork) -> bool:
    """Say whether an unfinished request rests on someone who has left."""
    return any(not is_active(person) for person in work.people.among(work.requests.relied_on()).values())


def leave(work: UnitOfWork, person: str, desk: Desk, now: datetime) -> int:
    """Pass on all that rests on someone who has left the workspace; answer how many requests that is."""
    resting = work.requests.resting_on(person)
    held = [work.requests.get(request.key, lock=True) for request in resting]
    moved = [request for request in held if request is not None and _rests_on(request, person)]
    for request in moved:
        _move(work, request, person, desk, now)
    _ask_instead(work, [request for request in held if request is not None], person, desk)
    return len(moved)


def _ask_instead(work: UnitOfWork, requests: Iterable[Request], filer: str, desk: Desk) -> None:
    """Tell the leads, once, of what waits for a filer who is gone: they may accept an answer in their place."""
    leading = sorted(leads(work, desk.roles))
    waiting = [each for each in requests if each.filed_by == filer and each.waiting_for in _FOR_FILER]
    told = [notice for request in waiting for notice in audience.of_unreachable(request, leading, filer)]
    work.tell(notice for notice in told if not work.outbox.was_told(notice))


def _rests_on(request: Request, person: str) -> bool:
    """Say whether it still does: another replica may have passed it on while this one waited to hold it."""
    return request.status is not Status.DONE and person in {request.account_manager, request.owner, request.offered_to}


def _move(work: UnitOfWork, request: Request, person: str, desk: Desk, now: datetime) -> None:
    """Take a request from whoever is gone; whoever else has it in hand keeps it."""
    changes: Changes = unoffered() if person in {request.offered_to, request.offered_by} else {}
    if request.account_manager == person:
        asked = _asked_by_account(work, request, desk)
        changes["account_manager"] = None if asked in request.declined_by else asked
    if request.owner == person:
        changes |= _ownerless()
    take(work, request, Taken(Verb.MOVE, BATON, now, about=person), desk, changes)


def _ownerless() -> Changes:
    return {"status": Status.TODO, "owner": None, "claimed_at": None, **settled(), **unoffered()}


def _asked_by_account(work: UnitOfWork, request: Request, desk: Desk) -> str | None:
    return route_of(work, _account(work, request), None, desk).account_manager


def _if_there(work: UnitOfWork, person: str | None) -> str | None:
    return person if person is not None and may_be_asked(work, person) else None


def _account(work: UnitOfWork, request: Request) -> Account:
    return work.accounts.get(request.account_id) or Account(request.account_id, request.account_id)
