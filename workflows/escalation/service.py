"""What happens to a request: load, ask the policy, change, tell. Never commits, never calls out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from storage.accounts import Account
from storage.folding import fold
from storage.requests import Changes, NewRequest, Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import CustomerState, Ending, Outcome, Status, Verb
from workflows.escalation import audience, policy
from workflows.escalation.draft import NEW_CUSTOMER, Draft
from workflows.escalation.reading import route_of
from workflows.escalation.routing import Desk, Route
from workflows.escalation.standing import Click, situation_of, standing_of
from workflows.notices import HandoffChanged
from workflows.people.reading import leads
from workflows.refusals import InvalidForm, Misfit, Refusal, Refused


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the owner of an `action` reports; `result` is fit for the customer's eyes."""

    outcome: Outcome
    customer_state: CustomerState
    result: str


def file_request(work: UnitOfWork, draft: Draft, desk: Desk, now: datetime) -> Request:
    """Keep what was filed and tell whoever is asked.

    Raises InvalidForm where the customer has vanished since the form was opened.
    """
    account = _account(work, draft.customer)
    chosen = route_of(work, account, draft.account_manager, desk.channel)
    request = work.requests.file(_new_request(draft, account, chosen), now)
    nobody_owns = chosen.account_manager is None and chosen.channel is None
    work.tell(audience.of_filed(request, leads(work, desk.roles) if nobody_owns else ()))
    return request


def claim(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Make whoever clicked the owner, or raise ClaimRefused."""
    request = _allowed(work, click, desk, policy.check_claim)
    changes: Changes = {"status": Status.DOING, "owner": click.by, "claimed_at": now}
    claimed = work.requests.change(request, Verb.CLAIM, click.by, now, **changes)
    work.tell(audience.of_claimed(claimed, click.by, _handed(work, claimed)))
    return claimed


def mark_read(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Finish an `fyi` that whoever clicked has read, or raise ReadRefused."""
    request = _allowed(work, click, desk, policy.check_read)
    return _finish(work, request, _Ending(Verb.READ, click.by, now), {"ending": Ending.READ})


def answer(work: UnitOfWork, click: Click, words: str, desk: Desk, now: datetime) -> Request:
    """Give the filer of a `consult` an answer to accept, or raise AnswerRefused; claims the request, too."""
    request = _allowed(work, click, desk, policy.check_answer)
    changes: Changes = {
        "status": Status.WAITING,
        "owner": click.by,
        "claimed_at": request.claimed_at or now,
        "answer": words,
        "answered_by": click.by,
        "answered_at": now,
        "answers": request.answers + 1,
    }
    answered = work.requests.change(request, Verb.ANSWER, click.by, now, words=words, **changes)
    work.tell(audience.of_answered(answered, click.by, _handed(work, answered)))
    return answered


def accept_answer(work: UnitOfWork, click: Click, desk: Desk, now: datetime) -> Request:
    """Finish a `consult` whose answer is enough, or raise AcceptRefused."""
    request = _allowed(work, click, desk, policy.check_accept_answer)
    return _finish(work, request, _Ending(Verb.ACCEPT_ANSWER, click.by, now), {"ending": Ending.ANSWERED})


def resolve(work: UnitOfWork, click: Click, resolution: Resolution, desk: Desk, now: datetime) -> Request:
    """Finish an `action` with what was achieved, or raise ResolveRefused."""
    request = _allowed(work, click, desk, policy.check_resolve)
    reached: Changes = {
        "ending": Ending.RESOLVED,
        "outcome": resolution.outcome,
        "customer_state": resolution.customer_state,
        "result": resolution.result,
    }
    return _finish(work, request, _Ending(Verb.RESOLVE, click.by, now, words=resolution.result), reached)


@dataclass(frozen=True, slots=True)
class _Ending:
    """The last step of a request: which, by whom, when, in which words."""

    verb: Verb
    by: str
    at: datetime
    words: str | None = None


def _finish(work: UnitOfWork, request: Request, end: _Ending, changes: Changes) -> Request:
    done: Changes = {"status": Status.DONE, "finished_by": end.by, "finished_at": end.at, **changes}
    finished = work.requests.change(request, end.verb, end.by, end.at, words=end.words, **done)
    work.tell(audience.of_finished(finished, end.verb, end.by, _handed(work, finished)))
    return finished


def _handed(work: UnitOfWork, request: Request) -> frozenset[str]:
    return work.posts.places_of(HandoffChanged.topic, request.key)


def _allowed(work: UnitOfWork, click: Click, desk: Desk, check: policy.Check) -> Request:
    """Hold the request until the commit and ask the policy; raises whatever `check` refuses."""
    request = work.requests.get(click.key, lock=True)
    if request is None:
        raise Refused(Refusal.NO_SUCH_REQUEST, key=click.key[:32])
    check(situation_of(request), standing_of(work, request, click, desk))
    return request


def _account(work: UnitOfWork, customer: str) -> Account:
    name = customer.removeprefix(NEW_CUSTOMER).strip()
    if customer.startswith(NEW_CUSTOMER) and name:
        return _unlisted(work, name)
    account = work.accounts.get(customer)
    if account is None:
        raise InvalidForm({"customer": Misfit.NO_SUCH_ACCOUNT})
    return account


def _unlisted(work: UnitOfWork, name: str) -> Account:
    """Keep a customer that no list has; the same name typed twice is one customer."""
    [*known] = work.accounts.named(name)
    if len(known) == 1:
        return known[0]
    account = Account(f"new-{uuid5(NAMESPACE_URL, fold(name) or name).hex[:12]}", name)
    work.accounts.add(account)
    return account


def _new_request(draft: Draft, account: Account, chosen: Route) -> NewRequest:
    return NewRequest(
        request_type=draft.request_type,
        urgency=draft.urgency,
        account_id=account.account_id,
        account_manager=chosen.account_manager,
        channel=chosen.channel,
        summary=draft.summary,
        customer_words=draft.customer_words,
        details=draft.details,
        conversation_url=draft.conversation_url,
        files=draft.files,
        filed_by=draft.filed_by,
    )
