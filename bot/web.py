"""The doors that are HTTP: a guard in front of Bolt, and what operators' tools ask.

`/slack/events` takes what Slack signed; `/healthz` says that the process lives and stays, `/readyz` whether it can
work, `/metrics` is for Prometheus. No answer ever shows a trace.
"""

import asyncio
import hashlib
import hmac
import json
import re
import time
from binascii import a2b_qp
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard
from urllib.parse import parse_qsl

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.webhooks.body import TurnedAway, answer_at_door, bounded_body, closing, headers_of

FRESH_FOR = 300
"""Seconds for which a signature is good: https://docs.slack.dev/authentication/verifying-requests-from-slack"""

LEAVING = 1.5
"""Seconds for which one that leaves still takes everything: a balancer looks once a second, or more often."""
LOOKED = 2.0
"""Seconds since the last look after which nobody will look in time, either."""

TIMESTAMP = re.compile(rb"\d{1,12}")
INSIDE: Mapping[str, type] = {"event": dict, "view": dict, "container": dict, "message": dict, "actions": list}
"""What must be of one kind where it stands in a payload at all."""

KEYS = ("event_id", "trigger_id")
"""By what a delivery is known again: Slack's own, and ASCII."""
SPOKEN = frozenset({"message", "app_mention"})
"""Events whose parts are texts; in others a user or a channel is an object."""

log = structlog.get_logger("baton.web")
Check = Callable[[], Awaitable[bool]]
Tell = Callable[[], Awaitable[bytes]]


def check_signature(secret: bytes, headers: Mapping[bytes, list[bytes]], body: bytes, now: float) -> None:
    """Raise TurnedAway(401) unless Slack signed these very bytes within five minutes of `now` (seconds since 1970)."""
    [sent_at, *others] = headers.get(b"x-slack-request-timestamp", [b""])
    [signature, *more] = headers.get(b"x-slack-signature", [b""])
    if others or more or not TIMESTAMP.fullmatch(sent_at) or abs(now - int(sent_at)) > FRESH_FOR:
        raise TurnedAway(401)
    digest = hmac.new(secret, b"v0:%s:%s" % (sent_at, body), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(b"v0=" + digest.encode(), signature):
        raise TurnedAway(401)


def payload_of(body: bytes) -> dict[str, Any]:
    """Read the one object in a body: JSON, or a form that holds `payload` or a command; raise TurnedAway(400).

    A name whose value is null is left out: Bolt looks into whatever is there.
    """
    try:
        text = body.decode()
        payload = json.loads(text) if text.startswith("{") else _of_form(text)
    except (ValueError, RecursionError):
        raise TurnedAway(400) from None
    if not _has_shape(payload):
        raise TurnedAway(400)
    return {name: value for name, value in payload.items() if value is not None}


def _of_form(text: str) -> object:
    name, _, value = text.partition("=")
    if name == "payload" and "=" not in value and "&" not in value:
        return json.loads(_unquoted(value))
    fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=100))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _unquoted(value: str) -> str:
    """Undo percent escapes as urllib does, in a twentieth of its time: a submitted form has thousands of them.

    But for their sign they are those of quoted-printable, which the standard library reads in C.
    """
    return a2b_qp(value.replace("+", " ").replace("%", "=").encode()).decode()


def _has_shape(payload: object) -> TypeGuard[dict[str, Any]]:
    if not isinstance(payload, dict) or not isinstance(payload.get("type", ""), str):
        return False
    if not payload.keys() & {"type", "command", "ssl_check"}:
        return False
    there = {name: payload[name] for name in INSIDE if payload.get(name) is not None}
    if not all(isinstance(value, INSIDE[name]) for name, value in there.items()):
        return False
    actions = there.get("actions", [{}])
    are_actions = bool(actions) and all(isinstance(action, dict) for action in actions)
    return are_actions and _are_ids(payload, KEYS) and _can_be_read(payload.get("event") or {})


def _can_be_read(event: dict[str, Any]) -> bool:
    if event.get("type") not in SPOKEN:
        return True
    return _are_ids(event, ("user", "channel", "ts")) and isinstance(event.get("text", ""), str | None)


def _are_ids(parts: dict[str, Any], names: Collection[str]) -> bool:
    """Say whether each of these is an ASCII text, where it is there and not null."""
    found = [parts[name] for name in names if parts.get(name) is not None]
    return all(isinstance(each, str) and each.isascii() for each in found)


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets to Bolt only what Slack signed and what can be read; machine time, as Slack's."""

    bolt: AsyncApp
    signing_secret: bytes
    clock: Callable[[], float] = time.time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, 401 or 400, or what Bolt answers."""
        await answer_at_door(self._checked, scope, receive, send)

    async def _checked(self, request: Request) -> Response:
        body = await bounded_body(request)
        check_signature(self.signing_secret, headers_of(request), body, self.clock())
        return await self._answer(payload_of(body))

    async def _answer(self, payload: dict[str, Any]) -> Response:
        """Give Bolt what was read, as a socket would: read again as a form, it loses a command that says "payload"."""
        try:
            answer = await self.bolt.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        except Exception as error:  # Bolt catches what listeners raise: it could not read this body
            log.warning("unreadable", exc_info=error)
            return closing(400)
        return Response(answer.body, answer.status, answer.first_headers())


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether Baton can work: each check answers for one thing it needs."""

    checks: Mapping[str, Check]

    async def answer(self, _request: Request) -> Response:
        """Answer 200 when all is well, else 503, with a word for each."""
        found = {name: await check() for name, check in self.checks.items()}
        ready = all(found.values())
        words = {name: "ok" if well else "waiting" for name, well in found.items()}
        return JSONResponse({"ready": ready} | words, status_code=200 if ready else 503)


class Life:
    """Whether the process lives and stays: what a balancer goes by.

    One that is told to stop says so before it closes its doors: a request that comes in while they close is cut off,
    and a form is never brought a second time.
    """

    def __init__(self) -> None:
        self._looked_at = -LOOKED
        self._leaves = False

    async def answer(self, _request: Request) -> Response:
        """Answer 200, or 503 from `leave` on."""
        self._looked_at = time.monotonic()
        return PlainTextResponse("leaving", 503) if self._leaves else PlainTextResponse("ok")

    async def leave(self) -> None:
        """Stay until whoever looks has seen that this process leaves: 1.5 s; not at all where nobody looks."""
        self._leaves = True
        if time.monotonic() - self._looked_at < LOOKED:
            await asyncio.sleep(LEAVING)


async def _counted() -> bytes:
    return generate_latest()


def _told(tell: Tell) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return Response(await tell(), media_type=CONTENT_TYPE_LATEST)

    return answer


def build(
    slack: Guard | None,
    readiness: Readiness,
    webhooks: Mapping[str, ASGIApp] | None = None,
    *,
    life: Life | None = None,
    tell: Tell | None = None,
) -> Starlette:
    """Lay out the doors; without `slack` (Socket Mode) `/slack/events` does not exist.

    `webhooks` are the doors of others by their path: one whose secret nobody has set is none. `life` is what balancers
    go by; `tell` answers what Prometheus reads, without it what this process has counted.
    """
    routes = [
        Route("/healthz", (life or Life()).answer),
        Route("/readyz", readiness.answer),
        Route("/metrics", _told(tell or _counted)),
    ]
    posts = dict(webhooks or {})
    if slack is not None:
        posts["/slack/events"] = slack
    return Starlette(routes=[*(Route(path, door, methods=["POST"]) for path, door in posts.items()), *routes])
