"""Whether whoever is whispered to is there to read: asked of Slack in the background, never before an answer to it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.profiles import Answer
from bot.delivery.slack.answers import ask
from storage.database import Database, StorageFailed
from workflows.whisper import whispering

LIMIT: Final = 2.0
"""Seconds that Slack has to answer: the warning is of use while the advice is."""
PATIENCE: Final = 0.5
"""Seconds for which a whisper on its way comes first."""

log = structlog.get_logger("baton.presence")


@dataclass(frozen=True, slots=True)
class SlackPresence:
    """Asks Slack who takes no notifications, and who is away; what it does not say, nobody is warned of.

    `whispers_gone` waits, some seconds at most, until nothing is on its way that these questions could hold up.
    """

    database: Database
    client: AsyncWebClient
    now: Callable[[], datetime]
    whispers_gone: Callable[[float], Awaitable[None]]
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    async def caution_of(self, user_id: str) -> str | None:
        """Answer what stands between a whisper and someone: `dnd`, else `away`; None for nothing, or no answer."""
        rest, presence = await asyncio.gather(
            self._ask("dnd.info", self.client.dnd_info(user=user_id)),
            self._ask("users.getPresence", self.client.users_getPresence(user=user_id)),
        )
        if rest is not None and is_resting(rest, self.now().timestamp()):
            return "dnd"
        return "away" if presence is not None and presence.get("presence") == "away" else None

    def look_after(self, key: str, user_id: str) -> None:
        """Warn the coach of a whisper that was sent, in the background."""
        task = asyncio.create_task(self._look_after(key, user_id), name="presence")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self) -> None:
        """Wait for what is under way, as long as Slack may take."""
        if self._running:
            await asyncio.wait(self._running, timeout=LIMIT)

    async def _look_after(self, key: str, user_id: str) -> None:
        await self.whispers_gone(PATIENCE)
        found = await self.caution_of(user_id)
        if found is None:
            return
        try:
            await self.database.write(whispering.caution, key, found)
        except StorageFailed as failed:
            log.warning("presence_not_kept", whisper=key, exc_info=failed)

    async def _ask(self, method: str, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | None:
        """Answer what Slack says; a scope that is missing, or a Slack that hangs, costs the warning and no more."""
        answer = await ask(method, call, LIMIT)
        if isinstance(answer, AsyncSlackResponse):
            return answer
        log.info("presence_unknown", method=method, failure=repr(answer))
        return None


def is_resting(answer: Answer, now: float) -> bool:
    """Say whether notifications are held back at `now` (seconds): by a schedule that is on, or a snooze.

    https://docs.slack.dev/reference/methods/dnd.info: `dnd_enabled` alone says only that there is a schedule.
    """
    is_on = _seconds(answer, "next_dnd_start_ts") <= now < _seconds(answer, "next_dnd_end_ts")
    return bool(answer.get("dnd_enabled") and is_on) or bool(answer.get("snooze_enabled"))


def _seconds(answer: Answer, name: str) -> float:
    value = answer.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
