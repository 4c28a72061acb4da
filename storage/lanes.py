"""Who may deliver where: leases of lanes with fencing tokens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Integer, String, Table, and_, func, or_, select, update

from storage.base import Repository, metadata
from storage.deliveries import IS_UNSETTLED, is_held_back, is_known
from storage.outbox import State, outbox
from storage.types import UtcDateTime

lanes = Table(
    "lanes",
    metadata,
    Column("lane", String(80), primary_key=True),
    Column("holder", String(64)),
    Column("fence", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("next_at", UtcDateTime),
)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to deliver in one lane; `fence` grows with every holder, so that a late one is refused."""

    lane: str
    holder: str
    fence: int


class LeaseLost(Exception):  # noqa: N818  what happened: somebody else has the lane now
    """The lane has another holder: whoever is late must change nothing."""


class Lanes(Repository):
    """Leases of lanes. A lane's row is made by its first lease."""

    __slots__ = ()

    def with_work(
        self,
        holder: str,
        now: datetime,
        limit: int,
        among: Collection[str] | None = None,
        besides: Collection[str] = (),
    ) -> list[str]:
        """Answer up to `limit` lanes with something to do that nobody holds, longest waiting first.

        A lane that `holder` has itself counts as free, unless it is one of `besides`: its lease came with an answer
        that was lost.
        """
        query = select(outbox.c.lane).join(lanes, lanes.c.lane == outbox.c.lane, isouter=True)
        query = query.where(IS_UNSETTLED, is_known(), _has_work(now), or_(_is_free(now), lanes.c.holder == holder))
        if among is not None:
            query = query.where(outbox.c.lane.in_(sorted(among)))
        if besides:
            query = query.where(outbox.c.lane.not_in(sorted(besides)))
        oldest_first = query.group_by(outbox.c.lane).order_by(func.min(outbox.c.number)).limit(limit)
        return list(self.connection.execute(oldest_first).scalars())

    def lease(self, wanted: Collection[str], holder: str, now: datetime, until: datetime) -> list[Lease]:
        """Take those of the `wanted` lanes that are free; one that somebody is just taking is skipped.

        Only over the row of a lane that never had one do two replicas wait for each other, once.
        """
        if not wanted:
            return []
        self._make(wanted)
        free = select(lanes.c.lane, lanes.c.fence).where(
            lanes.c.lane.in_(sorted(wanted)), or_(_is_free(now), lanes.c.holder == holder)
        )
        rows = self.connection.execute(free.order_by(lanes.c.lane).with_for_update(skip_locked=True))
        leases = [Lease(row.lane, holder, row.fence + 1) for row in rows]
        for lease in leases:
            taken = {"holder": holder, "fence": lease.fence, "lease_until": until}
            self.connection.execute(update(lanes).where(lanes.c.lane == lease.lane).values(taken))
        return leases

    def _make(self, wanted: Collection[str]) -> None:
        """Add the rows that are missing; an insert of one that is there would wait for whoever holds it."""
        known = self.connection.execute(select(lanes.c.lane).where(lanes.c.lane.in_(sorted(wanted)))).scalars()
        missing = sorted(set(wanted) - set(known))
        if missing:
            rows = self.upsert(lanes).values([{"lane": lane, "fence": 0} for lane in missing])
            self.connection.execute(rows.on_conflict_do_nothing())

    def prolong(self, lease: Lease, until: datetime) -> None:
        """Hold the lane until `until`. Raises LeaseLost where it has another holder."""
        self._change(lease, lease_until=until)

    def release(self, lease: Lease, next_at: datetime | None) -> None:
        """Give the lane back; nothing pending leaves it before `next_at`. Raises LeaseLost as prolong does."""
        self._change(lease, holder=None, lease_until=None, next_at=next_at)

    def _change(self, lease: Lease, **values: str | datetime | None) -> None:
        mine = and_(lanes.c.lane == lease.lane, lanes.c.holder == lease.holder, lanes.c.fence == lease.fence)
        if self.connection.execute(update(lanes).where(mine).values(values)).rowcount != 1:
            raise LeaseLost(lease.lane)

    def free_all(self) -> None:
        """Drop every lease: for a database that only one process uses, when that starts."""
        self.connection.execute(update(lanes).values(holder=None, lease_until=None))


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(lanes.c.lane.is_(None), lanes.c.lease_until.is_(None), lanes.c.lease_until <= now)


def _has_work(now: datetime) -> ColumnElement[bool]:
    """Something was left behind, is to be looked for, or may be sent."""
    is_due = or_(outbox.c.due_at.is_(None), outbox.c.due_at <= now)
    is_open = or_(lanes.c.next_at.is_(None), lanes.c.next_at <= now)
    return or_(
        outbox.c.state == State.SENDING,
        and_(outbox.c.state == State.UNKNOWN, is_due),
        and_(outbox.c.state == State.PENDING, is_due, is_open, ~is_held_back()),
    )
