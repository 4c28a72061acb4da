"""A door for tests in other processes, never for the demo: what was called, what stands where, which faults strike."""

import json
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack.answers import AsciiJSON


async def calls(request: Request) -> Response:
    """`GET /sandbox/calls?since=N`: all Web API calls from the N-th on."""
    since = int(request.query_params.get("since", "0"))
    return AsciiJSON([asdict(call) for call in request.app.state.workspace.calls[since:]])


async def messages(request: Request) -> Response:
    """`GET /sandbox/messages?channel=C`: every message, deleted ones too, oldest first."""
    channel = request.query_params.get("channel")
    every = request.app.state.workspace.messages.every()
    return AsciiJSON([asdict(message) for message in every if channel in {None, message.channel}])


async def faults(request: Request) -> Response:
    """`GET` lists the faults, `POST` adds one (the fields of Fault as JSON), `DELETE` clears them."""
    rules = request.app.state.slack.faults
    if request.method == "DELETE":
        rules.clear()
    elif request.method == "POST":
        try:
            rules.add(**json.loads(await request.body()))
        except (ValueError, TypeError) as wrong:
            return AsciiJSON({"error": str(wrong)}, 400)
    return AsciiJSON(rules.listed())


async def unknown_blocks(request: Request) -> Response:
    """`PUT` a list of block types: from now on the workspace refuses them, as an older one would."""
    request.app.state.workspace.unknown_blocks = frozenset(json.loads(await request.body()))
    return AsciiJSON(sorted(request.app.state.workspace.unknown_blocks))


ROUTES = [
    Route("/sandbox/calls", calls),
    Route("/sandbox/messages", messages),
    Route("/sandbox/faults", faults, methods=["GET", "POST", "DELETE"]),
    Route("/sandbox/unknown_blocks", unknown_blocks, methods=["PUT"]),
]
