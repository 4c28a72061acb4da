"""Notices as the relay sees them: what stands next in a lane, and what each has come to."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    update,
)

from storage.base import Repository
from storage.outbox import IS_UNSETTLED, Notice, State, outbox
from storage.types import UtcDateTime


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


def topics() -> tuple[str, ...]:
    """Answer the topics that this version knows; the queries that depend on them are built once for each set."""
    return tuple(sorted(Notice.topics))


def is_known() -> ColumnElement[bool]:
    """Say of a row that this version knows its topic: a newer replica may have told what we cannot read."""
    return outbox.c.topic.in_(topics())


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


_get = select(outbox).where(outbox.c.number == bindparam("number"))
_change = update(outbox).where(outbox.c.number == bindparam("delivery"))
_claim = _change.values(
    state=State.SENDING, due_at=None, tried_at=func.coalesce(outbox.c.tried_at, bindparam("now", type_=UtcDateTime))
)
_same_post = (
    outbox.c.topic == bindparam("of_topic"),
    outbox.c.subject == bindparam("of_subject"),
    outbox.c.place == bindparam("of_place"),
)
_waiting_for_post = (
    select(outbox.c.number).where(*_same_post, outbox.c.state == State.PENDING).order_by(outbox.c.number)
).with_for_update()
_supersede = update(outbox).where(*_same_post, outbox.c.state == State.DEAD)


@cache
def _in_lane(state: State, _topics: tuple[str, ...]) -> Select[Any]:
    query = select(outbox).where(outbox.c.lane == bindparam("lane"), IS_UNSETTLED, outbox.c.state == state, is_known())
    return (
        query.order_by(outbox.c.due_at, outbox.c.number) if state is State.UNKNOWN else query.order_by(outbox.c.number)
    )


@cache
def _first_waiting(topics: tuple[str, ...]) -> Select[Any]:
    return _in_lane(State.PENDING, topics).where(~is_held_back()).limit(1)


class Deliveries(Repository):
    """The queries of whoever holds the lease of a lane; nobody else may change what stands here."""

    __slots__ = ()

    def get(self, number: int) -> Delivery | None:
        """Answer one notice, None where it was dropped after its time."""
        row = self.connection.execute(_get, {"number": number}).first()
        return None if row is None else _delivery(row)

    def first_waiting(self, lane: str) -> Delivery | None:
        """Answer the first pending notice of a lane that nothing unknown holds back, due or not."""
        row = self.connection.execute(_first_waiting(topics()), {"lane": lane}).first()
        return None if row is None else _delivery(row)

    def next_look(self, lane: str) -> Delivery | None:
        """Answer the unknown notice of a lane that is to be looked for first."""
        row = self.connection.execute(_in_lane(State.UNKNOWN, topics()), {"lane": lane}).first()
        return None if row is None else _delivery(row)

    def sending_in(self, lane: str) -> list[Delivery]:
        """Answer what was claimed in a lane and never settled."""
        return [_delivery(row) for row in self.connection.execute(_in_lane(State.SENDING, topics()), {"lane": lane})]

    def waiting_for_post(self, notice: Notice) -> tuple[int, ...]:
        """Answer, and hold until the commit, the pending notices of one kept message in their order."""
        return tuple(self.connection.execute(_waiting_for_post, _post_of(notice)).scalars())

    def claim(self, number: int, now: datetime) -> None:
        """Mark a notice as being sent, from `now` on at the earliest."""
        self.connection.execute(_claim, {"delivery": number, "now": now})

    def keep(self, number: int, progress: Progress, now: datetime) -> None:
        """Keep how far a notice has come."""
        settled_at = now if progress.state in {State.SENT, State.DEAD} else None
        self.connection.execute(_change, {"delivery": number, **asdict(progress), "settled_at": settled_at})

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
        posted = {"state": State.SENT, "settled_at": now}
        return self.connection.execute(_supersede, _post_of(notice) | posted).rowcount > 0

    def revive_thread(self, notice: Notice) -> None:
        """Owe the dead lines of a message's thread anew."""
        topics = [topic for topic, kind in Notice.topics.items() if kind.thread_of == notice.topic]
        lines = (outbox.c.topic.in_(topics), outbox.c.subject == notice.subject, outbox.c.place == notice.place)
        fresh = {"state": State.PENDING, "due_at": None, "attempts": 0, "looks": 0, "settled_at": None}
        self.connection.execute(update(outbox).where(*lines, outbox.c.state == State.DEAD).values(fresh))


def _post_of(notice: Notice) -> dict[str, Any]:
    return {"of_topic": notice.topic, "of_subject": notice.subject, "of_place": notice.place}
