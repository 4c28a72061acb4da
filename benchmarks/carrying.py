"""Deliver on a database with a carrier that does nothing: `python -m benchmarks.carrying DATABASE_URL`.

It is Baton's own relay, with all that it reads, renders and stores; only Slack is not there.
"""

import asyncio
import sys
from itertools import count
from typing import Final

from app import build, machine_now
from bot.delivery.outgoing import Outgoing
from bot.delivery.transitions import Accepted, Action, Result
from bot.serving import in_event_loop
from bot.settings import load
from storage.posts import Post

READY: Final = "delivering"


class Nothing:
    """Takes whatever there is, at once."""

    def __init__(self) -> None:
        self._taken = count(1)

    async def open(self, person: str) -> str:
        """Answer a DM channel."""
        return f"D{person[1:]}"

    async def send(self, _action: Action, outgoing: Outgoing) -> Result:
        """Say that it has come."""
        return Accepted(Post(outgoing.channel or "", f"1700000000.{next(self._taken):06}"))


async def _deliver(url: str) -> None:
    baton = build(load(database_url=url), machine_now)
    await baton.database.start()
    baton.relay.carrier = Nothing()
    await baton.relay.start()
    print(READY, file=sys.stderr, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    in_event_loop(_deliver(sys.argv[1]))
