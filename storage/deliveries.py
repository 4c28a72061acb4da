"""Notices as the relay sees them: what stands next in a lane, and what each has come to."""

from collections.abc import Collection
from dataclasses import dataclass
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
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from storage.base import Repository
from storage.outbox import IS_UNSETTLED, Notice, State, outbox
from storage.types import UtcDateTime, is_among


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a notice has come; `due_at` None is at once.

    `lost_at` is when Slack last left a try without an answer, `again_at` when it is to be told once more although it
    was sent: that try may have come since.
    """

    state: State
    due_at: datetime | None
    attempts: int
    looks: int
    lost_at: datetime | None
    crashed: bool
    error: str | None
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way; `key` finds its message again, `tried_at` is when it was first sent, if ever."""

    number: int
    notice: Notice
    key: str
    progress: Progress
    tried_at: datetime | None


def delivery_of(row: Row[Any]) -> Delivery:
    """Answer the notice that a row of the outbox stands for."""
    progress = Progress(*(getattr(row, name) for name in Progress.__slots__))
    notice = Notice.restore(row.topic, row.subject, row.place, row.args)
    return Delivery(row.number, notice, row.key, progress, row.tried_at)


def topics() -> tuple[str, ...]:
    """Answer the topics that this version knows; the queries that depend on them are built once for each set."""
    return tuple(sorted(Notice.topics))


def _spelt_out(word: str) -> ColumnElement[str]:
    """Write a word of our own into a statement: one that is bound is sent, and planned for, each time."""
    return literal_column(f"'{word}'")


IS_PENDING, IS_LEFT, IS_UNKNOWN, _IS_DEAD = (
    outbox.c.state == _spelt_out(state) for state in (State.PENDING, State.SENDING, State.UNKNOWN, State.DEAD)
)


def is_known() -> ColumnElement[bool]:
    """Say of a row that this version knows its topic: a newer replica may have told what we cannot read."""
    return outbox.c.topic.in_(map(_spelt_out, topics()))


def is_held_back() -> ColumnElement[bool]:
    """Say of a row of the outbox that an earlier `unknown` post of the same message, or its thread's, holds it."""
    earlier = outbox.alias("earlier")
    same_place = and_(
        earlier.c.lane == outbox.c.lane,
        earlier.c.state == _spelt_out(State.UNKNOWN),
        earlier.c.number < outbox.c.number,
        earlier.c.subject == outbox.c.subject,
        earlier.c.place == outbox.c.place,
    )
    in_its_thread = or_(
        false(),
        *(
            and_(outbox.c.topic == _spelt_out(topic), earlier.c.topic == _spelt_out(kind.thread_of))
            for topic, kind in Notice.topics.items()
            if kind.thread_of is not None
        ),
    )
    return exists().where(same_place, or_(earlier.c.topic == outbox.c.topic, in_its_thread))


_among = select(outbox).where(is_among(outbox.c.number, "numbers"))
_change = update(outbox).where(is_among(outbox.c.number, "numbers"))
_claim = _change.values(
    state=State.SENDING, due_at=None, tried_at=func.coalesce(outbox.c.tried_at, bindparam("now", type_=UtcDateTime))
)
_drop = delete(outbox).where(is_among(outbox.c.number, "numbers"))
_claimed = outbox.alias("claimed")
_waiting_for_posts = (
    select(_claimed.c.number.label("claimed"), outbox.c.number)
    .join(_claimed, and_(*(outbox.c[name] == _claimed.c[name] for name in ("subject", "topic", "place"))))
    .where(is_among(_claimed.c.number, "numbers"), IS_PENDING)
    .with_for_update(of=outbox)
)
_same_post = (
    outbox.c.topic == bindparam("of_topic"),
    outbox.c.subject == bindparam("of_subject"),
    outbox.c.place == bindparam("of_place"),
)
_refused = select(outbox.c.topic, outbox.c.subject, outbox.c.place).where(is_among(outbox.c.lane, "lanes"), _IS_DEAD)
_supersede = update(outbox).where(*_same_post, _IS_DEAD)


@cache
def _first_waiting(_topics: tuple[str, ...]) -> Select[Any]:
    of_lane = select(outbox).where(outbox.c.lane == bindparam("lane"), IS_UNSETTLED, IS_PENDING, is_known())
    return of_lane.where(~is_held_back()).order_by(outbox.c.number).limit(1)


