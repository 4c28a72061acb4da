"""What is dropped in time, so that the database does not grow by what nobody will ask for again."""

from datetime import timedelta
from typing import Final

from storage.unit_of_work import UnitOfWork

PREVIEWS_KEPT_FOR: Final = timedelta(days=7)
"""As long as what tells of them: until then their messages may have to be rendered once more."""


def forget_old(work: UnitOfWork) -> None:
    """Drop what no door, no lane and no form will ask for again, by the machine's clock."""
    now = work.clock()
    work.receipts.forget_old(now)
    work.outbox.forget_old(now)
    work.drafts.forget_old(now)
    work.editions.forget_previews(now - PREVIEWS_KEPT_FOR)
