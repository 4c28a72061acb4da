"""What the screens about requests show, read in one transaction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from storage.accounts import Account
from storage.people import Person
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status
from workflows.escalation import policy
from workflows.escalation.draft import NEW_CUSTOMER
from workflows.escalation.routing import Desk, Ownership, Route, route
from workflows.escalation.standing import Click, situation_of, standing_of
from workflows.notices import CardChanged, request_of
from workflows.people.policy import Roles
from workflows.people.reading import is_active, is_lead, leads_to_mention
from workflows.refusals import Refusal, Refused

SUGGESTIONS = 20
FILED_ON_HOME = 10
TEAM_ON_HOME = 15


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with all that a card, a receipt, an outcome or a row of Home says of it.

    `names` gives the plain name of everyone in it, for where nobody may be pinged; `unposted` is Slack's word for why
    the card could not be posted, None while all is well; `leads` are the ids to mention where the leads are asked.
    """

    request: Request
    account: Account
    names: Mapping[str, str]
    unposted: str | None = None
    leads: tuple[str, ...] = ()

    def name_of(self, user_id: str | None) -> str | None:
        """Answer the plain name of someone, their id while the mirror does not know them, None for nobody."""
        return None if user_id is None else self.names.get(user_id, user_id)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The line under the customer's name: who owns it, its plan, how many requests are in work."""

    account: Account
    account_manager: str | None
    in_work: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """One person's day: what waits for them, what they own, what they filed; for leads the team's requests, too.

    `filed` and `team` are the latest: one more than FILED_ON_HOME and TEAM_ON_HOME says that there are older ones.
    """

    person: str
    waiting: tuple[RequestView, ...]
    mine: tuple[RequestView, ...]
    filed: tuple[RequestView, ...]
    team: tuple[RequestView, ...] | None

    def standing_to(self, view: RequestView) -> policy.Standing:
        """Answer what the person is to a row of theirs, by role alone: all that rows are there for."""
        return policy.Standing(
            self.person,
            is_account_manager=self.person in {view.request.account_manager, view.account.account_manager},
            is_cover=self.person == view.account.cover,
            is_lead=self.team is not None,
        )


def request(work: UnitOfWork, key: str) -> RequestView:
    """Answer the request called `key` with its account and the names of all concerned, or raise Refused."""
    found = work.requests.get(request_of(key))
    if found is None:
        raise Refused(Refusal.NO_SUCH_REQUEST, key=key)
    [view] = _views(work, [found])
    return view


def receipt(work: UnitOfWork, key: str) -> RequestView:
    """Answer the request as its filer sees it: with the reason why its card is not posted, if it is not."""
    view = request(work, key)
    channel = view.request.channel
    unposted = None if channel is None else work.outbox.refusal_of(CardChanged.topic, view.request.key, channel)
    return RequestView(view.request, view.account, view.names, unposted=unposted)


def with_leads(work: UnitOfWork, key: str, roles: Roles) -> RequestView:
    """Answer the request together with whom to mention where its leads are asked."""
    view = request(work, key)
    return RequestView(view.request, view.account, view.names, leads=leads_to_mention(work, roles))


def to_answer(work: UnitOfWork, click: Click, desk: Desk) -> RequestView:
    """Answer what the answer form shows, or raise AnswerRefused: told before anybody types."""
    return _allowed(work, click, desk, policy.check_answer)


def to_resolve(work: UnitOfWork, click: Click, desk: Desk) -> RequestView:
    """Answer what the resolve form shows, or raise ResolveRefused: told before anybody types."""
    return _allowed(work, click, desk, policy.check_resolve)


def _allowed(work: UnitOfWork, click: Click, desk: Desk, check: policy.Check) -> RequestView:
    view = request(work, click.key)
    check(situation_of(view.request), standing_of(work, view.request, click, desk))
    return view


def suggestions(work: UnitOfWork, typed: str) -> list[Account]:
    """Answer the customers that fit what was typed, best first."""
    return work.accounts.matching(typed, SUGGESTIONS)


def account_facts(work: UnitOfWork, account_id: str) -> AccountFacts | None:
    """Answer what the form says under the customer's name; None for a customer that no list has."""
    account = None if account_id.startswith(NEW_CUSTOMER) else work.accounts.get(account_id)
    if account is None:
        return None
    asked = route_of(work, account, None, None).account_manager
    name = None if asked is None else _names(work.people.among([asked]).values()).get(asked, asked)
    return AccountFacts(account, name, work.requests.in_work_of(account_id))


def route_of(work: UnitOfWork, account: Account, chosen: str | None, default_channel: str | None) -> Route:
    """Answer whom a request of this customer asks and where its card goes; `chosen` comes before the account's own."""
    people = (chosen, account.account_manager, account.cover)
    known = work.people.among({person for person in people if person})
    unreachable = {user_id for user_id, person in known.items() if not is_active(person)}
    ownership = Ownership(account.account_manager, account.cover, account.team_channel)
    return route(chosen, ownership, unreachable, default_channel)


def home(work: UnitOfWork, person: str, roles: Roles) -> HomeView:
    """Answer what `person` sees in Home: waiting by urgency, then age; owned, what rests last; filed newest first."""
    waiting = sorted(work.requests.waiting_for(person), key=lambda waiter: (-waiter.urgency.rank, waiter.number))
    mine = [owned for owned in work.requests.owned_by(person) if owned not in waiting]
    mine.sort(key=lambda owned: owned.status is Status.WAITING)
    filed = work.requests.filed_by(person, FILED_ON_HOME + 1)
    team = work.requests.latest(TEAM_ON_HOME + 1) if is_lead(work, roles, person) else None
    return HomeView(
        person,
        waiting=_views(work, waiting),
        mine=_views(work, mine),
        filed=_views(work, filed),
        team=None if team is None else _views(work, team),
    )


def _views(work: UnitOfWork, requests: Collection[Request]) -> tuple[RequestView, ...]:
    accounts = work.accounts.among({found.account_id for found in requests})
    names = _names(work.people.among(_concerned(requests)).values())
    return tuple(RequestView(found, accounts[found.account_id], names) for found in requests)


def _concerned(requests: Iterable[Request]) -> set[str]:
    roles = ("filed_by", "account_manager", "owner", "answered_by", "finished_by")
    people = (getattr(found, role) for found in requests for role in roles)
    return {person for person in people if person is not None}


def _names(people: Iterable[Person]) -> dict[str, str]:
    return {person.user_id: person.name for person in people}
