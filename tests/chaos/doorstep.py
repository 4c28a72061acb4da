"""The way from Slack to Baton, on which an answer can be lost and everything can arrive twice."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from sandbox.slack.parcels import Delivery, Door, Parcel, Reply

LOST_ON_THE_WAY = "lost_on_the_way"
REMEMBERED = 30
"""Parcels that may come again, long after they came first."""


@dataclass
class Doorstep:
    """Brings parcels through `inner`; `loses_acks` and `sends_twice` are on while they are true.

    `answers` is what Baton said in truth, whatever Slack heard of it.
    """

    inner: Door
    loses_acks: bool = False
    sends_twice: bool = False
    answers: list[Delivery] = field(default_factory=list)
    _last: deque[Parcel] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    async def deliver(self, parcel: Parcel) -> Reply:
        """Bring a parcel, perhaps twice; answer what Slack hears of it."""
        self._last.append(parcel)
        times = 2 if self.sends_twice else 1
        replies = await asyncio.gather(*(self.bring(parcel) for _ in range(times)))
        if self.loses_acks and any(reply.acked for reply in replies):
            return Reply(None, None, replies[0].seconds, LOST_ON_THE_WAY)
        return next((reply for reply in replies if reply.acked), replies[0])

    async def bring(self, parcel: Parcel) -> Reply:
        """Bring a parcel once; answer what Baton says."""
        reply = await self.inner.deliver(parcel)
        self.answers.append(Delivery(parcel, reply, time.time()))
        return reply

    async def repeat(self) -> None:
        """Bring once more what came lately, the newest first, as sockets and Slack's own retries may."""
        await asyncio.gather(*(self.bring(parcel) for parcel in reversed(self._last)))

    async def close(self) -> None:
        """Let go of all connections."""
        await self.inner.close()
