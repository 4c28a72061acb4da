"""The sandbox's Slack as a server on loopback."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route, WebSocketRoute
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.slack import control, responses
from sandbox.slack.api import CUT, Api
from sandbox.slack.faults import Faults
from sandbox.slack.http_door import HttpDoor
from sandbox.slack.limits import Limits
from sandbox.slack.people import Person
from sandbox.slack.socket_door import SocketDoor
from sandbox.slack.switchboard import Switchboard
from sandbox.slack.tasks import Tasks
from sandbox.slack.workspace import Workspace


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


class SlackServer:
    """One workspace on one port; the app is reached at `request_url`, or by Socket Mode where that is None."""

    def __init__(
        self,
        workspace: Workspace,
        request_url: str | None = None,
        *,
        port: int = 0,
        limits: Limits | None = None,
        routes: list[BaseRoute] | None = None,
    ) -> None:
        """Prepare to serve on 127.0.0.1:`port` (0: any free one), with further `routes` for a page."""
        self.workspace = workspace
        self.faults = Faults()
        self.limits = limits or Limits()
        self.sockets = SocketDoor(workspace.app.app_id, workspace.changes)
        self._tasks = Tasks()
        self.door = HttpDoor(request_url, workspace.app.signing_secret) if request_url else self.sockets
        self.switchboard = Switchboard(workspace, self.door, self._tasks)
        self.app = self._application(routes or [])
        self._port = port
        self._uvicorn: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port, once started."""
        return self._port

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The Web API's base, for the SDK's `base_url`."""
        return f"{self.url}/api/"

    async def start(self) -> None:
        """Listen; returns once calls are answered. OSError where the port is taken."""
        await self.listen()
        if self.door is self.sockets:
            self.workspace.socket_url = self._socket_url
        self.workspace.response_urls.base = self.url
        self.workspace.on_event = self.switchboard.tell

    async def stop(self) -> None:
        """End every connection and whatever still runs; the workspace stays as it is."""
        self.workspace.on_event = lambda _event: None
        await self._tasks.stop()
        await self.door.close()
        await self.refuse()

    async def listen(self) -> None:
        """Accept connections (again)."""
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        self._uvicorn = QuietServer(_config(self.app))
        self._serving = asyncio.create_task(self._uvicorn.serve([listening]))
        await self._uvicorn.ready.wait()

    async def refuse(self) -> None:
        """Cut all connections and let further ones be refused, until `listen` is called."""
        if self._uvicorn is None or self._serving is None:
            return
        for connection in list(self._uvicorn.server_state.connections):
            connection.transport.abort()
        self._uvicorn.should_exit = True
        await self._serving
        self._uvicorn = self._serving = None

    def person(self, identity: str) -> Person:
        """A member of the workspace, to be moved."""
        return Person(self.switchboard, identity)

    async def settled(self, condition: Callable[[Workspace], bool], timeout: float = 10) -> None:  # noqa: ASYNC109
        """Return as soon as `condition` holds; TimeoutError after `timeout` seconds."""
        await self.workspace.changes.wait(lambda: condition(self.workspace), timeout)

    def _socket_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/socket/{self.sockets.ticket()}"

    def _application(self, routes: list[BaseRoute]) -> Starlette:
        api = Api(self.workspace, self.faults, self.limits, self._tasks)
        app = Starlette(
            routes=[
                Route("/api/{method}", api.answer, methods=["GET", "POST"]),
                Route("/response/{identity}", responses.respond, methods=["POST"]),
                WebSocketRoute("/socket/{ticket}", self.sockets.serve),
                *control.ROUTES,
                *routes,
            ]
        )
        app.state.slack, app.state.workspace = self, self.workspace
        return app


class QuietServer(uvicorn.Server):
    """uvicorn that leaves the process's signals alone and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Begin not ready."""
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Any:  # noqa: ANN401 - uvicorn's signature
        """Capture none: they belong to the process."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start up, and say so."""
        await super().startup(sockets)
        self.ready.set()


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=CuttableProtocol,
        ws="websockets-sansio",
        lifespan="off",
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
