"""The sandbox's Jira as a server on loopback."""

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from sandbox.jira.api import Api, Call
from sandbox.jira.faults import Faults
from sandbox.jira.hooks import Hooks
from sandbox.jira.records import Event
from sandbox.jira.shapes import Shapes
from sandbox.jira.site import Site
from sandbox.jira.strikes import Strikes
from sandbox.slack.changes import Changes
from sandbox.slack.listener import Listener
from sandbox.slack.tasks import Tasks

METHODS = ["GET", "POST", "PUT", "DELETE"]


class JiraServer:
    """One site on one port; Baton hears of changes at `webhook_url`."""

    def __init__(
        self,
        site: Site,
        webhook_url: str | None = None,
        *,
        secret: str = "",
        port: int = 0,
        routes: Sequence[BaseRoute] = (),
        retry_seconds: Sequence[float] = (),
    ) -> None:
        """Prepare to serve on 127.0.0.1:`port` (0: any free one), with further `routes` for people.

        Webhooks are signed with `secret`, and tried again after each of `retry_seconds` where nobody took them.
        """
        self.site = site
        self.faults = Faults()
        self._changes = Changes()
        self.hooks = Hooks(secret, retry_seconds, self._changes.announce)
        self._tasks = Tasks()
        self._api = Api(site, Strikes(self.faults, self._tasks), lambda: self.url, self._changes.announce)
        door = Route("/rest/api/{rest}/{path:path}", self._api.answer, methods=METHODS)
        self._listener = Listener(Starlette(routes=[door, *routes]), port)
        self.reach(webhook_url)

    @property
    def url(self) -> str:
        """Where the server is: JIRA_URL."""
        return self._listener.url

    @property
    def port(self) -> int:
        """The port, once started."""
        return self._listener.port

    @property
    def calls(self) -> list[Call]:
        """Every call, oldest first."""
        return self._api.calls

    def reach(self, webhook_url: str | None) -> None:
        """Tell `webhook_url` of what happens from now on, or nobody where it is None."""
        self.hooks.url = webhook_url

    async def start(self) -> None:
        """Listen, and begin to tell of changes; OSError where the port is taken."""
        await self.listen()
        self.site.on_event = self._tell
        self.site.on_change.append(self._changes.announce)

    async def stop(self) -> None:
        """End every connection and whatever still runs; the site stays as it is."""
        self.site.on_event = lambda _event: None
        self.site.on_change.remove(self._changes.announce)
        await self._tasks.stop()
        await self.hooks.close()
        await self.refuse()

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        await self._listener.open()

    async def refuse(self) -> None:
        """Cut all connections and let further ones be refused, until `listen`."""
        await self._listener.close()

    async def settled(self, condition: Callable[[Site], bool], timeout: float = 10) -> None:  # noqa: ASYNC109
        """Return as soon as `condition` holds; TimeoutError after `timeout` seconds."""
        await self._changes.wait(lambda: condition(self.site), timeout)

    async def told(self, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Return as soon as no webhook is on its way; TimeoutError after `timeout` seconds."""
        await self._changes.wait(lambda: self.hooks.is_idle, timeout)

    def _tell(self, event: Event) -> None:
        self.hooks.tell(event, Shapes(self.site, self.url, rest="2"))
