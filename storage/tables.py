"""All tables in one catalogue: for migrations, and for whoever compares them."""

from storage import accounts, lanes, outbox, people, posts, receipts, requests, workspace
from storage.base import metadata

__all__ = ["accounts", "lanes", "metadata", "outbox", "people", "posts", "receipts", "requests", "workspace"]
