"""What must happen at a moment: one row each; whoever takes the row does the work."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, select

from storage.base import Repository, metadata
from storage.types import UtcDateTime

timers = Table(
    "timers",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("subject", String(160), primary_key=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
)
_due = (
    select(timers.c.subject)
    .where(timers.c.kind == bindparam("kind"), timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at)
)
_any_due = (
    select(timers.c.subject)
    .where(timers.c.due_at <= bindparam("now"), timers.c.kind.in_(bindparam("kinds", expanding=True)))
    .limit(1)
)


class Timers(Repository):
    """Moments to come, by what for and about what."""

    __slots__ = ()

    def set(self, kind: str, subject: str, due_at: datetime) -> None:
        """Let `subject` be due at `due_at`, in the place of any earlier moment for the same."""
        insert = self.upsert(timers).values(kind=kind, subject=subject, due_at=due_at)
        changes = {"due_at": due_at}
        self.connection.execute(
            insert.on_conflict_do_update(index_elements=[timers.c.kind, timers.c.subject], set_=changes)
        )

    def set_once(self, kind: str, subject: str, due_at: datetime) -> None:
        """Let `subject` be due at `due_at`, unless a moment for the same is set already."""
        insert = self.upsert(timers).values(kind=kind, subject=subject, due_at=due_at)
        self.connection.execute(insert.on_conflict_do_nothing())

    def is_any_due(self, kind: str, now: datetime) -> bool:
        """Say whether there is anything to take."""
        return self.connection.execute(_due.limit(1), {"kind": kind, "now": now}).first() is not None

    def are_any_due(self, kinds: Iterable[str], now: datetime) -> bool:
        """Say whether there is anything to take of several kinds."""
        return self.connection.execute(_any_due, {"kinds": sorted(kinds), "now": now}).first() is not None

    def due(self, kind: str, now: datetime, limit: int) -> list[str]:
        """Answer what is due, longest overdue first, and take nothing: for whoever must hold something else first."""
        return list(self.connection.execute(_due.limit(limit), {"kind": kind, "now": now}).scalars())

    def of_kind(self, kind: str) -> dict[str, datetime]:
        """Answer every moment of a kind, by what it is about, the next one first."""
        query = select(timers.c.subject, timers.c.due_at).where(timers.c.kind == kind).order_by(timers.c.due_at)
        return {row.subject: row.due_at for row in self.connection.execute(query)}

    def drop(self, kind: str, subjects: Collection[str]) -> None:
        """Take moments away, due or not."""
        gone = (timers.c.kind == kind) & timers.c.subject.in_(sorted(subjects))
        self.connection.execute(timers.delete().where(gone))

    def take(self, kind: str, subject: str, now: datetime) -> bool:
        """Take one moment that is due; say whether it still was: no other replica will take the same."""
        taken = (timers.c.kind == kind) & (timers.c.subject == subject) & (timers.c.due_at <= now)
        return self.connection.execute(timers.delete().where(taken)).rowcount > 0

    def take_due(self, kind: str, now: datetime, limit: int) -> list[str]:
        """Take what is due, longest overdue first, at most `limit`; no other replica will take the same."""
        query = _due.limit(limit).with_for_update(skip_locked=True)
        subjects = list(self.connection.execute(query, {"kind": kind, "now": now}).scalars())
        taken = (timers.c.kind == kind) & timers.c.subject.in_(subjects)
        self.connection.execute(timers.delete().where(taken))
        return subjects
