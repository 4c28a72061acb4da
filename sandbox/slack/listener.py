"""Serving an ASGI app on a loopback port inside a running event loop, with connections that can be cut."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

CUT = "sandbox.cut"
MUTE = "sandbox.mute"


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, whose connection the app in it can cut, as networks do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's signature
        """Put the scissors into every scope."""
        super().__init__(*args, **kwargs)
        served = self.app

        async def cuttable(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
            scope[CUT] = self.transport.abort
            await served(scope, receive, send)

        self.app = cuttable


class MutableSocket(WebSocketsSansIOProtocol):
    """uvicorn's own WebSocket protocol, which the app in it can make deaf: open still, but nothing is read any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's signature
        """Put the ear plugs into every scope."""
        super().__init__(*args, **kwargs)
        served = self.app

        async def mutable(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
            scope[MUTE] = self.transport.pause_reading
            await served(scope, receive, send)

        self.app = mutable


class QuietServer(uvicorn.Server):
    """uvicorn that leaves the process's signals alone, says when it is ready, and ends as soon as it is told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Begin not ready."""
        super().__init__(config)
        self.ready = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: they belong to the process."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start up, and say so."""
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Tick as uvicorn does until told to end; uvicorn itself looks ten times a second."""
        ticking = asyncio.create_task(super().main_loop())
        await self.leaving.wait()
        ticking.cancel()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End with the answers that are under way; for its connections, which are cut, uvicorn would sleep."""
        for server in self.servers:
            server.close()
        for each in sockets or ():
            each.close()
        if tasks := set(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=self.config.timeout_graceful_shutdown)
            for task in late:
                task.cancel()
        for server in self.servers:
            await server.wait_closed()


class Listener:
    """A port on 127.0.0.1 that can be opened and closed again and again; 0 becomes the first free one."""

    def __init__(self, app: Any, port: int = 0) -> None:  # noqa: ANN401 - any ASGI app
        """Serve `app` once opened."""
        self.port = port
        self._app = app
        self._server: QuietServer | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen; returns once connections are accepted. OSError where the port is taken."""
        listening = socket.create_server(("127.0.0.1", self.port))
        # Each connection inherits it. asyncio sets it only where the socket names its protocol; without, every answer
        # of two pieces waits 40 ms for the other side to confirm the first.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            http=CuttableProtocol,
            ws=MutableSocket,
            lifespan="off",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
        self._server = QuietServer(config)
        self._serving = asyncio.create_task(self._server.serve([listening]))
        await self._server.ready.wait()

    async def close(self) -> None:
        """Cut all connections and let further ones be refused."""
        if self._server is None or self._serving is None:
            return
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        self._server.leaving.set()
        await self._serving
        self._server = self._serving = None
