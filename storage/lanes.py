"""Who may deliver where, and how soon: leases with fencing tokens, and the buckets of Slack's limits."""

from sqlalchemy import Column, Float, Integer, String, Table

from storage.base import Repository, metadata
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
buckets = Table(
    "buckets",
    metadata,
    Column("bucket", String(120), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("filled_at", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime),
)


class Lanes(Repository):
    """Leases of lanes, and tokens of buckets."""

    __slots__ = ()
