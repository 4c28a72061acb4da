"""Who may deliver where: leases of lanes with fencing tokens."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)

from storage.base import OnEither, Repository, metadata
from storage.deliveries import IS_LEFT, IS_PENDING, IS_UNKNOWN, Delivery, delivery_of, is_held_back, is_known, topics
from storage.outbox import IS_UNSETTLED, State, outbox
from storage.posts import Post, places, posts
from storage.types import UtcDateTime, is_among

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

lanes = Table(
    "lanes",
    metadata,
    Column("lane", String(80), primary_key=True),
    Column("holder", String(64)),
    Column("fence", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("next_at", UtcDateTime),
)


_now = bindparam("now", type_=UtcDateTime)
_is_free = or_(lanes.c.lane.is_(None), lanes.c.lease_until.is_(None), lanes.c.lease_until <= _now)
_may_have = or_(
    _is_free,
    and_(lanes.c.holder == bindparam("me"), lanes.c.lease_until <= bindparam("mine_until", type_=UtcDateTime)),
)
_wanted = is_among(lanes.c.lane, "wanted")
_known = select(lanes.c.lane).where(_wanted)
_free = select(lanes.c.lane, lanes.c.fence).where(_wanted, _may_have).order_by(lanes.c.lane)
_free = _free.with_for_update(skip_locked=True)
_held = select(lanes.c.lane, lanes.c.fence).where(_wanted, lanes.c.holder == bindparam("me")).order_by(lanes.c.lane)
_held = _held.with_for_update()
_take = update(lanes).where(lanes.c.lane == bindparam("taken"))
_change = update(lanes).where(_wanted, lanes.c.holder == bindparam("me"))
_is_empty = ~exists().where(outbox.c.lane == bindparam("seized"), IS_UNSETTLED)
_seizable = (
    select(lanes.c.lane)
    .where(
        lanes.c.lane == bindparam("seized"),
        or_(lanes.c.holder.is_(None), lanes.c.lease_until <= _now),
        or_(lanes.c.next_at.is_(None), lanes.c.next_at <= _now),
        _is_empty,
    )
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_seize = update(lanes).where(lanes.c.lane == _seizable).values(fence=lanes.c.fence + 1).returning(lanes.c.fence)
_new = select(
    bindparam("seized", type_=String), bindparam("opener", type_=String), 1, bindparam("until", type_=UtcDateTime)
).where(_is_empty)
_columns = ["lane", "holder", "fence", "lease_until"]
_open = OnEither(
    lanes, lambda insert: insert.from_select(_columns, _new).on_conflict_do_nothing().returning(lanes.c.fence)
)


@cache
def _with_work(_topics: tuple[str, ...]) -> Select[str]:
    query = select(outbox.c.lane).join(lanes, lanes.c.lane == outbox.c.lane, isouter=True)
    query = query.where(IS_UNSETTLED, is_known(), _has_work(), _may_have)
    query = query.where(~is_among(outbox.c.lane, "besides"))
    oldest_first = query.group_by(outbox.c.lane).order_by(func.min(outbox.c.number))
    return oldest_first.limit(bindparam("most", type_=Integer))


@cache
def _with_work_among(topics: tuple[str, ...]) -> Select[str]:
    return _with_work(topics).where(is_among(outbox.c.lane, "among"))


def _has_work() -> ColumnElement[bool]:
    """Something was left behind, is to be looked for, or may be sent."""
    is_due = or_(outbox.c.due_at.is_(None), outbox.c.due_at <= _now)
    is_open = or_(lanes.c.next_at.is_(None), lanes.c.next_at <= _now)
    return or_(
        IS_LEFT,
        and_(IS_UNKNOWN, is_due),
        and_(IS_PENDING, is_due, is_open, ~is_held_back()),
    )


@cache
def _standing(_topics: tuple[str, ...]) -> CompoundSelect[Any]:
    """Whatever was left behind or is looked for in some lanes, and in each the first that may be sent, and where."""
    of_lane = select(outbox.c.number).where(outbox.c.lane == lanes.c.lane, IS_UNSETTLED, IS_PENDING, is_known())
    first = of_lane.where(~is_held_back()).order_by(outbox.c.number).limit(1).correlate(lanes).scalar_subquery()
    chosen = outbox.alias("chosen")
    of_message = and_(*(chosen.c[key.name] == key for key in posts.primary_key))
    in_hand = (is_among(outbox.c.lane, "wanted"), IS_UNSETTLED, or_(IS_LEFT, IS_UNKNOWN), is_known())
    return union_all(
        select(outbox, null().label("channel"), null().label("ts"), null().label("direct")).where(*in_hand),
        select(chosen, posts.c.channel, posts.c.ts, places.c.channel)
        .select_from(lanes.join(chosen, chosen.c.number == first))
        .join(posts, of_message, isouter=True)
        .join(places, places.c.place == chosen.c.place, isouter=True)
        .where(_wanted),
    )


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to deliver in one lane; `fence` grows with every holder, so that a late one is refused."""

    lane: str
    holder: str
    fence: int


