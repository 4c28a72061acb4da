"""What every step has in common: hold the request, ask the policy, change it, tell."""

from dataclasses import dataclass
from datetime import datetime

from storage.requests import Changes, Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status, Verb
from workflows.escalation import audience, policy
from workflows.escalation.audience import Reach
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click, situation_of, standing_of
from workflows.notices import HandoffChanged
from workflows.people.reading import leads
from workflows.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """A step about to be taken: which, by whom (a person, or BATON), when, in which words, about what (see Step)."""

    verb: Verb
    by: str
    at: datetime
    words: str | None = None
    about: str | None = None


def settled() -> Changes:
    """Answer what changes where a request waits for nobody any more."""
    return {"waiting_for": None, "waiting_until": None, "waiting_step": None, "question": None}


def unoffered() -> Changes:
    """Answer what changes where an offer no longer stands."""
    return {"offered_to": None, "offered_by": None, "offered_step": None}


def hold(work: UnitOfWork, click: Click, desk: Desk, verb: Verb) -> Request:
    """Hold the request until the commit and ask the policy.

    Raises Refused for a request that does not exist, StepRefused where whoever clicked may not take the step.
    """
    request = work.requests.get(click.key, lock=True)
    if request is None:
        raise Refused(Refusal.NO_SUCH_REQUEST, key=click.key[:32])
    policy.check(verb, situation_of(request), standing_of(work, request, click, desk))
    return request


def take(work: UnitOfWork, request: Request, step: Taken, desk: Desk, changes: Changes) -> Request:
    """Change `request` by a step that is allowed, and tell; answer the request as it is then."""
    changed = work.requests.change(request, step.verb, step.by, step.at, words=step.words, about=step.about, **changes)
    reach = _reach(work, changed, desk)
    work.tell(audience.of_step(request, changed, step.verb, step.by, reach))
    return changed


def finish(work: UnitOfWork, request: Request, step: Taken, desk: Desk, changes: Changes) -> Request:
    """Take the last step of `request`; what an earlier end has left behind counts no more."""
    done: Changes = {
        "status": Status.DONE,
        "finished_by": step.by,
        "finished_at": step.at,
        "outcome": None,
        "customer_state": None,
        "result": None,
    }
    return take(work, request, step, desk, settled() | unoffered() | done | changes)


def _reach(work: UnitOfWork, request: Request, desk: Desk) -> Reach:
    """Answer whom messages have reached; the leads by name only where they would be asked one by one."""
    is_nobodys = request.account_manager is None and request.owner is None and request.channel is None
    return Reach(
        handed=work.posts.places_of(HandoffChanged.topic, request.key),
        followers=work.requests.followers(request.key) - {request.filed_by},
        leads=leads(work, desk.roles) if is_nobodys else frozenset(),
    )
