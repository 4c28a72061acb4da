"""What every door for signed posts does first: read no more than a body may have, and turn away without a trace."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.metrics import TURNED_AWAY

LARGEST = 1024 * 1024
TOO_LONG = 413
NOT_TAKEN = 400
LINGERING = 1.0
"""Seconds for which a body that was refused is read off before the connection is closed."""

log = structlog.get_logger("baton.web")
Answering = Callable[[Request], Awaitable[Response]]
Headers = dict[bytes, list[bytes]]


class TurnedAway(Exception):  # noqa: N818  an answer for a stranger, not an error
    """A request that goes no further, with the status that says why."""

    def __init__(self, status: int) -> None:
        """Keep the status: 400, 401 or 413."""
        super().__init__(status)
        self.status = status


async def bounded_body(request: Request) -> bytes:
    """Read a body of at most 1 MiB; raise TurnedAway(413) before reading a longer one, or as soon as it is too long."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > len(str(LARGEST)) or int(announced) > LARGEST):
        raise TurnedAway(TOO_LONG)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TurnedAway(TOO_LONG)
    return bytes(body)


def headers_of(request: Request) -> Headers:
    """Answer every header with all its values: one that is there twice is nobody's signature."""
    headers: Headers = {}
    for name, value in request.headers.raw:
        headers.setdefault(name, []).append(value)
    return headers


async def answer_at_door(answering: Answering, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what `answering` does, or the status with which it turns away; nothing to whoever hangs up."""
    try:
        answer = await answering(Request(scope, receive))
    except TurnedAway as refusal:
        log.info("turned_away", status=refusal.status)
        answer = TooLong() if refusal.status == TOO_LONG else closing(refusal.status)
    except ClientDisconnect:
        log.info("hung_up")
        return
    if answer.status_code >= NOT_TAKEN:
        TURNED_AWAY.labels(scope["path"], answer.status_code).inc()
    await answer(scope, receive, send)


class TooLong(Response):
    """413, said at once; what is still on its way is read off for a moment, or its sender would see no answer."""

    def __init__(self) -> None:
        """Say that nothing more is taken on this connection."""
        super().__init__(status_code=TOO_LONG, headers={"connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI's own
        """Answer, then read off and forget."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGERING):
                while (await receive()).get("more_body", False):
                    pass
        await send({"type": "http.response.body", "body": b""})


def closing(status: int) -> Response:
    """Answer and hang up: a body that was refused may still be on its way."""
    return Response(status_code=status, headers={"connection": "close"})
