"""More of the door for tests: whether the app is there, what is on a person's screen, sockets that Slack renews."""

import json
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack.answers import AsciiJSON
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace

REASONS = ("warning", "refresh_requested", "link_disabled")


async def app(request: Request) -> Response:
    """`GET /sandbox/app`: whether the app is `ready` (connected, or verified), and how many sockets it has."""
    slack: SlackServer = request.app.state.slack
    sockets = len(slack.sockets.connections)
    return AsciiJSON({"ready": bool(sockets) or slack.switchboard.door is slack.http, "sockets": sockets})


async def window(request: Request) -> Response:
    """`GET /sandbox/window?as=U`: the open modals, Home, what only this person sees, what Slack told them."""
    workspace: Workspace = request.app.state.workspace
    user = request.query_params.get("as", "")
    if user not in workspace.members:
        return AsciiJSON({"error": f"no such person: {user}"}, 404)
    return AsciiJSON(asdict(workspace.window(user)))


async def disconnect(request: Request) -> Response:
    """`POST /sandbox/disconnect {"reason": …}`: ask the app's sockets to be renewed, as Slack does now and then."""
    reason = json.loads(await request.body() or "{}").get("reason", "refresh_requested")
    if reason not in REASONS:
        return AsciiJSON({"error": f"reason should be one of {', '.join(REASONS)}"}, 400)
    await request.app.state.slack.sockets.disconnect(reason)
    return AsciiJSON({})


ROUTES = [
    Route("/sandbox/app", app),
    Route("/sandbox/window", window),
    Route("/sandbox/disconnect", disconnect, methods=["POST"]),
]
