"""What is dropped in time, so that the database does not grow by what nobody will ask for again."""

from storage.unit_of_work import UnitOfWork


def forget_old(work: UnitOfWork) -> None:
    """Drop the receipts that no door, and the notices that no lane, will ask for again, by the machine's clock."""
    now = work.clock()
    work.receipts.forget_old(now)
    work.outbox.forget_old(now)
