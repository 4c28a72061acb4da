"""Towards the app by Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import itertools
import json
import secrets
import time
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.changes import Changes
from sandbox.slack.listener import MUTE
from sandbox.slack.parcels import ACK_SECONDS, Parcel, Reply
from sandbox.slack.refusals import JsonObject

TYPES = {"command": "slash_commands", "interactive": "interactive", "event": "events_api"}
MOST_CONNECTIONS = 10
GONE = (RuntimeError, WebSocketDisconnect)
"""What a connection raises whose other side has left, noticed or not."""


class SocketDoor:
    """Keeps the app's sockets; each envelope goes to one of them."""

    def __init__(self, app_id: str, changes: Changes) -> None:
        """Begin without a connection; `changes` hears of each that comes and goes."""
        self.connections: list[WebSocket] = []
        self._app_id = app_id
        self._changes = changes
        self._tickets: set[str] = set()
        self._turns = itertools.count()
        self._awaited: dict[str, asyncio.Future[JsonObject]] = {}

    def ticket(self) -> str:
        """Leave for one connection, part of its address."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection until either side ends it; the eleventh hears `too_many_websockets`."""
        ticket = socket.path_params["ticket"]
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_text(_farewell("too_many_websockets"))
            await socket.close()
            return
        self.connections.append(socket)
        await socket.send_text(json.dumps(self._hello()))
        self._changes.announce()
        try:
            await self._listen(socket)
        finally:
            self._forget(socket)

    async def deliver(self, parcel: Parcel) -> Reply:
        """Send an envelope over one of the connections and wait for its ack."""
        return await self.send(self.envelope(parcel))

    def envelope(self, parcel: Parcel) -> JsonObject:
        """The envelope of `parcel`."""
        envelope: JsonObject = {
            "envelope_id": secrets.token_hex(16),
            "type": TYPES[parcel.kind],
            "payload": parcel.payload,
            "accepts_response_payload": parcel.kind != "event",
        }
        if parcel.kind == "event":
            envelope |= {"retry_attempt": parcel.retry, "retry_reason": parcel.reason}
        return envelope

    async def send(self, envelope: JsonObject) -> Reply:
        """Send this very envelope; without a connection, or without an ack in time, the reply says so.

        The ack may come over any connection. One that ended meanwhile may have brought the envelope: no other does.
        """
        began = time.monotonic()
        awaited: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._awaited[envelope["envelope_id"]] = awaited
        socket = None
        try:
            async with asyncio.timeout(ACK_SECONDS):
                socket = await self._send_over_one(envelope)
                ack = {} if socket is None else await awaited
        except TimeoutError:
            error = "timeout" if socket in self.connections else "connection_failed"
            return Reply(None, None, time.monotonic() - began, error)
        finally:
            del self._awaited[envelope["envelope_id"]]
        if socket is None:
            return Reply(None, error="no_connection")
        return Reply(200, ack.get("payload"), time.monotonic() - began)

    async def _send_over_one(self, envelope: JsonObject) -> WebSocket | None:
        """Send an envelope over the next connection that has not said goodbye, None where there is none."""
        while self.connections:
            socket = self._next_connection()
            try:
                await socket.send_text(json.dumps(envelope))
            except GONE:
                self._forget(socket)
            else:
                return socket
        return None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be renewed, then end it: `refresh_requested`, `warning` or `link_disabled`."""
        for socket in list(self.connections):
            with suppress(*GONE):
                await socket.send_text(_farewell(reason))
            if reason != "warning":
                await self._end(socket)

    def mute(self) -> None:
        """Leave every connection half open: it stands, but no ping and no ack is heard any more."""
        for socket in self.connections:
            socket.scope[MUTE]()

    async def close(self) -> None:
        """End every connection without a word."""
        for socket in list(self.connections):
            await self._end(socket)

    async def _end(self, socket: WebSocket) -> None:
        """End a connection, whether or not its other side has left by now."""
        self._forget(socket)
        with suppress(*GONE):
            await socket.close()

    async def _listen(self, socket: WebSocket) -> None:
        try:
            while True:
                ack = await socket.receive_json()
                awaited = self._awaited.get(ack.get("envelope_id", ""))
                if awaited and not awaited.done():
                    awaited.set_result(ack)
        except GONE:
            return

    def _next_connection(self) -> WebSocket:
        return self.connections[next(self._turns) % len(self.connections)]

    def _forget(self, socket: WebSocket) -> None:
        if socket in self.connections:
            self.connections.remove(socket)
            self._changes.announce()

    def _hello(self) -> JsonObject:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }


def _farewell(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
