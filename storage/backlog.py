"""What is owed, stuck or overdue, counted for whoever is on call; whichever replica is asked answers the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.base import Repository, slices
from storage.outbox import IS_DEAD, IS_UNSETTLED, outbox
from storage.timers import timers

_owed = select(outbox.c.lane, func.count(), func.min(outbox.c.number)).where(IS_UNSETTLED).group_by(outbox.c.lane)
_dead = select(outbox.c.lane, func.count()).where(IS_DEAD).group_by(outbox.c.lane)
_told_at = select(outbox.c.number, outbox.c.created_at).where(outbox.c.number.in_(bindparam("numbers", expanding=True)))
_overdue = (
    select(timers.c.kind, func.min(timers.c.due_at)).where(timers.c.due_at <= bindparam("now")).group_by(timers.c.kind)
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What waits in one lane: how many notices, and when the first of them was told."""

    lane: str
    count: int
    since: datetime


class Backlog(Repository):
    """Questions that cost what is open, never what has been."""

    __slots__ = ()

    def owed(self) -> Iterator[Owed]:
        """Answer every lane in which something waits to be posted."""
        waiting = self.connection.execute(_owed).all()
        told_at = dict[int, datetime]()
        for numbers in slices([first for _, _, first in waiting]):
            told_at |= {row.number: row.created_at for row in self.connection.execute(_told_at, {"numbers": numbers})}
        return (Owed(lane, count, told_at[first]) for lane, count, first in waiting)

    def dead(self) -> dict[str, int]:
        """Answer how many dead letters there are, by lane."""
        return dict(self.connection.execute(_dead).all())

    def overdue(self, now: datetime) -> dict[str, datetime]:
        """Answer since when the first of each kind of moment is due and not seen to."""
        return dict(self.connection.execute(_overdue, {"now": now}).all())
