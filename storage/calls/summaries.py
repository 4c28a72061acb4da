"""Every query of a digest about calls: how many there were, and what help was given in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from storage.base import Repository
from storage.calls.tables import calls, help_signs, whispers
from storage.vocabulary import BATON, Helped

LONGEST_CALL: Final = timedelta(days=1)
"""How long before it was taken a help sign may have been raised."""


@dataclass(frozen=True, slots=True)
class HelpSign:
    """A help sign: when it was raised, who took it, and when; None while nobody has."""

    asked_at: datetime
    taken_by: str | None
    taken_at: datetime | None


class CallSummaries(Repository):
    """Calls as digests tell of them."""

    __slots__ = ()

    def started(self, since: datetime) -> int:
        """Count the calls that have begun since a moment."""
        query = select(func.count()).select_from(calls).where(calls.c.started_at > since)
        return self.connection.execute(query).scalar_one()

    def whispered(self, since: datetime) -> tuple[int, int]:
        """Count what people whispered since a moment, and how much of that its agent has used."""
        used = func.count().filter(whispers.c.helped == Helped.USED)
        query = select(func.count(), used).where(whispers.c.sent_at > since, whispers.c.by != BATON)
        count, helped = self.connection.execute(query).one()
        return count, helped

    def help_signs(self, since: datetime) -> list[HelpSign]:
        """Answer the signs that were raised since a moment, or in the day before it, oldest first."""
        columns = (help_signs.c.asked_at, help_signs.c.taken_by, help_signs.c.taken_at)
        query = select(*columns).where(help_signs.c.asked_at > since - LONGEST_CALL)
        return [HelpSign(*row) for row in self.connection.execute(query.order_by(help_signs.c.asked_at))]
