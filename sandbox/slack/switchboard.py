"""Carries what people do, and what happens, to the app; keeps what each got."""

import asyncio
import time
from dataclasses import replace

from sandbox.slack import events
from sandbox.slack.parcels import Delivery, Door, Parcel, ParcelKind, Reply
from sandbox.slack.refusals import JsonObject
from sandbox.slack.tasks import Tasks
from sandbox.slack.traffic import MOST
from sandbox.slack.workspace import Workspace

RETRY_SECONDS = (0.0, 60.0, 300.0)


class Switchboard:
    """The one way from the workspace to the app."""

    def __init__(self, workspace: Workspace, door: Door, tasks: Tasks) -> None:
        """Send through `door`; events of `workspace` are sent beside what caused them."""
        self.workspace = workspace
        self.door = door
        self.deliveries: list[Delivery] = []
        self.retry_seconds = RETRY_SECONDS
        self._tasks = tasks

    async def send(self, kind: ParcelKind, payload: JsonObject) -> Reply:
        """Bring a command or an interaction to the app; it is never repeated."""
        return (await self.deliver(Parcel(kind, payload))).reply

    async def deliver(self, parcel: Parcel) -> Delivery:
        """Bring this very parcel to the app, be it for the first time or again."""
        delivery = Delivery(parcel, await self.door.deliver(parcel), time.time())
        self.deliveries.append(delivery)
        self.workspace.traffic.note(delivery, self.workspace.now())
        if not self.workspace.keeps_all:
            del self.deliveries[:-MOST]
        self.workspace.changes.announce()
        return delivery

    def tell(self, happening: JsonObject) -> None:
        """Send the events of a happening, if the app subscribed to them; returns at once."""
        for event in events.subscribed(happening, self.workspace):
            payload = events.envelope(event, self.workspace)
            self._tasks.start(self._deliver_event(Parcel("event", payload)))

    async def _deliver_event(self, parcel: Parcel) -> None:
        """Deliver an event, and again at once, after one and after five minutes while it is not acked."""
        delivery = await self.deliver(parcel)
        for attempt, seconds in enumerate(self.retry_seconds, start=1):
            if delivery.reply.acked:
                return
            await asyncio.sleep(seconds)
            reason = delivery.reply.error or "http_error"
            delivery = await self.deliver(replace(parcel, retry=attempt, reason=reason))
