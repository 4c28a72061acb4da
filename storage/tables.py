"""All tables in one catalogue: for migrations, and for whoever compares them."""

from storage import (
    accounts,
    buckets,
    drafts,
    lanes,
    outbox,
    people,
    posts,
    receipts,
    requests,
    setup,
    timers,
    workspace,
)
from storage.base import metadata

__all__ = [
    "accounts",
    "buckets",
    "drafts",
    "lanes",
    "metadata",
    "outbox",
    "people",
    "posts",
    "receipts",
    "requests",
    "setup",
    "timers",
    "workspace",
]
