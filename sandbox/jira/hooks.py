"""Jira's webhooks: told after each change, signed, tried again where nobody took them.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp

from sandbox.jira.records import Event
from sandbox.jira.shapes import Shapes
from sandbox.slack.refusals import JsonObject
from sandbox.slack.tasks import Tasks

TIMEOUT_SECONDS = 30.0
TRY_AGAIN = frozenset({408, 409, 425, 429})
FAULT = 500
_UNDER_COMMENT = ("summary", "issuetype", "project", "assignee", "priority", "status")


def signed(body: bytes, secret: str, identifier: str, retry: int = 0) -> dict[str, str]:
    """The headers of a webhook: its signature (none where there is no `secret`), its identifier, how often again."""
    signature = f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    return {
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": "Atlassian Webhook HTTP Client",
        "X-Atlassian-Webhook-Identifier": identifier,
        "X-Atlassian-Webhook-Flow": "Primary",
        **({"X-Hub-Signature": signature} if secret else {}),
        **({"X-Atlassian-Webhook-Retry": str(retry)} if retry else {}),
    }


def payload(event: Event, shapes: Shapes) -> JsonObject:
    """What Jira tells of an event, in the shapes of REST v2."""
    told: JsonObject = {"timestamp": round(event.at.timestamp() * 1000), "webhookEvent": event.kind}
    if event.comment:
        issue = shapes.issue(event.issue, _UNDER_COMMENT)
        return {**told, "comment": shapes.comment(event.issue, event.comment), "issue": issue}
    told |= {"issue_event_type_name": event.type_name, "user": shapes.person(event.by)}
    told["issue"] = shapes.issue(event.issue)
    if event.history:
        items = [shapes.change(change) for change in event.history.changes]
        told["changelog"] = {"id": event.history.id, "items": items}
    return told


@dataclass(slots=True)
class Delivery:
    """One webhook and what became of each try: a status, None where nobody answered."""

    identifier: str
    event: JsonObject
    body: bytes
    statuses: list[int | None] = field(default_factory=list)


class Hooks:
    """Tells one address; `held` keeps what happens from being sent."""

    def __init__(self, secret: str, retry_seconds: Sequence[float], on_change: Callable[[], None]) -> None:
        """Sign with `secret`; what nobody took is tried again after each of `retry_seconds`."""
        self.url: str | None = None
        self.held = False
        self.deliveries: list[Delivery] = []
        self._secret = secret
        self._retry_seconds = retry_seconds
        self._on_change = on_change
        self._tasks = Tasks()
        self._turn = asyncio.Lock()
        self._under_way = 0
        self._session: aiohttp.ClientSession | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way, nor waits to be tried again."""
        return not self._under_way

    def tell(self, event: Event, shapes: Shapes) -> None:
        """Send what happened, after all that happened before; nothing where there is no address."""
        if self.url is None:
            return
        told = payload(event, shapes)
        delivery = Delivery(secrets.token_hex(16), told, json.dumps(told).encode())
        self.deliveries.append(delivery)
        if not self.held:
            self._under_way += 1
            self._tasks.start(self._tell(delivery))

    async def deliver(self, delivery: Delivery) -> int | None:
        """Send one webhook, for the first time or again; the status, None where nobody answers."""
        headers = signed(delivery.body, self._secret, delivery.identifier, len(delivery.statuses))
        status = await self.send(delivery.body, headers)
        delivery.statuses.append(status)
        self._on_change()
        return status

    async def send(self, body: bytes, headers: dict[str, str]) -> int | None:
        """Post these very bytes with these headers once, forged or not; None where nobody answers."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        try:
            async with self._session.post(self.url or "", data=body, headers=headers) as response:
                return response.status
        except (TimeoutError, aiohttp.ClientError):
            return None

    async def close(self) -> None:
        """Drop what is under way, and close all connections."""
        await self._tasks.stop()
        if self._session:
            await self._session.close()

    async def _tell(self, delivery: Delivery) -> None:
        try:
            async with self._turn:
                status = await self.deliver(delivery)
            for seconds in self._retry_seconds:
                if status is not None and status < FAULT and status not in TRY_AGAIN:
                    break
                await asyncio.sleep(seconds)
                status = await self.deliver(delivery)
        finally:
            self._under_way -= 1
            self._on_change()
