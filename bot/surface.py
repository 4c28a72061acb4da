"""What changes only what one person looks at: forms, Home, and words where they clicked.

Nothing that others rely on goes this way. Each call is a task of its own with a short limit, so that a Slack that
hangs never costs an ack; listeners return at once and never see a failure.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.views.parts import Message

LIMIT = 2.5
"""Seconds that one call may take: a trigger lives for three."""

REMEMBERED = 1_000
"""Hashes of forms that an update of ours has replaced, for acts that were on their way meanwhile."""

OVERTAKEN = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""The person has already seen something newer, or has closed it: nobody misses this update."""

Then = Callable[[Mapping[str, Any]], Coroutine[Any, Any, None]]
"""What goes on once a form is open: it is given the view as Slack has it, and may take as long as one call."""

log = structlog.get_logger("baton.surface")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What is said at a response_url where a form could not be opened: most often, the click is too long ago."""

    response_url: str
    text: str


@dataclass(frozen=True, slots=True)
class Surface:
    """Slack's views and response_urls; `client` must not repeat calls by itself, `session` is the process's."""

    client: AsyncWebClient
    session: ClientSession
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _drawing: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _since: dict[str, str] = field(default_factory=dict)

    def open(
        self,
        trigger_id: str,
        view: dict[str, Any],
        *,
        otherwise: Otherwise | None = None,
        then: Then | None = None,
    ) -> None:
        """Open a form, and do `then` with it; where Slack does not, in time or at all, say `otherwise`."""
        self._start("views.open", self.client.views_open(trigger_id=trigger_id, view=view), otherwise, then)

    def push(self, trigger_id: str, view: dict[str, Any], *, otherwise: Otherwise | None = None) -> None:
        """Put a form on top of the one that is open."""
        self._start("views.push", self.client.views_push(trigger_id=trigger_id, view=view), otherwise)

    def update(self, view_id: str, seen: str | None, view: dict[str, Any]) -> None:
        """Redraw an open form after a person's act, who saw it as of the hash `seen`.

        What we drew ourselves since then is no obstacle: two acts in a row are drawn in their order.
        """
        before = self._drawing.get(view_id)
        task = asyncio.create_task(self._finish("views.update", self._redraw(view_id, seen, view, before)))
        self._track(task)
        self._drawing[view_id] = task
        task.add_done_callback(lambda done: self._drawn(view_id, done))

    def amend(self, view_id: str, hash_: str | None, view: dict[str, Any]) -> None:
        """Redraw an open form with news of ours, unless it has changed since `hash_`."""
        self._start("views.update", self.client.views_update(view_id=view_id, hash=hash_, view=view))

    async def _redraw(
        self, view_id: str, seen: str | None, view: dict[str, Any], before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait({before})
        latest = seen
        while latest in self._since:
            latest = self._since[latest]
        answer = await self.client.views_update(view_id=view_id, hash=latest, view=view)
        if latest is not None:
            self._since[latest] = str(answer["view"]["hash"])

    def _drawn(self, view_id: str, done: asyncio.Task[None]) -> None:
        """Forget an update that nothing waits for; of the hashes that ours replaced the latest are enough."""
        if self._drawing.get(view_id) is done:
            del self._drawing[view_id]
        while len(self._since) > REMEMBERED:
            del self._since[next(iter(self._since))]

    def publish(self, user_id: str, view: dict[str, Any]) -> None:
        """Redraw someone's Home."""
        self._start("views.publish", self.client.views_publish(user_id=user_id, view=view))

    async def permalink(self, channel: str, ts: str) -> str | None:
        """Ask Slack where a message stands; None where it does not say, or not in time."""
        asked = self.client.chat_getPermalink(channel=channel, message_ts=ts)
        try:
            found = await asyncio.wait_for(asked, LIMIT)
        except (SlackApiError, ClientError, TimeoutError) as failed:
            log.info("surface_unlocated", exc_info=failed)
            return None
        return str(found["permalink"])

    def respond(self, response_url: str, text: str) -> None:
        """Say something where a person clicked, to them alone; the message they clicked in stays."""
        self._start("response_url", self._say(response_url, {"text": text, "replace_original": False}))

    def replace(self, response_url: str, message: Message) -> None:
        """Show `message` in the place of the words, shown to one person alone, in which they clicked."""
        body = {"text": message.text, "blocks": message.blocks, "replace_original": True}
        self._start("response_url", self._say(response_url, body))

    async def drain(self) -> None:
        """Wait for what is under way, as long as one call may take."""
        if self._running:
            await asyncio.wait(self._running, timeout=LIMIT)

    def _start(
        self,
        method: str,
        call: Coroutine[Any, Any, Any],
        otherwise: Otherwise | None = None,
        then: Then | None = None,
    ) -> None:
        self._track(asyncio.create_task(self._finish(method, call, otherwise, then), name=method))

    def _track(self, task: asyncio.Task[None]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _finish(
        self,
        method: str,
        call: Coroutine[Any, Any, Any],
        otherwise: Otherwise | None = None,
        then: Then | None = None,
    ) -> None:
        try:
            answer = await asyncio.wait_for(call, LIMIT)
        except SlackApiError as refused:
            code = str(refused.response.get("error"))
            if code in OVERTAKEN:
                log.debug("surface_overtaken", method=method, code=code)
                return
            log.warning("surface_refused", method=method, code=code)
        except Exception as error:
            log.warning("surface_failed", method=method, exc_info=error)
        else:
            if then is not None:
                self._start(f"after {method}", then(answer["view"]))
            return
        if otherwise is not None:
            self.respond(otherwise.response_url, otherwise.text)

    async def _say(self, response_url: str, body: dict[str, Any]) -> None:
        alone = body | {"response_type": "ephemeral"}
        async with self.session.post(response_url, json=alone, timeout=ClientTimeout(total=LIMIT)) as answer:
            answer.raise_for_status()
