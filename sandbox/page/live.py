"""Live changes of one person's window, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from sandbox.slack.changes import Changes

CHANGED = "event: changed\ndata: \n\n"


async def events(changes: Changes, user: str) -> AsyncIterator[str]:
    """Follow first, then greet: whatever changes after the greeting is heard of."""
    following = changes.follow(user)
    change = asyncio.ensure_future(anext(following))
    try:
        yield f"retry: 500\n{CHANGED}"
        while True:
            await change
            change = asyncio.ensure_future(anext(following))
            yield CHANGED
    finally:
        change.cancel()
