"""All there is, for other programs: read bit by bit, for it may be more than fits in memory."""

from collections.abc import Callable, Iterator

from storage.requests import Request, Step
from storage.unit_of_work import UnitOfWork


def requests(work: UnitOfWork, take: Callable[[Iterator[Request]], None]) -> None:
    """Hand every request to `take`, by number, while they are read."""
    take(work.requests.every())


def steps(work: UnitOfWork, take: Callable[[Iterator[Step]], None]) -> None:
    """Hand every step ever taken to `take`, oldest first, while they are read."""
    take(work.requests.every_step())
