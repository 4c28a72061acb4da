"""The sandbox's Slack as a server on loopback."""

from collections.abc import Callable, Sequence
from typing import Protocol

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route, WebSocketRoute

from sandbox.slack import control
from sandbox.slack.api import Api
from sandbox.slack.faults import Faults
from sandbox.slack.http_door import HttpDoor
from sandbox.slack.limits import Limits
from sandbox.slack.listener import Listener
from sandbox.slack.people import Person
from sandbox.slack.responses import Responses
from sandbox.slack.socket_door import SocketDoor
from sandbox.slack.strikes import Strikes
from sandbox.slack.switchboard import Switchboard
from sandbox.slack.tasks import Tasks
from sandbox.slack.uploads import Intake
from sandbox.slack.workspace import Workspace


class Companion(Protocol):
    """What was started for the sake of the server, and ends with it."""

    async def stop(self) -> None:
        """End whatever still runs."""


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
        companions: Sequence[Companion] = (),
        controlled: bool = True,
    ) -> None:
        """Prepare to serve on 127.0.0.1:`port` (0: any free one), with further `routes` for a page.

        `companions` are stopped with the server.

        `controlled` opens the door for tests in other processes, which asks nobody who they are: never where a browser
        may be near.
        """
        self.workspace = workspace
        self.workspace.keeps_all = controlled
        self.faults = Faults()
        self.limits = limits or Limits()
        self.sockets = SocketDoor(workspace.app.app_id, workspace.changes)
        self.http = HttpDoor(workspace.app.signing_secret)
        self._companions = companions
        self._tasks = Tasks()
        self.switchboard = Switchboard(workspace, self.sockets, self._tasks)
        self.app = self._application([*(control.ROUTES if controlled else []), *(routes or [])])
        self._listener = Listener(self.app, port)
        self.reach(request_url)

    @property
    def port(self) -> int:
        """The port, once started."""
        return self._listener.port

    @property
    def url(self) -> str:
        """Where the server is."""
        return self._listener.url

    @property
    def api_url(self) -> str:
        """The Web API's base, for the SDK's `base_url`."""
        return f"{self.url}/api/"

    def reach(self, request_url: str | None) -> None:
        """Send to `request_url` from now on, or by Socket Mode where it is None."""
        self.http.request_url = request_url or ""
        self.switchboard.door = self.http if request_url else self.sockets
        self.workspace.socket_url = None if request_url else self._socket_url

    async def start(self) -> None:
        """Listen and begin to tell the app of events; OSError where the port is taken."""
        await self.listen()
        self.workspace.response_urls.base = self.workspace.uploads.base = self.url
        self.workspace.on_event = self.switchboard.tell
        self.workspace.scheduled.on_new = self._post_in_time
        self._post_in_time()

    async def stop(self) -> None:
        """End every connection and whatever still runs; the workspace stays as it is."""
        self.workspace.on_event = lambda _event: None
        self.workspace.scheduled.on_new = lambda: None
        for companion in self._companions:
            await companion.stop()
        await self._tasks.stop()
        await self.http.close()
        await self.sockets.close()
        await self.refuse()

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        await self._listener.open()

    async def refuse(self) -> None:
        """Cut all connections and let further ones be refused, until `listen`."""
        await self._listener.close()

    def person(self, identity: str) -> Person:
        """A member of the workspace, to be moved."""
        return Person(self.switchboard, identity)

    async def settled(self, condition: Callable[[Workspace], bool], timeout: float = 10) -> None:  # noqa: ASYNC109
        """Return as soon as `condition` holds; TimeoutError after `timeout` seconds."""
        await self.workspace.changes.wait(lambda: condition(self.workspace), timeout)

    def _post_in_time(self) -> None:
        """Watch over what is scheduled, as long as anything is."""
        self._tasks.start(self.workspace.scheduled.post_in_time())

    def _socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/socket/{self.sockets.ticket()}"

    def _application(self, routes: list[BaseRoute]) -> Starlette:
        strikes = Strikes(self.faults, self._tasks)
        api = Api(self.workspace, strikes, self.limits)
        answers = Responses(self.workspace, strikes)
        app = Starlette(
            routes=[
                Route("/api/{method}", api.answer, methods=["GET", "POST"]),
                Route("/response/{identity}", answers.respond, methods=["POST"]),
                Route("/upload/{identity}", Intake(self.workspace, strikes).receive, methods=["POST"]),
                WebSocketRoute("/socket/{ticket}", self.sockets.serve),
                *routes,
            ]
        )
        app.state.slack, app.state.workspace = self, self.workspace
        return app
