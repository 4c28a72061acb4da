"""What could not be posted, for admins."""

from dataclasses import dataclass

from storage.outbox import DeadLetter, Notice
from storage.unit_of_work import UnitOfWork
from workflows.people.policy import Roles
from workflows.people.reading import check_administers

__all__ = ["DeadLetter", "LettersView", "is_known", "listed"]

LISTED = 40
"""Of very many the oldest are enough to see what is wrong; the command lists all."""


@dataclass(frozen=True, slots=True)
class LettersView:
    """The oldest dead letters, and how many there are in all."""

    letters: tuple[DeadLetter, ...]
    count: int


def listed(work: UnitOfWork, by: str, roles: Roles) -> LettersView:
    """Answer what could not be posted; raises DeskRefused for whoever does not administer."""
    check_administers(work, by, roles)
    return LettersView(tuple(work.outbox.dead(LISTED)), work.outbox.count_all_dead())


def is_known(letter: DeadLetter) -> bool:
    """Say whether this version knows the topic of a letter: a newer replica may have told what we cannot read."""
    return letter.topic in Notice.topics
