"""All tables in one catalogue: for migrations, and for whoever compares them."""

from storage import (
    accounts,
    buckets,
    calls,
    channels,
    digests,
    drafts,
    issues,
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
    "channels",
    "digests",
    "drafts",
    "issues",
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
