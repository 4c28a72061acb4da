"""All digests that were ever posted, for other programs: read bit by bit, for they may be more than fit in memory."""

from collections.abc import Callable, Iterator

from storage.digests import Edition
from storage.unit_of_work import UnitOfWork


def editions(work: UnitOfWork, take: Callable[[Iterator[Edition]], None]) -> None:
    """Hand every edition, posted or skipped, to `take`, oldest first, while they are read; previews count for none."""
    take(work.editions.every())
