"""What the screens about requests show, read in one transaction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from storage.accounts import Account
from storage.people import Person
from storage.requests import Request, Step
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status, Verb, request_key
from workflows.escalation import policy
from workflows.escalation.draft import NEW_CUSTOMER
from workflows.escalation.routing import Desk, Ownership, Route, route
from workflows.escalation.standing import Click, situation_of, standing_of, standings_of
from workflows.escalation.views import AccountFacts, Declining, Found, HomeView, RequestView, StepView, Story
from workflows.notices import (
    CardChanged,
    HandoffChanged,
    IssueLinked,
    IssueWanted,
    ordinal_of,
    request_of,
    step_subject,
)
from workflows.people.policy import Roles
from workflows.people.reading import is_admin, is_lead, leads_to_mention, may_be_asked
from workflows.refusals import Refusal, Refused

SUGGESTIONS = 20
OPEN_IN_FORM = 8
FOUND = 15
FILED_ON_HOME = 10
TEAM_ON_HOME = 5
UNOWNED_ON_HOME = 5
FINISHED_ON_HOME = 3
STORY = 60


def request(work: UnitOfWork, key: str) -> RequestView:
    """Answer the request called `key` with all that is said of it, or raise Refused."""
    found = _get(work, key)
    trail = tuple(work.requests.trail_of(found.key))
    [view] = _views(work, [found], trail)
    return replace(view, trail=trail, awaited=_awaited(work, trail, found))


def _awaited(work: UnitOfWork, trail: Iterable[Step], request: Request) -> int:
    """Count what was asked of Jira for a request, and is not answered."""
    asked = [step_subject(request.key, step.ordinal) for step in trail if step.verb is Verb.TRACK]
    return work.outbox.count_unsettled(asked, (IssueWanted.topic, IssueLinked.topic)) if asked else 0


def _get(work: UnitOfWork, key: str) -> Request:
    found = work.requests.get(request_of(key))
    if found is None:
        raise Refused(Refusal.NO_SUCH_REQUEST, key=key[:32])
    return found


def step(work: UnitOfWork, subject: str) -> StepView:
    """Answer the request and the step that `subject` names (the last one where it names none), or raise Refused."""
    view = request(work, subject)
    ordinal = ordinal_of(subject) or view.request.steps
    taken = next((step for step in view.trail if step.ordinal == ordinal), None)
    if taken is None:
        raise Refused(Refusal.NO_SUCH_REQUEST, key=subject[:32])
    return StepView(view, taken, is_open=ordinal in {view.request.waiting_step, view.request.offered_step})


def story(work: UnitOfWork, click: Click, desk: Desk) -> Story:
    """Answer the whole trail of a request, or raise Refused for whom it is none of theirs."""
    view = shown(work, click, desk)
    left_out = max(0, len(view.trail) - STORY)
    told = (*view.trail[: STORY // 2], *view.trail[STORY // 2 + left_out :])
    return Story(view, told, left_out)


def shown(work: UnitOfWork, click: Click, desk: Desk) -> RequestView:
    """Answer a request to someone who asks for it by its key; raises Refused where it is none of theirs."""
    view = request(work, click.key)
    if not policy.may_see(situation_of(view.request), standing_of(work, view.request, click, desk)):
        raise Refused(Refusal.NOT_ALLOWED, people=situation_of(view.request).entitled, key=view.request.key)
    return view


def found(work: UnitOfWork, typed: str, click: Click, desk: Desk) -> Found:
    """Answer what is in work for the customers whose names hold `typed`, latest first, as far as they may see it."""
    accounts = work.accounts.matching(typed, SUGGESTIONS)
    latest = work.requests.latest_in_work([account.account_id for account in accounts], FOUND) if accounts else []
    may_read = _readable(work, latest, click, desk)
    allowed = [each for each in latest if each.key in may_read]
    hidden = [each for each in latest if each.key not in may_read]
    hiding = frozenset(each.account_id for each in hidden)
    return Found(typed, tuple(accounts), _views(work, allowed[:FOUND]), len(hidden), hiding)


def _readable(work: UnitOfWork, requests: Collection[Request], click: Click, desk: Desk) -> frozenset[str]:
    """Answer the keys of those of `requests` that whoever asks may read."""
    standings = standings_of(work, requests, click, desk)
    return frozenset(each.key for each in requests if policy.may_see(situation_of(each), standings[each.key]))


def receipt(work: UnitOfWork, key: str) -> RequestView:
    """Answer the request as its filer sees it: with the reason why its card is not posted, if it is not."""
    view = request(work, key)
    channel = view.request.channel
    unposted = None if channel is None else work.outbox.refusal_of(CardChanged.topic, view.request.key, channel)
    asked = view.request.account_manager
    unreached = None if asked is None else work.outbox.refusal_of(HandoffChanged.topic, view.request.key, asked)
    return replace(view, unposted=unposted, is_unreached=unreached is not None)


def with_leads(work: UnitOfWork, key: str, roles: Roles, missing: str | None = None) -> RequestView:
    """Answer the request with whom to mention where its leads are asked, and the name of whoever is `missing`."""
    view = request(work, key)
    absent = {} if missing is None else _names(work.people.among([missing]).values())
    return replace(view, leads=leads_to_mention(work, roles), names={**view.names, **absent})


def to_take(work: UnitOfWork, click: Click, desk: Desk, verb: Verb) -> RequestView:
    """Answer what the form of a step shows, or raise StepRefused: told before anybody types."""
    view = request(work, click.key)
    policy.check(verb, situation_of(view.request), standing_of(work, view.request, click, desk))
    return view


def to_decline(work: UnitOfWork, click: Click, desk: Desk) -> Declining:
    """Answer what the form of declining shows: what becomes of the request then; raises StepRefused."""
    view = to_take(work, click, desk, Verb.DECLINE)
    ends = standing_of(work, view.request, click, desk).is_lead
    cover = cover_after(work, view.request, view.account, click.by)
    name = None if cover is None else _names(work.people.among([cover]).values()).get(cover, cover)
    return Declining(view, ends, name)


def cover_after(work: UnitOfWork, request: Request, account: Account, by: str) -> str | None:
    """Answer who is asked once `by` has declined: the cover, None where the leads are."""
    cover = account.cover
    if cover is None or cover in {by, *request.declined_by} or not may_be_asked(work, cover):
        return None
    return cover


def suggestions(work: UnitOfWork, typed: str) -> list[Account]:
    """Answer the customers that fit what was typed, best first."""
    return work.accounts.matching(typed, SUGGESTIONS)


def account_facts(work: UnitOfWork, account_id: str, by: str, desk: Desk) -> AccountFacts | None:
    """Answer what the form says under the customer's name to `by`; None for a customer that no list has."""
    account = None if account_id.startswith(NEW_CUSTOMER) else work.accounts.get(account_id)
    if account is None:
        return None
    asked = route_of(work, account, None, desk).account_manager
    name = None if asked is None else _names(work.people.among([asked]).values()).get(asked, asked)
    latest = work.requests.in_work_for(account_id, OPEN_IN_FORM)
    may_read = _readable(work, latest, Click("", by), desk)
    in_work = len(latest) if len(latest) < OPEN_IN_FORM else work.requests.in_work_of(account_id)
    return AccountFacts(account, name, in_work, _views(work, latest), may_read)


