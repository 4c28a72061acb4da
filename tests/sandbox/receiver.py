"""A tiny stand-in for Baton's calls webhook: checks the signature, keeps what it took."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack.changes import Changes
from sandbox.slack.listener import Listener

SECRET = "calls-secret"
FRESH_SECONDS = 300


@dataclass
class Receiver:
    """Takes events in the order in which they come; `statuses` are answered first, one each."""

    listener: Listener = field(init=False)
    taken: list[dict[str, Any]] = field(default_factory=list)
    tried: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    def __post_init__(self) -> None:
        """Stand ready to listen."""
        self.listener = Listener(Starlette(routes=[Route("/webhooks/calls", self.answer, methods=["POST"])]))

    @property
    def url(self) -> str:
        """Where calls are told."""
        return f"{self.listener.url}/webhooks/calls"

    def of(self, call_id: str) -> list[dict[str, Any]]:
        """What came of one call."""
        return [event for event in self.taken if event["call_id"] == call_id]

    async def answer(self, request: Request) -> Response:
        """Take one event, unless its signature is wrong or another answer was asked for."""
        body = await request.body()
        if not _is_fresh_and_ours(request.headers.get("x-baton-signature", ""), body):
            return Response(status_code=401)
        event = json.loads(body)
        self.tried.append(event)
        status = self.statuses.pop(0) if self.statuses else 204
        if status < 300:
            self.taken.append(event)
        self.changes.announce()
        return Response(status_code=status)


def _is_fresh_and_ours(header: str, body: bytes) -> bool:
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    stamp = parts.get("t", "0")
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return abs(time.time() - int(stamp)) <= FRESH_SECONDS and hmac.compare_digest(expected, parts.get("v1", ""))


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver, listening."""
    receiver = Receiver()
    await receiver.listener.open()
    yield receiver
    await receiver.listener.close()
