"""Try again what could not be posted, once the reason is mended."""

from collections.abc import Collection

from storage.unit_of_work import UnitOfWork
from workflows.notices import TroubleMet
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
    return bool(owe(work, [number]))


def retry_all(work: UnitOfWork, by: str, roles: Roles) -> bool:
    """Owe every dead letter anew; say whether there was any. Raises DeskRefused for whoever does not administer."""
    check_administers(work, by, roles)
    return bool(owe(work, None))


def owe(work: UnitOfWork, numbers: Collection[int] | None) -> int:
    """Owe dead letters anew, those of `numbers` or all; answer in how many places that is.

    Where all are, what told of the trouble itself is dropped: whoever tries again knows of it, and would be told of it
    once it is over, place by place. Where it goes on it is told of anew.
    """
    if numbers is None:
        work.outbox.forget_dead(TroubleMet.topic)
    lanes = work.outbox.retry(work.clock(), numbers)
    work.woken.update(lanes)
    return len(lanes)
