"""The smallest services, for tests of what carries services."""

from storage.accounts import Account
from storage.unit_of_work import UnitOfWork


class Refused(Exception):  # noqa: N818 - as a workflow would raise it
    """An ordinary no."""


def add(work: UnitOfWork, account_id: str) -> str:
    """Keep an account; answer its id."""
    work.accounts.add(Account(account_id, f"Name of {account_id}"))
    return account_id


def add_and_refuse(work: UnitOfWork, account_id: str) -> str:
    """Keep an account, then say no."""
    add(work, account_id)
    raise Refused(account_id)


def ids(work: UnitOfWork) -> set[str]:
    """Answer the ids of all accounts."""
    return {account.account_id for account in work.accounts.all()}
