"""What people do with a request: load, ask the policy, change, tell. Never commits, never calls out.

Filing stands in `filing`, passing a request on in `passing`; each service takes `(work, click, …, desk, now)`.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.requests import Changes, Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, CustomerState, Ending, Outcome, Status, Urgency, Verb, Waiting
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click, standing_of
from workflows.escalation.taking import Taken, finish, hold, settled, take, unoffered
from workflows.refusals import InvalidForm, Misfit, Refusal, StepRefused

WAIT = "wait"
"""The kind of timer that brings a waiting request back."""
MOST_AT_ONCE = 50
_OWNING = frozenset({Verb.CLAIM, Verb.TAKE_OVER, Verb.ACCEPT, Verb.ANSWER})


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the owner of an `action` reports; `result` is fit for the customer's eyes."""

    outcome: Outcome
    customer_state: CustomerState
    result: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Until when a request waits, and for what."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How heated someone finds the customer, and why."""

    urgency: Urgency
    reason: str


def claim(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Make whoever clicked the owner, or bring their own waiting request back; raises StepRefused."""
    request = hold(work, click, desk, Verb.CLAIM)
    return take(work, request, Taken(Verb.CLAIM, click.by, now), desk, _owned(request, click.by, now))


def take_over(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Make someone else's request one's own, or raise StepRefused: also where a third was quicker."""
    request = hold(work, click, desk, Verb.TAKE_OVER)
    if click.seen_at is not None and _has_changed_hands(work, request, since=click.seen_at):
        raise StepRefused(Refusal.ALREADY_CLAIMED, people=(str(request.owner),), key=request.key)
    return take(work, request, Taken(Verb.TAKE_OVER, click.by, now), desk, _owned(request, click.by, now))


def _has_changed_hands(work: UnitOfWork, request: Request, since: int) -> bool:
    """Say whether the owner became so after the step `since`."""
    later = (step for step in work.requests.trail_of(request.key) if step.ordinal > since)
    return any(step.verb in _OWNING and step.at == request.claimed_at for step in later)


def _owned(request: Request, by: str, now: datetime) -> Changes:
    since = request.claimed_at if request.owner == by else now
    return {"status": Status.DOING, "owner": by, "claimed_at": since, **settled(), **unoffered()}


def mark_read(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Finish an `fyi` that whoever clicked has read, or raise StepRefused."""
    request = hold(work, click, desk, Verb.READ)
    return finish(work, request, Taken(Verb.READ, click.by, now), desk, {"ending": Ending.READ})


def answer(work: UnitOfWork, click: Click, words: str, desk: Desk, now: datetime) -> Request:
    """Give the filer of a `consult` an answer to accept, or raise StepRefused; claims the request, too."""
    request = hold(work, click, desk, Verb.ANSWER)
    claimed = unoffered() if request.owner is None else {}
    changes: Changes = {
        **claimed,
        **_waiting(request, Waiting.ACCEPTANCE),
        "owner": click.by,
        "claimed_at": request.claimed_at or now,
        "answer": words,
        "answered_by": click.by,
        "answered_at": now,
    }
    return take(work, request, Taken(Verb.ANSWER, click.by, now, words), desk, changes)


def accept_answer(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Finish a `consult` whose answer is enough, or raise StepRefused."""
    request = hold(work, click, desk, Verb.ACCEPT_ANSWER)
    return finish(work, request, Taken(Verb.ACCEPT_ANSWER, click.by, now), desk, {"ending": Ending.ANSWERED})


def ask_again(work: UnitOfWork, click: Click, question: str, desk: Desk, now: datetime) -> Request:
    """Hand an answer that is not enough back to its owner, with what is missing; raises StepRefused."""
    request = hold(work, click, desk, Verb.ASK_AGAIN)
    return take(work, request, Taken(Verb.ASK_AGAIN, click.by, now, question), desk, _back())


def ask(work: UnitOfWork, click: Click, question: str, desk: Desk, now: datetime) -> Request:
    """Ask the filer something that the owner must know first; raises StepRefused."""
    request = hold(work, click, desk, Verb.ASK)
    changes: Changes = {**_waiting(request, Waiting.REPLY), "question": question}
    return take(work, request, Taken(Verb.ASK, click.by, now, question), desk, changes)


def reply(work: UnitOfWork, click: Click, words: str, desk: Desk, now: datetime) -> Request:
    """Answer what the owner has asked, or raise StepRefused."""
    request = hold(work, click, desk, Verb.REPLY)
    return take(work, request, Taken(Verb.REPLY, click.by, now, words), desk, _back())


def wait(work: UnitOfWork, click: Click, pause: Pause, desk: Desk, now: datetime) -> Request:
    """Let a request rest until a moment, at which it comes back by itself.

    Raises StepRefused, and InvalidForm where the moment has passed.
    """
    request = hold(work, click, desk, Verb.WAIT)
    if pause.until <= now:
        raise InvalidForm({"until": Misfit.IN_THE_PAST})
    changes: Changes = {**_waiting(request, Waiting.UNTIL), "waiting_until": pause.until}
    work.timers.set(WAIT, request.key, pause.until)
    step = Taken(Verb.WAIT, click.by, now, pause.reason, pause.until.isoformat())
    return take(work, request, step, desk, changes)


def is_any_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether a waiting request is to come back."""
    return work.timers.is_any_due(WAIT, now)


def resume_due(work: UnitOfWork, desk: Desk, now: datetime) -> int:
    """Bring back what waited until now, at most MOST_AT_ONCE; answer how many moments came."""
    keys = work.timers.take_due(WAIT, now, MOST_AT_ONCE)
    for key in keys:
        request = work.requests.get(key, lock=True)
        if request is None or request.waiting_for is not Waiting.UNTIL:
            continue
        if request.waiting_until is not None and request.waiting_until <= now:
            take(work, request, Taken(Verb.RESUME, BATON, now), desk, _back())
    return len(keys)


def resolve(work: UnitOfWork, click: Click, resolution: Resolution, desk: Desk, now: datetime) -> Request:
    """Finish an `action` with what was achieved, or raise StepRefused."""
    request = hold(work, click, desk, Verb.RESOLVE)
    reached: Changes = {
        "ending": Ending.RESOLVED,
        "outcome": resolution.outcome,
        "customer_state": resolution.customer_state,
        "result": resolution.result,
    }
    return finish(work, request, Taken(Verb.RESOLVE, click.by, now, resolution.result), desk, reached)


def withdraw(work: UnitOfWork, click: Click, reason: str, desk: Desk, now: datetime) -> Request:
    """Take back what one has filed, or raise StepRefused."""
    request = hold(work, click, desk, Verb.WITHDRAW)
    return finish(work, request, Taken(Verb.WITHDRAW, click.by, now, reason), desk, {"ending": Ending.WITHDRAWN})


def change_urgency(work: UnitOfWork, click: Click, rating: Rating, desk: Desk, now: datetime) -> Request:
    """Raise or lower the urgency with a reason; the agent's and the account manager's own ratings stand side by side.

    Raises StepRefused.
    """
    request = hold(work, click, desk, Verb.URGENCY)
    changes: Changes = {"urgency": rating.urgency}
    if click.by == request.filed_by:
        changes["agent_urgency"] = rating.urgency
    elif standing_of(work, request, click, desk).is_account_manager:
        changes["manager_urgency"] = rating.urgency
    step = Taken(Verb.URGENCY, click.by, now, rating.reason, rating.urgency.value)
    return take(work, request, step, desk, changes)


def _waiting(request: Request, waiting_for: Waiting) -> Changes:
    """Answer what changes where a request begins to wait by its next step."""
    since = request.steps + 1
    return {**settled(), "status": Status.WAITING, "waiting_for": waiting_for, "waiting_step": since}


def _back() -> Changes:
    return {"status": Status.DOING, **settled()}
