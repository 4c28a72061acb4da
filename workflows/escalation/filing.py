"""How a request comes in, and what its filer may still change of it."""

from dataclasses import replace
from datetime import datetime

from storage.accounts import Account, unlisted_id
from storage.drafts import Source
from storage.requests import Changes, NewRequest, Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Status, Urgency, Verb
from workflows.escalation import audience
from workflows.escalation.draft import NEW_CUSTOMER, Draft, Guard
from workflows.escalation.reading import route_of
from workflows.escalation.routing import Desk, Route
from workflows.escalation.standing import Click
from workflows.escalation.taking import Taken, hold, take, unoffered
from workflows.people.reading import leads
from workflows.refusals import InvalidForm, Misfit

_COMPARED = frozenset(
    {
        "request_type",
        "urgency",
        "summary",
        "customer_words",
        "details",
        "conversation_url",
        "promised",
        "next_contact_at",
    }
)
"""What an edit leaves a line about in the trail."""


def file_request(work: UnitOfWork, draft: Draft, desk: Desk, now: datetime) -> Request:
    """Keep what was filed and tell whoever is asked; or add it to the request that the filer chose instead.

    Raises InvalidForm where the customer has vanished, or the chosen request is done, since the form was opened.
    """
    account = _account(work, draft.customer)
    kept, by = draft.draft_id, draft.filed_by
    whole = _with_source(draft, None if kept is None else work.drafts.mark_filed(kept, by, now))
    chosen = None if draft.duplicate is None else _chosen(work, draft.duplicate.key, account)
    if chosen is not None and draft.duplicate is not None and draft.duplicate.guard is Guard.ADD:
        return _add_to(work, chosen, whole, desk, now)
    return _file(work, whole, account, chosen, desk, now)


def _file(
    work: UnitOfWork, draft: Draft, account: Account, linked: Request | None, desk: Desk, now: datetime
) -> Request:
    route = route_of(work, account, draft.account_manager, desk)
    request = work.requests.file(_new_request(draft, account, route, linked), now)
    nobody_owns = route.account_manager is None and route.channel is None
    work.tell(audience.of_filed(request, leads(work, desk.roles) if nobody_owns else ()), is_first=True)
    if linked is not None:
        take(work, linked, Taken(Verb.LINK, draft.filed_by, now, about=request.key), desk, {})
    return request


def _add_to(work: UnitOfWork, request: Request, draft: Draft, desk: Desk, now: datetime) -> Request:
    """Add a second filing to the first: its words, its files, and what was promised where nothing was.

    How heated the request is, others decide; that its second filer finds the customer more heated stands in the step.
    """
    said = (draft.summary, draft.customer_words, draft.details, draft.conversation_url, draft.promised)
    words = "\n".join(text for text in said if text)
    changes: Changes = {
        "files": request.files + draft.files,
        "promised": request.promised or draft.promised,
        "next_contact_at": request.next_contact_at or draft.next_contact_at,
    }
    heated = draft.urgency.value if draft.urgency.rank > request.urgency.rank else None
    return take(work, request, Taken(Verb.ADD, draft.filed_by, now, words, heated), desk, changes)


def add(work: UnitOfWork, click: Click, words: str, desk: Desk, now: datetime) -> Request:
    """Add to what one has filed; raises StepRefused."""
    request = hold(work, click, desk, Verb.ADD)
    return take(work, request, Taken(Verb.ADD, click.by, now, words), desk, {})


def edit(work: UnitOfWork, click: Click, draft: Draft, desk: Desk, now: datetime) -> Request:
    """Change what one has filed; the trail keeps what stood there before.

    Raises StepRefused, and InvalidForm for another customer, or another type once somebody has taken it up.
    """
    request = hold(work, click, desk, Verb.EDIT)
    if draft.customer != request.account_id:
        raise InvalidForm({"customer": Misfit.FIXED})
    if draft.request_type is not request.request_type and request.status is not Status.TODO:
        raise InvalidForm({"request_type": Misfit.FIXED})
    changes = _edited(request, draft) | _unasked(draft)
    if all(getattr(request, name) == value for name, value in changes.items()):
        return request
    return take(work, request, Taken(Verb.EDIT, click.by, now, _difference(request, changes)), desk, changes)


def _edited(request: Request, draft: Draft) -> Changes:
    changes: Changes = {
        "request_type": draft.request_type,
        "summary": draft.summary,
        "customer_words": draft.customer_words,
        "details": draft.details,
        "conversation_url": draft.conversation_url,
        "files": request.files + draft.files,
    }
    if draft.urgency is not (draft.urgency_before or request.urgency):
        changes |= {"urgency": draft.urgency, "agent_urgency": draft.urgency}
    if draft.urgency is Urgency.CRITICAL:
        changes |= {"promised": draft.promised, "next_contact_at": draft.next_contact_at}
    return changes


def _unasked(draft: Draft) -> Changes:
    """Answer what falls away where a request turns into one that nobody takes over."""
    return unoffered() if draft.request_type is RequestType.FYI else {}


def _difference(request: Request, changes: Changes) -> str | None:
    """Write down what stood there before, one line for each input that changed: `summary: …`."""
    lines = [
        f"{name}: {getattr(request, name) or '—'}"
        for name, value in changes.items()
        if name in _COMPARED and getattr(request, name) != value
    ]
    return "\n".join(lines) or None


def _with_source(draft: Draft, source: Source | None) -> Draft:
    """Bring in what the form could not show: the author, the files and the address of the message it began with."""
    if source is None:
        return draft
    return replace(
        draft,
        files=(*source.files, *draft.files),
        conversation_url=draft.conversation_url or source.permalink,
        said_by=source.author,
    )


def _chosen(work: UnitOfWork, key: str, account: Account) -> Request:
    """Hold the request that a filing is added or linked to: one of the same customer that is still in work."""
    request = work.requests.get(key, lock=True)
    if request is None or request.account_id != account.account_id or request.status is Status.DONE:
        raise InvalidForm({"duplicate": Misfit.NO_LONGER_OPEN})
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
    account = Account(unlisted_id(name), name)
    work.accounts.add(account)
    return account


def _new_request(draft: Draft, account: Account, chosen: Route, linked: Request | None) -> NewRequest:
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
        promised=draft.promised,
        next_contact_at=draft.next_contact_at,
        said_by=draft.said_by,
        linked_to=None if linked is None else linked.number,
    )
