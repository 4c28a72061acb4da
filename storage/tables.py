"""All tables in one catalogue: for migrations, and for whoever compares them."""

from storage import (
    accounts,
    buckets,
    calls,
    drafts,
    lanes,
    outbox,
    people,
    phrases,
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
    "calls",
    "drafts",
    "lanes",
    "metadata",
    "outbox",
    "people",
    "phrases",
    "posts",
    "receipts",
    "requests",
    "setup",
    "timers",
    "workspace",
]
