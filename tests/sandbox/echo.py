"""An app that answers as it is told: for looking at what Slack sends, and at what it makes of odd answers."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack.listener import Listener
from sandbox.slack.server import SlackServer


@dataclass
class Echo:
    """Keeps every request and answers each with `status` and `body`."""

    status: int = 200
    body: object = None
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """Keep the request whole."""
        self.got.append((dict(request.headers), await request.body()))
        content = json.dumps(self.body) if self.body else ""
        return Response(content, self.status, media_type="application/json")


@asynccontextmanager
async def echoing(slack: SlackServer) -> AsyncIterator[Echo]:
    """An Echo at the request url of `slack`."""
    app = Echo()
    listener = Listener(Starlette(routes=[Route("/slack/events", app.answer, methods=["POST"])]))
    await listener.open()
    slack.reach(f"{listener.url}/slack/events")
    yield app
    await listener.close()
