"""What we owe to Slack: one row for each notice, written in the transaction of its cause."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    func,
    literal_column,
    select,
)

from storage.base import Repository, metadata
from storage.types import Code, Json, UtcDateTime


class State(StrEnum):
    """How far a notice has come."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"


KEPT_FOR = timedelta(days=7)
WHISPERS, ALERTS = "whisper:", "alert:"
"""What stands before a place in the names of its further lanes: what stands there waits behind nothing ordinary."""
UNSETTLED = (State.PENDING, State.SENDING, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message owed to one place, told as what happened; blocks are made when it is delivered.

    `topic` names what it is; `kept` says that a later notice of the same topic, subject and place updates the same
    post; `goes_first` that it leaves in the moment in which it is stored; `thread_of` is the topic of the message, of
    the same subject and place, in whose thread it is a line; `queue` is what stands before the place in the name of
    its lane; `is_found_late` that a search for it lags behind, so that it is looked for with more patience; `is_file`
    that it is a file, which carries no key, so that it is looked for by its name. Fields that a subclass adds are its
    `args`: plain JSON values.
    """

    topic: ClassVar[str]
    kept: ClassVar[bool]
    goes_first: ClassVar[bool] = False
    queue: ClassVar[str] = ""
    thread_of: ClassVar[str | None] = None
    is_found_late: ClassVar[bool] = False
    is_file: ClassVar[bool] = False
    topics: ClassVar[dict[str, type["Notice"]]] = {}

    subject: str
    place: str

    def __init_subclass__(cls) -> None:
        """Make the topic known, so that a stored row finds its class again."""
        Notice.topics[cls.topic] = cls

    @property
    def lane(self) -> str:
        """Name the lane whose order this notice keeps: the one of its place, or of one of its further queues."""
        return f"{self.queue}{self.place}"

    @property
    def thread_ts(self) -> str | None:
        """Name the message, somebody else's, in whose thread this one is said; None for all but an answer to it."""
        return None

    @property
    def args(self) -> dict[str, Any]:
        """Answer what the notice carries beside subject and place."""
        return {field.name: getattr(self, field.name) for field in fields(self)[2:]}

    @staticmethod
    def restore(topic: str, subject: str, place: str, args: dict[str, Any]) -> "Notice":
        """Build the notice that a stored row stands for."""
        return Notice.topics[topic](subject=subject, place=place, **args)


outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("topic", String(32), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("place", String(64), nullable=False),
    Column("lane", String(80), nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("args", Json, nullable=False),
    Column("key", String(64), nullable=False),
    Column("state", Code(State), nullable=False),
    Column("due_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("looks", Integer, nullable=False, default=0),
    Column("lost_at", UtcDateTime),
    Column("crashed", Boolean, nullable=False, default=False),
    Column("tried_at", UtcDateTime),
    Column("error", String(160)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("again_at", UtcDateTime),
    sqlite_autoincrement=True,
)
IS_UNSETTLED = outbox.c.state.in_([literal_column(f"'{state.value}'") for state in UNSETTLED])
"""Spelt out, not bound: only so does either database see that the index of what is unsettled will do."""
Index("ix_outbox_unsettled", outbox.c.lane, outbox.c.number, sqlite_where=IS_UNSETTLED, postgresql_where=IS_UNSETTLED)
IS_DEAD = outbox.c.state == literal_column(f"'{State.DEAD.value}'")
Index("ix_outbox_dead", outbox.c.lane, outbox.c.number, sqlite_where=IS_DEAD, postgresql_where=IS_DEAD)
IS_TO_COME_AGAIN = outbox.c.again_at.is_not(None)
Index("ix_outbox_again", outbox.c.again_at, sqlite_where=IS_TO_COME_AGAIN, postgresql_where=IS_TO_COME_AGAIN)
Index("ix_outbox_subject", outbox.c.subject, outbox.c.topic, outbox.c.place)


def lanes_of(place: str) -> tuple[str, ...]:
    """Answer the names of every lane that leads to a place."""
    return (place, f"{WHISPERS}{place}", f"{ALERTS}{place}")


def message_key(salt: str, notice: Notice) -> str:
    """Answer the opaque key in the metadata of the message that `notice` becomes.

    Every post and update of one kept message carries the same key; each said message has its own.
    """
    if not notice.kept:
        return secrets.token_hex(16)
    post = f"{salt}\0{notice.topic}\0{notice.subject}\0{notice.place}"
    return hashlib.sha256(post.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A notice that Slack or Jira refused for good, and what they said."""

    number: int
    topic: str
    subject: str
    place: str
    lane: str
    error: str
    created_at: datetime

    @property
    def code(self) -> str:
        """Answer their code for why, without the words: Jira's may quote a customer."""
        return self.error.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that is being sent from the moment in which it was told; `key` finds its message again."""

    number: int
    notice: Notice
    key: str
    since: datetime


_owe = outbox.insert()
_claim = outbox.insert().returning(outbox.c.number)
_waiting = (
    select(outbox.c.topic, outbox.c.subject, outbox.c.place)
    .where(outbox.c.subject == bindparam("about"), outbox.c.kept, outbox.c.state == State.PENDING)
    .order_by(outbox.c.number)
    .with_for_update(read=True, skip_locked=True)
)


class Outbox(Repository):
    """Notices on their way."""

    __slots__ = ()

    def add(self, notices: Sequence[Notice], salt: str, now: datetime, *, is_first: bool = False) -> list[Notice]:
        """Owe each of `notices`, but for kept ones that still wait to be rendered; answer those added.

        `is_first` says that there can be none of their subjects yet.
        """
        waiting = set() if is_first else self._waiting({notice.subject for notice in notices if notice.kept})
        added = [notice for notice in notices if (notice.topic, notice.subject, notice.place) not in waiting]
        if added:
            self.connection.execute(_owe, [self._row(notice, salt, now) for notice in added])
        return added

    def add_claimed(self, notice: Notice, salt: str, now: datetime) -> Claimed:
        """Owe a notice that is being sent already: whoever adds it holds its lane."""
        row = self._row(notice, salt, now) | {"state": State.SENDING, "tried_at": now}
        number: int = self.connection.execute(_claim, row).scalar_one()
        return Claimed(number, notice, row["key"], now)

    def _waiting(self, subjects: Iterable[str]) -> set[tuple[str, str, str]]:
        """Answer the kept posts with an update not yet taken up, and hold them so until our commit.

        One that is just being taken up is no more to be counted on, and not waited for.
        """
        held = (self.connection.execute(_waiting, {"about": subject}) for subject in sorted(subjects))
        return {(row.topic, row.subject, row.place) for rows in held for row in rows}

    @staticmethod
    def _row(notice: Notice, salt: str, now: datetime) -> dict[str, Any]:
        return {
            "topic": notice.topic,
            "subject": notice.subject,
            "place": notice.place,
            "lane": notice.lane,
            "kept": notice.kept,
            "args": notice.args,
            "key": message_key(salt, notice),
            "state": State.PENDING,
            "created_at": now,
        }

    def was_told(self, notice: Notice) -> bool:
        """Say whether the very same has been owed before."""
        same = select(outbox.c.number).where(_same_post(notice), outbox.c.args == notice.args).limit(1)
        return self.connection.execute(same).first() is not None

    def count_unsettled(self, subjects: Collection[str], topics: Collection[str]) -> int:
        """Count the notices of these subjects and topics that have neither come nor been refused."""
        query = select(func.count()).select_from(outbox).where(outbox.c.subject.in_(sorted(subjects)), IS_UNSETTLED)
        return self.connection.execute(query.where(outbox.c.topic.in_(sorted(topics)))).scalar_one()

    def refusal_of(self, topic: str, subject: str, place: str) -> str | None:
        """Answer Slack's word for why a kept notice could not be posted; None once one of its notices was."""
        query = select(outbox.c.error).filter_by(topic=topic, subject=subject, place=place, state=State.DEAD)
        return self.connection.execute(query.order_by(outbox.c.number.desc()).limit(1)).scalar()

    def dead(self, most: int | None = None) -> list[DeadLetter]:
        """Answer what Slack refused for good, oldest first; all of it, or the first `most`."""
        columns = [outbox.c[field.name] for field in fields(DeadLetter)]
        rows = self.connection.execute(select(*columns).where(IS_DEAD).order_by(outbox.c.number).limit(most))
        return [DeadLetter(**row._mapping) for row in rows]

    def count_all_dead(self) -> int:
        """Count the dead letters of every place."""
        return self.connection.execute(select(func.count()).select_from(outbox).where(IS_DEAD)).scalar_one()

    def count_dead(self, place: str, besides: str | None = None) -> int:
        """Count the dead letters of one place, those of the topic `besides` left out."""
        query = select(func.count()).select_from(outbox).where(IS_DEAD, outbox.c.lane.in_(lanes_of(place)))
        counted = query if besides is None else query.where(outbox.c.topic != besides)
        return self.connection.execute(counted).scalar_one()

    def retry(self, now: datetime, numbers: Collection[int] | None = None, place: str | None = None) -> frozenset[str]:
        """Owe dead letters anew, all or those of `numbers` or of one `place`; answer the lanes that have work again.

        Each counts as lost at `now`: it will stand for what waits of its message, of which a try may have been.
        """
        chosen = IS_DEAD
        if numbers is not None:
            chosen = chosen & outbox.c.number.in_(sorted(numbers))
        if place is not None:
            chosen = chosen & outbox.c.lane.in_(lanes_of(place))
        fresh = {"state": State.PENDING, "due_at": None, "attempts": 0, "looks": 0, "settled_at": None, "lost_at": now}
        revived = outbox.update().where(chosen).values(fresh).returning(outbox.c.lane)
        return frozenset(self.connection.execute(revived).scalars())

    def forget_dead(self, topic: str) -> None:
        """Drop the dead letters of a topic."""
        self.connection.execute(outbox.delete().where(IS_DEAD, outbox.c.topic == topic))

    def forget_old(self, now: datetime) -> int:
        """Drop what was posted more than seven days ago; answer how many."""
        old = (outbox.c.state == State.SENT) & (outbox.c.settled_at < now - KEPT_FOR)
        return self.connection.execute(outbox.delete().where(old)).rowcount


def _same_post(notice: Notice) -> ColumnElement[bool]:
    return (outbox.c.topic == notice.topic) & (outbox.c.subject == notice.subject) & (outbox.c.place == notice.place)
