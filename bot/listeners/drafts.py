"""What is typed into the form is kept while it is typed: Slack hands nothing over when a form is closed.

A modal that is closed has no values any more, an expired trigger and a crash have none either: so each pause in the
typing comes to us, and is written down a moment later.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Final

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Clock, Doorway, is_from_home
from bot.listeners.home import HomeListeners
from bot.views.escalation import form_read, form_state
from storage.database import Database, StorageFailed
from workflows.escalation import drafting
from workflows.escalation.drafting import KeptDraft

QUIET: Final = 1.0
"""Seconds without typing after which what stands there is written down."""
PATIENCE: Final = 0.5
"""Seconds for which a form, or an apology, waits for words to be kept: a trigger and an ack have three."""

TEXTS: Final = (ids.CUSTOMER_WORDS, ids.SUMMARY, ids.DETAILS, ids.CONVERSATION_URL, ids.PROMISED)
CHOICES: Final = (ids.REQUEST_TYPE, ids.DUPLICATE, ids.NEXT_CONTACT_AT, ids.ACCOUNT_MANAGER)

Name = tuple[str, str]
"""Whose draft, and its id."""

log = structlog.get_logger("baton.drafts")


@dataclass(frozen=True, slots=True)
class Keeper:
    """Writes down what people type: the latest of each draft, after a moment of silence."""

    database: Database
    now: Clock
    quiet: float = QUIET
    _pending: dict[Name, KeptDraft] = field(default_factory=dict)
    _silence: dict[Name, asyncio.TimerHandle] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def typed(self, body: Body) -> KeptDraft | None:
        """Read what stands in the form of a payload; None where nothing does, or the form is not kept."""
        return form_state.kept_of(form_read.state_of(body["view"]), str(body["user"]["id"]), self.now())

    def later(self, draft: KeptDraft | None) -> None:
        """Write down `draft` once its person pauses; what comes until then takes its place."""
        if draft is not None:
            name = self._wait(draft)
            self._silence[name] = asyncio.get_running_loop().call_later(self.quiet, self.flush, name)

    def at_once(self, draft: KeptDraft | None) -> None:
        """Write down `draft` now, while the listener goes on."""
        if draft is not None:
            self.flush(self._wait(draft))

    async def keep(self, draft: KeptDraft | None) -> bool:
        """Write down `draft` before anything else happens; say whether that was done in time."""
        if draft is None:
            return False
        self.forget((draft.person, draft.draft_id))
        try:
            async with asyncio.timeout(PATIENCE):
                await self.database.write(drafting.keep, draft)
        except (StorageFailed, TimeoutError) as failed:
            log.warning("draft_not_kept", draft=draft.draft_id, exc_info=failed)
            return False
        return True

    async def rescue(self, body: Body) -> bool:
        """Keep what stands in a form whose submission failed; say whether it is safe."""
        return await self.keep(self.typed(body))

    def waiting(self, name: Name) -> KeptDraft | None:
        """Answer what was typed in a draft and is not written down yet."""
        return self._pending.get(name)

    def flush(self, name: Name) -> None:
        """Write down what waits of a draft, if anything."""
        waiting = self._pending.get(name)
        self.forget(name)
        if waiting is not None:
            task = asyncio.create_task(self._write(waiting), name="draft")
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def forget(self, name: Name) -> None:
        """Leave out what waits of a draft: it is written down elsewhere, or filed."""
        self._pending.pop(name, None)
        silence = self._silence.pop(name, None)
        if silence is not None:
            silence.cancel()

    async def drain(self) -> None:
        """Write down all that waits; the database itself limits how long that takes."""
        for name in list(self._pending):
            self.flush(name)
        if self._running:
            await asyncio.wait(self._running)

    def _wait(self, draft: KeptDraft) -> Name:
        name = draft.person, draft.draft_id
        self.forget(name)
        self._pending[name] = draft
        return name

    async def _write(self, draft: KeptDraft) -> None:
        try:
            await self.database.write(drafting.keep, draft)
        except StorageFailed as failed:
            log.warning("draft_not_kept", draft=draft.draft_id, exc_info=failed)


@dataclass(frozen=True, slots=True)
class DraftListeners:
    """What is typed, chosen, closed, taken up again, thrown away."""

    doorway: Doorway
    keeper: Keeper
    home: HomeListeners

    def register(self, app: AsyncApp) -> None:
        """Take every input of the form that changes nothing else in it, its closing, and Home's button."""
        for text in TEXTS:
            app.action(text)(self.keep_text)
        for choice in CHOICES:
            app.action(choice)(self.keep_choice)
        app.view_closed(ids.ESCALATION_FORM)(self.close)
        app.action(ids.DRAFT_DROP)(self.drop)

    async def keep_text(self, ack: AsyncAck, body: Body) -> None:
        """Note what is typed; it is written down once the person pauses."""
        self.keeper.later(self.keeper.typed(body))
        await ack()

    async def keep_choice(self, ack: AsyncAck, body: Body) -> None:
        """Keep what is chosen: one click, nothing to wait for."""
        self.keeper.at_once(self.keeper.typed(body))
        await ack()

    async def close(self, ack: AsyncAck, body: Body) -> None:
        """Keep what stood in a form that was closed: Slack says it rarely, so what was noted before counts."""
        by = str(body["user"]["id"])
        name = by, form_read.draft_of(body["view"]) or ""
        await self.keeper.keep(self.keeper.typed(body) or self.keeper.waiting(name))
        await ack()
        if is_from_home(body):
            await self.home.draw(by)

    async def drop(self, ack: AsyncAck, body: Body) -> None:
        """Throw a draft of one's own away."""
        [action] = body["actions"]
        by = str(body["user"]["id"])
        await self.doorway.database.write(drafting.drop, str(action.get("value") or ""), by)
        await ack()
        await self.home.draw(by)