@dataclass(slots=True)
class Standing:
    """What stands in a lane: what was claimed and never settled, what is looked for, and the first that may be sent.

    Of that first one, `post` is the message that stands already, and `direct` its person's DM, as far as known.
    """

    left: list[Delivery] = field(default_factory=list)
    look: Delivery | None = None
    first: Delivery | None = None
    post: Post | None = None
    direct: str | None = None

    def add(self, row: Row[Any]) -> None:
        """Put in one of them; of those looked for the one that is due first stays."""
        each = delivery_of(row)
        match each.progress.state:
            case State.SENDING:
                self.left.append(each)
            case State.PENDING:
                self.first, self.direct = each, row.direct
                self.post = Post(row.channel, row.ts) if each.notice.kept and row.ts is not None else None
            case _:
                self.look = each if self.look is None else min(self.look, each, key=_due)


def _due(look: Delivery) -> tuple[datetime, int]:
    return look.progress.due_at or _LONG_AGO, look.number


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
        mine_until: datetime | None = None,
    ) -> list[str]:
        """Answer up to `limit` lanes with something to do that nobody holds, longest waiting first.

        A lane that `holder` has itself counts as free where its lease ends by `mine_until`, unless it is one of
        `besides`: the lease came with an answer that was lost.
        """
        mine = {"me": holder, "mine_until": mine_until or now}
        values = mine | {"now": now, "most": limit, "besides": besides}
        if among is None:
            return list(self.connection.execute(_with_work(topics()), values).scalars())
        query = _with_work_among(topics())
        return list(self.connection.execute(query, values | {"among": among}).scalars())

    def lease(
        self,
        wanted: Collection[str],
        holder: str,
        now: datetime,
        until: datetime,
        mine_until: datetime | None = None,
    ) -> list[Lease]:
        """Take those of the `wanted` lanes that are free; one that somebody is just taking is skipped.

        What `mine_until` means stands in `with_work`. Only over the row of a lane that never had one do two replicas
        wait for each other, once.
        """
        if not wanted:
            return []
        self._make(wanted)
        free = {"wanted": wanted, "me": holder, "now": now, "mine_until": mine_until or now}
        leases = [Lease(row.lane, holder, row.fence + 1) for row in self.connection.execute(_free, free)]
        if leases:
            taken = {"holder": holder, "lease_until": until}
            self.connection.execute(_take, [taken | {"taken": lease.lane, "fence": lease.fence} for lease in leases])
        return leases

    def seize(self, lane: str, holder: str, now: datetime, until: datetime) -> Lease | None:
        """Take one lane that nobody is at, and in which nothing waits; None rather than wait for anybody.

        Whoever makes the row of a lane that never had one in the same moment is waited for, as by `lease`.
        """
        mine = {"seized": lane, "now": now, "holder": holder, "lease_until": until}
        fence = self.connection.execute(_seize, mine).scalar()
        if fence is None:
            new = {"seized": lane, "opener": holder, "until": until}
            fence = self.connection.execute(_open.on(self.connection), new).scalar()
        return None if fence is None else Lease(lane, holder, fence)

    def _make(self, wanted: Collection[str]) -> None:
        """Add the rows that are missing; an insert of one that is there would wait for whoever holds it."""
        known = self.connection.execute(_known, {"wanted": wanted}).scalars()
        missing = sorted(set(wanted) - set(known))
        if missing:
            insert = self.upsert(lanes).on_conflict_do_nothing()
            self.connection.execute(insert, [{"lane": lane, "fence": 0} for lane in missing])

    def held(self, leases: Collection[Lease]) -> frozenset[Lease]:
        """Answer which of these leases, all of one holder, still stand; nobody takes their lanes until our commit."""
        holder = next(iter(leases)).holder
        rows = self.connection.execute(_held, {"wanted": [lease.lane for lease in leases], "me": holder})
        return frozenset(Lease(row.lane, holder, row.fence) for row in rows).intersection(leases)

    def standing_in(self, wanted: Collection[str]) -> dict[str, Standing]:
        """Answer what stands in each lane, where there is anything."""
        found: dict[str, Standing] = {}
        for row in self.connection.execute(_standing(topics()), {"wanted": wanted}):
            found.setdefault(row.lane, Standing()).add(row)
        return found

    def prolong(self, leases: Collection[Lease], until: datetime) -> None:
        """Keep, until `until`, lanes that this unit of work holds. Raises LeaseLost where one has another holder."""
        self._change(leases, lease_until=until)

    def release(self, leases: Collection[Lease], next_at: datetime | None) -> None:
        """Give such lanes back; nothing pending leaves them before `next_at`. Raises LeaseLost as prolong does."""
        self._change(leases, holder=None, lease_until=None, next_at=next_at)

    def _change(self, leases: Collection[Lease], **values: str | datetime | None) -> None:
        if not leases:
            return
        mine = {"wanted": [lease.lane for lease in leases], "me": next(iter(leases)).holder}
        if self.connection.execute(_change, mine | values).rowcount != len(leases):
            raise LeaseLost(", ".join(sorted(mine["wanted"])))

    def free_all(self) -> None:
        """Drop every lease: for a database that only one process uses, when that starts."""
        self.connection.execute(update(lanes).values(holder=None, lease_until=None))
