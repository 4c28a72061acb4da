"""All tables in one catalogue: for migrations, and for whoever compares them."""

from storage import accounts, buckets, lanes, outbox, people, posts, receipts, requests, workspace
from storage.base import metadata

__all__ = ["accounts", "buckets", "lanes", "metadata", "outbox", "people", "posts", "receipts", "requests", "workspace"]
