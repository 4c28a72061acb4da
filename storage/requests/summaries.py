"""Every query of a digest about requests: what is in work, and what happened lately; none of it reads long texts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy import bindparam, func, literal, or_, select

from storage.base import Repository, slices
from storage.requests.tables import is_unfinished, requests, trail, waits_for_filer
from storage.types import UtcDateTime
from storage.vocabulary import RequestType, Status, Urgency, Verb, Waiting


@dataclass(frozen=True, slots=True)
class Brief:
    """A request without its long texts: what a line in a list says of it, and who may read that."""

    number: int
    request_type: RequestType
    urgency: Urgency
    status: Status
    account_id: str
    account_manager: str | None
    channel: str | None
    summary: str
    filed_at: datetime
    changed_at: datetime
    owner: str | None
    offered_to: str | None
    waiting_for: Waiting | None
    waiting_until: datetime | None
    next_contact_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stride:
    """A step with what the request was before it: `urgency_before` and `type_before` are None for its filing."""

    position: int
    number: int
    ordinal: int
    at: datetime
    by: str
    verb: Verb
    from_status: Status | None
    to_status: Status
    request_type: RequestType | None
    urgency: Urgency | None
    owner: str | None
    type_before: RequestType | None
    urgency_before: Urgency | None


@dataclass(frozen=True, slots=True)
class StateThen:
    """What a request was at some moment, as its trail tells: after the step that it had taken last, at `since`."""

    number: int
    request_type: RequestType
    urgency: Urgency
    status: Status
    owner: str | None
    since: datetime


REPLAYED_AT_ONCE: Final = 5_000
"""Requests whose trails are looked through by one statement: some hundredths of a second each."""

BRIEF: Final = tuple(requests.c[each.name] for each in fields(Brief))
_counts = requests.c.request_type != RequestType.FYI
_before = trail.alias("before")
_OF_STEP: Final = tuple(trail.c[each.name] for each in fields(Stride)[:-2])
_strides = (
    select(*_OF_STEP, _before.c.request_type.label("type_before"), _before.c.urgency.label("urgency_before"))
    .outerjoin(_before, (_before.c.number == trail.c.number) & (_before.c.ordinal == trail.c.ordinal - 1))
    .where(trail.c.at > bindparam("after", type_=UtcDateTime))
)
_last_steps = (
    select(trail.c.number, func.max(trail.c.ordinal).label("ordinal"))
    .where(trail.c.number >= bindparam("first"), trail.c.number < bindparam("behind"))
    .where(trail.c.at <= bindparam("moment", type_=UtcDateTime))
    .group_by(trail.c.number)
    .subquery()
)
_OF_STATE: Final = (trail.c.number, trail.c.request_type, trail.c.urgency, trail.c.to_status, trail.c.owner, trail.c.at)
_states = (
    select(*_OF_STATE)
    .join(_last_steps, (_last_steps.c.number == trail.c.number) & (_last_steps.c.ordinal == trail.c.ordinal))
    .order_by(trail.c.number)
)
_no_whole_tables = select(
    *(func.set_config(setting, "off", literal(value=True)) for setting in ("enable_seqscan", "jit"))
)
_in_work = select(*BRIEF).where(is_unfinished, _counts)
# Not ordered: in the order of their keys SQLite would read all there ever was.
_among = select(*BRIEF).where(requests.c.number.in_(bindparam("numbers", expanding=True)))
_reasons = (
    select(trail.c.number, trail.c.words)
    .join(requests, (requests.c.number == trail.c.number) & (requests.c.waiting_step == trail.c.ordinal))
    .where(requests.c.number.in_(bindparam("numbers", expanding=True)), trail.c.words.is_not(None))
)


_age, _position = attrgetter("number"), attrgetter("position")


class RequestSummaries(Repository):
    """Requests as digests tell of them."""

    __slots__ = ()

    def in_work(self) -> list[Brief]:
        """Answer everything unfinished but `fyi`, in the order in which it was filed."""
        self._read_by_index()
        return sorted((Brief(*row) for row in self.connection.execute(_in_work)), key=_age)

    def in_work_of(self, person: str) -> list[Brief]:
        """Answer what is in work and rests on `person`: asked or offered of them, owned, or theirs to settle."""
        self._read_by_index()
        asked = (requests.c.account_manager == person) & requests.c.owner.is_(None)
        theirs = (asked, requests.c.owner == person, requests.c.offered_to == person)
        settling = (requests.c.filed_by == person) & waits_for_filer
        # Each side says so for itself: only then does SQLite look among the unfinished alone.
        sides = or_(*(is_unfinished & side for side in (*theirs, settling)))
        query = select(*BRIEF).where(sides, _counts)
        return sorted((Brief(*row) for row in self.connection.execute(query)), key=_age)

    def _read_by_index(self) -> None:
        """Keep PostgreSQL, until the end of this unit of work, from reading whole tables.

        Until it has counted how few are unfinished, or late (autovacuum does), it takes them for many, and
        would even compile a plan for so many.
        """
        if self.on_postgresql:
            self.connection.execute(_no_whole_tables)

    def among(self, numbers: Collection[int]) -> dict[int, Brief]:
        """Answer the requests of these numbers."""
        found = (self.connection.execute(_among, {"numbers": part}) for part in slices(numbers))
        return {row.number: Brief(*row) for rows in found for row in rows}

    def reasons(self, numbers: Collection[int]) -> dict[int, str]:
        """Answer why these requests wait, in their owners' words, as far as they said so."""
        found = (self.connection.execute(_reasons, {"numbers": part}) for part in slices(numbers))
        return {row.number: row.words for rows in found for row in rows}

    def strides(self, after: datetime) -> list[Stride]:
        """Answer every step later than `after`, in the order in which they were kept."""
        self._read_by_index()
        found = (Stride(**row._mapping) for row in self.connection.execute(_strides, {"after": after}))
        return sorted(found, key=_position)

    def states_at(self, moment: datetime) -> Iterator[StateThen]:
        """Answer what every request filed by `moment` was then, by number, without holding them in memory."""
        last: int = self.connection.execute(select(func.coalesce(func.max(requests.c.number), 0))).scalar_one()
        for first in range(1, last + 1, REPLAYED_AT_ONCE):
            span = {"first": first, "behind": first + REPLAYED_AT_ONCE, "moment": moment}
            for row in self.connection.execute(_states, span):
                yield StateThen(*row)