@cache
def _take_again(_topics: tuple[str, ...]) -> ReturningUpdate[Any]:
    due = update(outbox).where(outbox.c.again_at <= bindparam("now", type_=UtcDateTime), is_known())
    return due.values(again_at=None).returning(outbox.c.topic, outbox.c.subject, outbox.c.place, outbox.c.args)


Message = tuple[str, str, str]
"""What a kept message is known by: topic, subject, place."""


def message_of(notice: Notice) -> Message:
    """Answer by what the message of a notice is known."""
    return notice.topic, notice.subject, notice.place


class Deliveries(Repository):
    """The queries of whoever holds the lease of a lane; nobody else may change what stands here."""

    __slots__ = ()

    def among(self, numbers: Collection[int]) -> dict[int, Delivery]:
        """Answer those of some notices that were not dropped after their time."""
        return {row.number: delivery_of(row) for row in self.connection.execute(_among, {"numbers": numbers})}

    def first_waiting(self, lane: str) -> Delivery | None:
        """Answer the first pending notice of a lane that nothing unknown holds back, due or not."""
        row = self.connection.execute(_first_waiting(topics()), {"lane": lane}).first()
        return None if row is None else delivery_of(row)

    def waiting_with(self, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        """Answer, and hold until the commit, with each of some kept notices all that are pending for its message."""
        found: dict[int, tuple[int, ...]] = {}
        for claimed, number in self.connection.execute(_waiting_for_posts, {"numbers": numbers}):
            found[claimed] = (*found.get(claimed, ()), number)
        return found

    def claim(self, numbers: Collection[int], now: datetime) -> None:
        """Mark notices as being sent, from `now` on at the earliest."""
        if numbers:
            self.connection.execute(_claim, {"numbers": numbers, "now": now})

    def keep(self, number: int, progress: Progress, now: datetime) -> None:
        """Keep how far a notice has come."""
        self.keep_all([number], progress, now)

    def keep_all(self, numbers: Collection[int], progress: Progress, now: datetime) -> None:
        """Keep how far some notices have come, all of them as far."""
        if numbers:
            reached = {name: getattr(progress, name) for name in Progress.__slots__}
            settled_at = now if progress.state in {State.SENT, State.DEAD} else None
            self.connection.execute(_change, {"numbers": numbers, **reached, "settled_at": settled_at})

    def take_again(self, now: datetime) -> list[Notice]:
        """Answer what is to be told again by `now`, to whoever asks first."""
        return [Notice.restore(*row) for row in self.connection.execute(_take_again(topics()), {"now": now})]

    def postpone_looks(self, lane: str, until: datetime) -> None:
        """Look for nothing in a lane before `until`."""
        unknown = (outbox.c.lane == lane) & (outbox.c.state == State.UNKNOWN) & (outbox.c.due_at < until)
        self.connection.execute(update(outbox).where(unknown).values(due_at=until))

    def drop(self, numbers: Collection[int]) -> None:
        """Drop notices for which another now stands."""
        if numbers:
            self.connection.execute(_drop, {"numbers": numbers})

    def refused_in(self, lanes: Collection[str]) -> frozenset[Message]:
        """Answer of which messages there are dead letters in some lanes."""
        rows = self.connection.execute(_refused, {"lanes": lanes}) if lanes else ()
        return frozenset((row.topic, row.subject, row.place) for row in rows)

    def supersede(self, notice: Notice, now: datetime) -> None:
        """Settle the dead letters of a kept message that was posted after all."""
        post = {"of_topic": notice.topic, "of_subject": notice.subject, "of_place": notice.place}
        self.connection.execute(_supersede, post | {"state": State.SENT, "settled_at": now})

    def revive_thread(self, notice: Notice) -> None:
        """Owe the dead lines of a message's thread anew."""
        topics = [topic for topic, kind in Notice.topics.items() if kind.thread_of == notice.topic]
        lines = (outbox.c.topic.in_(topics), outbox.c.subject == notice.subject, outbox.c.place == notice.place)
        fresh = {"state": State.PENDING, "due_at": None, "attempts": 0, "looks": 0, "settled_at": None}
        self.connection.execute(update(outbox).where(*lines, outbox.c.state == State.DEAD).values(fresh))
