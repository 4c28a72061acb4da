"""How soon Slack may be asked again: one bucket for each method and place, shared by all replicas."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Float, String, Table, bindparam, or_, select, update

from storage.base import OnEither, Repository, metadata
from storage.types import UtcDateTime, is_among

POSTS_PER_SECOND = 1.0
BURST = 5.0
"""Slack takes about one post a second and channel, and allows short bursts."""
FILLS_WITHIN = timedelta(seconds=BURST / POSTS_PER_SECOND)
SPARE = 1e-4
"""What rounding may take from a token: whoever waited for one gets it."""

buckets = Table(
    "buckets",
    metadata,
    Column("bucket", String(120), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("filled_at", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime),
)
_fill = OnEither(buckets, lambda insert: insert.on_conflict_do_nothing())
_named = is_among(buckets.c.bucket, "named")
_blocked = select(buckets.c.bucket, buckets.c.blocked_until).where(
    _named, buckets.c.blocked_until > bindparam("now", type_=UtcDateTime)
)
_held = select(buckets).where(_named).order_by(buckets.c.bucket).with_for_update()
_free = select(buckets.c.bucket).where(buckets.c.bucket == bindparam("spent")).with_for_update(skip_locked=True)
_spend = (
    update(buckets)
    .where(
        buckets.c.bucket
        == _free.where(
            buckets.c.filled_at <= bindparam("full_since", type_=UtcDateTime),
            or_(buckets.c.blocked_until.is_(None), buckets.c.blocked_until <= bindparam("now", type_=UtcDateTime)),
        ).scalar_subquery()
    )
    .values(tokens=BURST - 1, filled_at=bindparam("now", type_=UtcDateTime))
)
_seen = select(buckets.c.tokens, buckets.c.filled_at, buckets.c.blocked_until).where(
    buckets.c.bucket == bindparam("bucket")
)
_refill = update(buckets).where(
    buckets.c.bucket
    == _free.where(
        buckets.c.tokens == bindparam("seen_tokens"),
        buckets.c.filled_at == bindparam("seen_at", type_=UtcDateTime),
    ).scalar_subquery()
)
_leave = update(buckets).where(buckets.c.bucket == bindparam("taken"))


@dataclass(slots=True)
class _Bucket:
    """One that is held: how many tokens are in it by now, and until when none may be taken."""

    tokens: float
    blocked_until: datetime | None

    def take(self, now: datetime) -> datetime | None:
        """Take a token; where there is none, answer when there will be."""
        if self.blocked_until is not None and self.blocked_until > now:
            return self.blocked_until
        if self.tokens < 1 - SPARE:
            return now + timedelta(seconds=(1 - self.tokens) / POSTS_PER_SECOND)
        self.tokens = max(0.0, self.tokens - 1)
        return None


class Buckets(Repository):
    """Tokens, and the times before which Slack does not want to hear from us."""

    __slots__ = ()

    def blocked_among(self, named: Collection[str], now: datetime) -> dict[str, datetime]:
        """Answer until when Slack has asked us to wait, where it has."""
        rows = self.connection.execute(_blocked, {"named": named, "now": now}) if named else ()
        return {row.bucket: row.blocked_until for row in rows}

    def block(self, bucket: str, until: datetime, now: datetime) -> None:
        """Keep that Slack does not want to be asked before `until`."""
        full = self.upsert(buckets).values(bucket=bucket, tokens=BURST, filled_at=now, blocked_until=until)
        again = full.on_conflict_do_update(index_elements=[buckets.c.bucket], set_={"blocked_until": until})
        self.connection.execute(again)

    def take(self, asked: Sequence[str], now: datetime) -> list[datetime | None]:
        """Take a token for each of `asked`, in order; answer for whom there is none when there will be, else None."""
        if not asked:
            return []
        held = self._held(frozenset(asked), now)
        waits = [held[bucket].take(now) for bucket in asked]
        # Kept either way: a clock that was set back would else wait until it has caught up.
        left = [{"taken": name, "tokens": held[name].tokens, "filled_at": now} for name in sorted(held)]
        self.connection.execute(_leave, left)
        return waits

    def _held(self, named: Collection[str], now: datetime) -> dict[str, "_Bucket"]:
        """Answer buckets as they are by now, and hold them until our commit; one that is not there yet is full."""
        found = self._look_into(named, now)
        if missing := sorted(set(named) - found.keys()):
            full = [{"bucket": bucket, "tokens": BURST, "filled_at": now} for bucket in missing]
            self.connection.execute(_fill.on(self.connection), full)
            found |= self._look_into(missing, now)
        return found

    def _look_into(self, named: Collection[str], now: datetime) -> dict[str, "_Bucket"]:
        rows = self.connection.execute(_held, {"named": named})
        return {row.bucket: _Bucket(_filled(row.tokens, row.filled_at, now), row.blocked_until) for row in rows}

    def seize(self, bucket: str, now: datetime) -> bool:
        """Take one token if there is one now, and say whether it was; no rather than wait for whoever takes another.

        One that has been left alone long enough is full, whatever was in it: it need not be looked into. The very first
        token of a bucket is not taken so: a relay that is just making the same one would be waited for, and may wait
        for what this unit of work has told.
        """
        spent = {"spent": bucket, "now": now, "full_since": now - FILLS_WITHIN}
        if self.connection.execute(_spend, spent).rowcount == 1:
            return True
        seen = self.connection.execute(_seen, {"bucket": bucket}).first()
        if seen is None:
            return False
        tokens = _filled(seen.tokens, seen.filled_at, now)
        if tokens < 1 - SPARE or (seen.blocked_until is not None and seen.blocked_until > now):
            return False
        unchanged = {"spent": bucket, "seen_tokens": seen.tokens, "seen_at": seen.filled_at}
        left = {"tokens": max(0.0, tokens - 1), "filled_at": now}
        return self.connection.execute(_refill, unchanged | left).rowcount == 1


def _filled(held: float, filled_at: datetime, now: datetime) -> float:
    """Answer how many tokens there are by now."""
    elapsed = max(0.0, (now - filled_at).total_seconds())
    return min(BURST, held + elapsed * POSTS_PER_SECOND)
