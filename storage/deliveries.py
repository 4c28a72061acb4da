"""Notices as the relay sees them: what stands next in a lane, and what each has come to."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, false, func, or_, select, update

from storage.base import Repository
from storage.outbox import UNSETTLED, Notice, State, outbox

IS_UNSETTLED = outbox.c.state.in_(UNSETTLED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a notice has come; `due_at` None is at once, `lost_at` since when it is looked for."""

    state: State
    due_at: datetime | None
    attempts: int
    looks: int
    lost_at: datetime | None
    crashed: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way; `key` finds its message again, `tried_at` is when it was first sent, if ever."""

    number: int
    notice: Notice
    key: str
    progress: Progress
    tried_at: datetime | None


def _delivery(row: Row[Any]) -> Delivery:
    progress = Progress(row.state, row.due_at, row.attempts, row.looks, row.lost_at, row.crashed, row.error)
    notice = Notice.restore(row.topic, row.subject, row.place, row.args)
    return Delivery(row.number, notice, row.key, progress, row.tried_at)


def is_known() -> ColumnElement[bool]:
    """Say of a row that this version knows its topic: a newer replica may have told what we cannot read."""
    return outbox.c.topic.in_(sorted(Notice.topics))


def is_held_back() -> ColumnElement[bool]:
    """Say of a row of the outbox that an earlier `unknown` post of the same message, or its thread's, holds it."""
    earlier = outbox.alias("earlier")
    same_place = and_(
        earlier.c.lane == outbox.c.lane,
        earlier.c.state == State.UNKNOWN,
        earlier.c.number < outbox.c.number,
        earlier.c.subject == outbox.c.subject,
        earlier.c.place == outbox.c.place,
    )
    in_its_thread = or_(
        false(),
        *(
            and_(outbox.c.topic == topic, earlier.c.topic == kind.thread_of)
            for topic, kind in Notice.topics.items()
            if kind.thread_of is not None
        ),
    )
    return exists().where(same_place, or_(earlier.c.topic == outbox.c.topic, in_its_thread))


class Deliveries(Repository):
    """The queries of whoever holds the lease of a lane; nobody else may change what stands here."""

    __slots__ = ()

    def get(self, number: int) -> Delivery | None:
        """Answer one notice, None where it was dropped after its time."""
        row = self.connection.execute(select(outbox).where(outbox.c.number == number)).first()
        return None if row is None else _delivery(row)

    def first_waiting(self, lane: str) -> Delivery | None:
        """Answer the first pending notice of a lane that nothing unknown holds back, due or not."""
        query = _in_lane(lane, State.PENDING).where(~is_held_back())
        row = self.connection.execute(query.order_by(outbox.c.number).limit(1)).first()
        return None if row is None else _delivery(row)

    def next_look(self, lane: str) -> Delivery | None:
        """Answer the unknown notice of a lane that is to be looked for first."""
        query = _in_lane(lane, State.UNKNOWN)
        row = self.connection.execute(query.order_by(outbox.c.due_at, outbox.c.number).limit(1)).first()
        return None if row is None else _delivery(row)

    def sending_in(self, lane: str) -> list[Delivery]:
        """Answer what was claimed in a lane and never settled."""
        query = _in_lane(lane, State.SENDING)
        return [_delivery(row) for row in self.connection.execute(query.order_by(outbox.c.number))]

    def waiting_for_post(self, notice: Notice) -> tuple[int, ...]:
        """Answer, and hold until the commit, the pending notices of one kept message in their order."""
        query = select(outbox.c.number).where(*_same_post(notice), outbox.c.state == State.PENDING)
        held = query.order_by(outbox.c.number).with_for_update()
        return tuple(self.connection.execute(held).scalars())

    def claim(self, number: int, now: datetime) -> None:
        """Mark a notice as being sent, from `now` on at the earliest."""
        tried_at = func.coalesce(outbox.c.tried_at, now)
        self._change(number, state=State.SENDING, due_at=None, tried_at=tried_at)

    def keep(self, number: int, progress: Progress, now: datetime) -> None:
        """Keep how far a notice has come."""
        settled_at = now if progress.state in {State.SENT, State.DEAD} else None
        self._change(number, **asdict(progress), settled_at=settled_at)

    def postpone_looks(self, lane: str, until: datetime) -> None:
        """Look for nothing in a lane before `until`."""
        unknown = (outbox.c.lane == lane) & (outbox.c.state == State.UNKNOWN) & (outbox.c.due_at < until)
        self.connection.execute(update(outbox).where(unknown).values(due_at=until))

    def drop(self, numbers: tuple[int, ...]) -> None:
        """Drop notices for which another now stands."""
        if numbers:
            self.connection.execute(delete(outbox).where(outbox.c.number.in_(numbers)))

    def supersede(self, notice: Notice, now: datetime) -> bool:
        """Settle the dead letters of a kept message that was posted after all; say whether there were any."""
        dead = update(outbox).where(*_same_post(notice), outbox.c.state == State.DEAD)
        return self.connection.execute(dead.values(state=State.SENT, settled_at=now)).rowcount > 0

    def revive_thread(self, notice: Notice) -> None:
        """Owe the dead lines of a message's thread anew."""
        topics = [topic for topic, kind in Notice.topics.items() if kind.thread_of == notice.topic]
        lines = (outbox.c.topic.in_(topics), outbox.c.subject == notice.subject, outbox.c.place == notice.place)
        fresh = {"state": State.PENDING, "due_at": None, "attempts": 0, "looks": 0, "settled_at": None}
        self.connection.execute(update(outbox).where(*lines, outbox.c.state == State.DEAD).values(fresh))

    def _change(self, number: int, **values: object) -> None:
        self.connection.execute(update(outbox).where(outbox.c.number == number).values(values))


def _in_lane(lane: str, state: State) -> Select[Any]:
    return select(outbox).where(outbox.c.lane == lane, outbox.c.state == state, is_known())


def _same_post(notice: Notice) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.topic == notice.topic, outbox.c.subject == notice.subject, outbox.c.place == notice.place)
