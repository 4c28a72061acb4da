"""Try again what could not be posted, once the reason is mended."""

from storage.unit_of_work import UnitOfWork
from workflows.people.policy import Roles
from workflows.people.reading import check_administers
from workflows.refusals import DeskRefused, Refusal


def retry(work: UnitOfWork, by: str, number: int | None, roles: Roles) -> bool:
    """Owe one dead letter anew; say whether it still was one: another admin, or the command, may have been faster.

    Raises DeskRefused for whoever does not administer, and for None, which names no letter.
    """
    check_administers(work, by, roles)
    if number is None:
        raise DeskRefused(Refusal.NO_SUCH_LETTER)
    return _owe(work, [number])


def retry_all(work: UnitOfWork, by: str, roles: Roles) -> bool:
    """Owe every dead letter anew; say whether there was any. Raises DeskRefused for whoever does not administer."""
    check_administers(work, by, roles)
    return _owe(work, None)


def _owe(work: UnitOfWork, numbers: list[int] | None) -> bool:
    lanes = work.outbox.retry(numbers)
    work.woken.update(lanes)
    return bool(lanes)
