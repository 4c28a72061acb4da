"""What the readers of a digest may see of requests: whole, or masked where they are for others' eyes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.accounts import Account
from storage.folding import fold
from storage.requests import Brief
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, Order, Status, Urgency, Waiting, request_key
from workflows.digest.changes import News
from workflows.digest.snapshot import Change, Row

_HEAT = {urgency: -urgency.rank for urgency in Urgency}
_LAST = "\U0010ffff"
"""Behind every name: there stands what has none to sort by."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Tells of requests to the members of the channel `place`, or to one person of what is theirs (None).

    `public` are the channels that anyone may read, `accounts` and `names` whoever is concerned; `reasons` say by number
    why a request waits.
    """

    place: str | None
    public: frozenset[str]
    accounts: Mapping[str, Account]
    names: Mapping[str, str]
    reasons: Mapping[int, str] = field(default_factory=dict)

    def shows(self, brief: Brief) -> bool:
        """Say whether the digest's readers are among those whom the request's card reaches anyhow."""
        return self.place is None or (brief.channel is not None and brief.channel in self.public | {self.place})

    def name_of(self, user_id: str | None) -> str | None:
        """Answer the plain name of someone, their id while the mirror does not know them, None for nobody."""
        return None if user_id is None or user_id == BATON else self.names.get(user_id, user_id)

    def customer_of(self, brief: Brief) -> str:
        """Answer the customer's name; their id where the list has lost them."""
        account = self.accounts.get(brief.account_id)
        return brief.account_id if account is None else account.name

    def row(self, brief: Brief) -> Row:
        """Answer a request as a digest shows it."""
        state = (brief.request_type, brief.urgency, brief.status, brief.filed_at, brief.changed_at)
        if not self.shows(brief):
            return Row(None, *state, due_at=brief.next_contact_at, is_masked=True)
        account = self.accounts.get(brief.account_id)
        return Row(
            request_key(brief.number),
            *state,
            customer=self.customer_of(brief),
            plan=None if account is None else account.plan,
            summary=brief.summary,
            owner=brief.owner,
            owner_name=self.name_of(brief.owner),
            asked_name=self.name_of(brief.offered_to or _asked(brief)),
            waiting_for=brief.waiting_for,
            waiting_until=brief.waiting_until,
            waiting_words=self.reasons.get(brief.number),
            due_at=brief.next_contact_at,
        )

    def change(self, told: News, brief: Brief) -> Change:
        """Answer what happened to a request as a digest tells it."""
        said = (told.kind, told.before, told.after, told.at)
        if not self.shows(brief):
            return Change(None, *said)
        return Change(request_key(brief.number), *said, self.name_of(told.by), self.customer_of(brief), brief.summary)

    def sorted(self, briefs: Iterable[Brief], order: Order) -> list[Brief]:
        """Put requests into the digest's order; what is the same there, by urgency, then age."""
        first = self._firsts()[order]
        return sorted(briefs, key=lambda each: (first(each), _HEAT[each.urgency], each.filed_at, each.number))

    def _firsts(self) -> dict[Order, Callable[[Brief], Any]]:
        """Answer by what each order sorts before all else; what is masked gives nothing away by its place."""
        return {
            Order.URGENCY: lambda each: _HEAT[each.urgency],
            Order.AGE: lambda each: each.filed_at,
            Order.ACCOUNT: self._reading_of,
            Order.OWNER: self._owner_of,
        }

    def _reading_of(self, brief: Brief) -> str:
        account = self.accounts.get(brief.account_id)
        spoken = brief.account_id if account is None else account.kana or account.name
        return fold(spoken) if self.shows(brief) else _LAST

    def _owner_of(self, brief: Brief) -> str:
        """Answer the owner's name for sorting: what nobody has taken up stands first."""
        return fold(self.name_of(brief.owner) or "") if self.shows(brief) else _LAST


def lines_for(work: UnitOfWork, place: str | None, briefs: Iterable[Brief], others: Iterable[str]) -> Lines:
    """Read whatever must be known to tell of `briefs`; `others` are people of whom there is more to tell."""
    told = tuple(briefs)
    people = {person for each in told for person in (each.owner, each.offered_to, each.account_manager) if person}
    known = work.people.among(people | set(others))
    channels = {each.channel for each in told if each.channel is not None}
    return Lines(
        place,
        frozenset() if place is None else work.channels.public_among(channels),
        work.accounts.among({each.account_id for each in told}),
        {user_id: person.name for user_id, person in known.items()},
        work.request_summaries.reasons([each.number for each in told if each.waiting_for is Waiting.UNTIL]),
    )


def _asked(brief: Brief) -> str | None:
    return brief.account_manager if brief.status is Status.TODO else None
