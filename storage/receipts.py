"""What has already come through a door: the memory that makes every door idempotent."""

from datetime import datetime, timedelta

from sqlalchemy import Column, String, Table, delete

from storage.base import OnEither, Repository, metadata
from storage.types import UtcDateTime

KEPT_FOR = timedelta(days=7)

receipts = Table(
    "receipts",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("received_at", UtcDateTime, nullable=False, index=True),
)
_keep = OnEither(receipts, lambda insert: insert.on_conflict_do_nothing().returning(receipts.c.key))


class Receipts(Repository):
    """Keys of forms, clicks, commands, events and webhook deliveries, for seven days."""

    __slots__ = ()

    def first(self, key: str, now: datetime) -> bool:
        """Keep `key`; say whether this is the first time that it came."""
        keep = _keep.on(self.connection)
        return self.connection.execute(keep, {"key": key, "received_at": now}).first() is not None

    def forget_old(self, now: datetime) -> int:
        """Drop what is older than seven days; answer how many."""
        statement = delete(receipts).where(receipts.c.received_at < now - KEPT_FOR)
        return self.connection.execute(statement).rowcount