def route_of(work: UnitOfWork, account: Account, chosen: str | None, desk: Desk) -> Route:
    """Answer whom a request of this customer asks and where its card goes; `chosen` comes before the account's own."""
    in_turn = filter(None, (chosen, account.account_manager, account.cover))
    unreachable = frozenset(takewhile(lambda person: not may_be_asked(work, person), in_turn))
    ownership = Ownership(account.account_manager, account.cover, account.team_channel)
    is_placed = account.team_channel or desk.channel
    channel = desk.channel if is_placed else work.setup.chosen().escalation_channel
    return route(chosen, ownership, unreachable, channel)


def home(work: UnitOfWork, person: str, desk: Desk, now: datetime) -> HomeView:
    """Answer what `person` sees in Home: waiting by urgency, then age; owned, what rests last; filed newest first."""
    waiting = sorted(work.requests.waiting_for(person), key=lambda waiter: (-waiter.urgency.rank, waiter.number))
    mine = [owned for owned in work.requests.owned_by(person) if owned not in waiting]
    mine.sort(key=lambda owned: (owned.status is Status.WAITING, -owned.urgency.rank, owned.number))
    leads_here, administers = is_lead(work, desk.roles, person), is_admin(work, desk.roles, person)
    return HomeView(
        person,
        waiting=_views(work, waiting),
        mine=_views(work, mine),
        filed=_views(work, work.requests.filed_by(person, FILED_ON_HOME + 1)),
        team=_views(work, work.requests.latest(TEAM_ON_HOME + 1)) if leads_here else None,
        unowned=_views(work, work.requests.unowned(UNOWNED_ON_HOME + 1)) if leads_here else (),
        finished=_views(work, work.requests.finished_of(person, FINISHED_ON_HOME + 1)),
        drafts=tuple(work.drafts.offered_to(person, now)),
        notes=_notes(work, waiting, person),
        is_set_up=_has_channel(work, desk) if administers else None,
        unposted=work.outbox.count_all_dead() if administers else 0,
    )


def _notes(work: UnitOfWork, waiting: Iterable[Request], person: str) -> dict[str, str]:
    """Answer what was written beside each offer to `person`."""
    offers = [each.number for each in waiting if each.offered_to == person]
    return {request_key(number): words for number, words in work.requests.words_of_offers(offers).items() if words}


def _has_channel(work: UnitOfWork, desk: Desk) -> bool:
    return bool(desk.channel or work.setup.chosen().escalation_channel)


def _views(work: UnitOfWork, requests: Collection[Request], steps: Iterable[Step] = ()) -> tuple[RequestView, ...]:
    accounts = work.accounts.among({found.account_id for found in requests})
    people = _concerned(requests) | {person for step in steps for person in (step.by, step.about) if person}
    names = _names(work.people.among(people).values())
    tracker, issues = work.sweeps.tracker(), work.issues.of_requests([found.number for found in requests])
    return tuple(
        RequestView(
            found,
            _account(accounts, found.account_id),
            names,
            issues=issues.get(found.number, ()),
            tracker=tracker,
        )
        for found in requests
    )


def _account(accounts: Mapping[str, Account], account_id: str) -> Account:
    """Answer the account; its id for a name where the list has lost it."""
    return accounts.get(account_id) or Account(account_id, account_id)


def _concerned(requests: Iterable[Request]) -> set[str]:
    roles = ("filed_by", "account_manager", "owner", "answered_by", "finished_by", "offered_to", "offered_by")
    people = (getattr(found, role) for found in requests for role in roles)
    return {person for person in people if person is not None}


def _names(people: Iterable[Person]) -> dict[str, str]:
    return {person.user_id: person.name for person in people}
