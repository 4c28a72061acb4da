"""The list of customers, read."""

from storage.accounts import Account
from storage.unit_of_work import UnitOfWork


def every_account(work: UnitOfWork) -> list[Account]:
    """Answer every account, by id."""
    return work.accounts.all()
