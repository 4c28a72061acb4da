"""What is dropped in time, so that the database does not grow by what nobody will ask for again."""

from storage.unit_of_work import UnitOfWork


def forget_old(work: UnitOfWork) -> None:
    """Drop what no door, no lane and no form will ask for again, by the machine's clock."""
    now = work.clock()
    work.receipts.forget_old(now)
    work.outbox.forget_old(now)
    work.drafts.forget_old(now)
