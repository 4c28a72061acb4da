"""What an operator should hear of before people feel it."""

from datetime import timedelta

from storage.held import Held
from storage.unit_of_work import UnitOfWork


def held_open(work: UnitOfWork, longest: timedelta, largest: int) -> list[Held]:
    """Answer the transactions that somebody has held open for `longest`, or until `largest` bytes wait for the end."""
    return work.holders.longer_than(longest, largest)
