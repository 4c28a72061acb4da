"""What someone gets to see who asks for a request by its key, or for what is in work for a customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.accounts import Account
from storage.unit_of_work import UnitOfWork
from workflows.escalation import reading
from workflows.escalation.policy import Role, Standing
from workflows.escalation.reading import FOUND
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click, situation_of, standing_of
from workflows.escalation.views import RequestView
from workflows.people.reading import names_of

_FOR_THE_ACCOUNT = frozenset({Role.OWNER, Role.ACCOUNT_MANAGER, Role.COVER, Role.LEAD, Role.OFFERED})


@dataclass(frozen=True, slots=True)
class Shown:
    """One request, and what its reader is to it."""

    view: RequestView
    reader: Standing

    @property
    def is_for_the_account(self) -> bool:
        """Say whether the reader acts for the account, whoever filed the request."""
        return bool(self.reader.roles(situation_of(self.view.request)) & _FOR_THE_ACCOUNT)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer that fits, the plain name of its account manager (None without one), what is in work, latest first.

    `hides` says that there is something in work that whoever asks may not read.
    """

    account: Account
    account_manager: str | None
    views: tuple[RequestView, ...]
    hides: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What is in work for the customers whose names hold what was `typed`, the best fit first.

    `hidden` counts what whoever asks may not read; `is_cut_short` says that only the latest FOUND are here.
    """

    typed: str
    customers: tuple[Customer, ...]
    hidden: int
    is_cut_short: bool

    @property
    def busy(self) -> tuple[Customer, ...]:
        """Answer the customers with something in work that whoever asks may read."""
        return tuple(customer for customer in self.customers if customer.views)

    @property
    def quiet(self) -> tuple[Customer, ...]:
        """Answer the customers with nothing in work at all."""
        return tuple(customer for customer in self.customers if not (customer.views or customer.hides))


def shown(work: UnitOfWork, click: Click, desk: Desk) -> Shown:
    """Answer a request to someone who asks for it by its key; raises Refused where it is none of theirs."""
    view = reading.shown(work, click, desk)
    return Shown(view, standing_of(work, view.request, click, desk))


def found(work: UnitOfWork, typed: str, click: Click, desk: Desk) -> Findings:
    """Answer what is in work for the customers whose names hold `typed`, as far as whoever asks may read it."""
    fitting = reading.found(work, typed, click, desk)
    managers = _managers(work, fitting.accounts)
    customers = tuple(
        Customer(
            account,
            managers.get(account.account_id),
            _of(account, fitting.views),
            hides=account.account_id in fitting.hiding,
        )
        for account in fitting.accounts
    )
    return Findings(typed, customers, fitting.hidden, len(fitting.views) >= FOUND)


def _of(account: Account, views: Iterable[RequestView]) -> tuple[RequestView, ...]:
    return tuple(view for view in views if view.request.account_id == account.account_id)


def _managers(work: UnitOfWork, accounts: Iterable[Account]) -> Mapping[str, str]:
    """Answer the plain names of the account managers, by account; the id of one whom the mirror does not know."""
    owned = {each.account_id: each.account_manager for each in accounts if each.account_manager is not None}
    names = names_of(work, set(owned.values()))
    return {account_id: names.get(manager, manager) for account_id, manager in owned.items()}
