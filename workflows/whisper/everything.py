"""All calls there were, for other programs: read bit by bit, for they may be more than fit in memory."""

from collections.abc import Callable, Iterator

from storage.calls import Call
from storage.unit_of_work import UnitOfWork


def calls(work: UnitOfWork, take: Callable[[Iterator[Call]], None]) -> None:
    """Hand every call to `take`, by number, while they are read; nothing of what was said, noted or whispered."""
    take(work.calls.every())
