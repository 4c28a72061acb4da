"""The list of customers, read; and by leads alone, as they may change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.accounts import Account
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import NEW_CUSTOMER
from workflows.people.policy import Roles
from workflows.people.reading import is_active, is_admin, is_lead, leads_to_mention
from workflows.refusals import DeskRefused, InvalidForm, Misfit, Refusal

UNATTENDED = 5


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account with the plain names of whoever stands for it; `left` are those of them who cannot be asked."""

    account: Account
    names: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()

    def left_from(self, user_id: str | None) -> str | None:
        """Answer the plain name of someone who has left; None for nobody, and for whoever is there."""
        return self.names.get(str(user_id), user_id) if user_id in self.left else None


@dataclass(frozen=True, slots=True)
class Unattended:
    """The first of the accounts that somebody should look after, and how many there are."""

    views: tuple[AccountView, ...] = ()
    count: int = 0


def every_account(work: UnitOfWork) -> list[Account]:
    """Answer every account, by id."""
    return work.accounts.all()


def check_may_keep(work: UnitOfWork, by: str, roles: Roles) -> None:
    """Raise DeskRefused unless `by` leads or administers: they keep the list of customers."""
    if not (is_lead(work, roles, by) or is_admin(work, roles, by)):
        raise DeskRefused(Refusal.LEADS_ONLY, people=leads_to_mention(work, roles))


def unattended(work: UnitOfWork, by: str, roles: Roles) -> Unattended:
    """Answer the accounts of which someone has left, or that nobody stands for; raises DeskRefused."""
    check_may_keep(work, by, roles)
    return Unattended(_views(work, work.accounts.unattended(UNATTENDED)), work.accounts.count_unattended())


def to_edit(work: UnitOfWork, by: str, chosen: str, roles: Roles) -> AccountView:
    """Answer the account that `by` has chosen, or an empty one of the name in `new:<name>`.

    Raises DeskRefused, and InvalidForm for an account that does not exist.
    """
    check_may_keep(work, by, roles)
    if chosen.startswith(NEW_CUSTOMER):
        return AccountView(Account(NEW_CUSTOMER, chosen.removeprefix(NEW_CUSTOMER)))
    account = work.accounts.get(chosen)
    if account is None:
        raise InvalidForm({"name": Misfit.NO_SUCH_ACCOUNT})
    [view] = _views(work, [account])
    return view


def _views(work: UnitOfWork, accounts: Iterable[Account]) -> tuple[AccountView, ...]:
    shown = tuple(accounts)
    named = {person for account in shown for person in (account.account_manager, account.cover) if person}
    known = work.people.among(named)
    names = {user_id: person.name for user_id, person in known.items()}
    left = frozenset(user_id for user_id, person in known.items() if not is_active(person))
    return tuple(AccountView(account, names, left) for account in shown)
