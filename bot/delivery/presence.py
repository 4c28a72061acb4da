"""Whether someone is there to read, or rests: asked of Slack in the background, never before an answer to it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.profiles import Answer
from bot.delivery.slack.answers import ask
from bot.delivery.transitions import Refused
from storage.database import Database, StorageFailed
from workflows.whisper import whispering

LIMIT: Final = 2.0
"""Seconds that Slack has to answer: the warning is of use while the advice is."""
MOST_ASKED: Final = 50
"""Of how many people Slack tells at once: https://docs.slack.dev/reference/methods/dnd.teamInfo."""
HIDDEN: Final = frozenset({"user_not_visible", "user_not_found"})
"""Slack's words for somebody of whom it tells nothing."""
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

    async def resting(self, people: Collection[str]) -> dict[str, datetime]:
        """Answer who of `people` takes no notifications now, and until when; nobody of whom Slack says nothing."""
        asked = sorted(people)
        batches = [asked[first : first + MOST_ASKED] for first in range(0, len(asked), MOST_ASKED)]
        answers = [await self._rests_of(batch) for batch in batches]
        now = self.now()
        found = {user_id: rest_until(rest, now) for answer in answers for user_id, rest in answer.items()}
        return {user_id: until for user_id, until in found.items() if until is not None}

    async def _rests_of(self, people: list[str]) -> dict[str, Answer]:
        """Ask for all of them at once; one by one where Slack shows one of them to nobody, and so answers for none."""
        answer = await ask("dnd.teamInfo", self.client.dnd_teamInfo(users=people), LIMIT)
        if isinstance(answer, AsyncSlackResponse):
            return dict(answer.get("users") or {})
        log.info("presence_unknown", method="dnd.teamInfo", failure=repr(answer))
        if not isinstance(answer, Refused) or answer.code not in HIDDEN:
            return {}
        alone = [self._ask("dnd.info", self.client.dnd_info(user=user_id)) for user_id in people]
        told = zip(people, await asyncio.gather(*alone), strict=True)
        return {user_id: rest for user_id, rest in told if rest is not None}

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


def rest_until(answer: Answer, now: datetime) -> datetime | None:
    """Answer when the rest is over in which someone is; None for whoever is in none that has an end."""
    if not is_resting(answer, now.timestamp()):
        return None
    ends = max(_seconds(answer, "next_dnd_end_ts"), _seconds(answer, "snooze_endtime"))
    return datetime.fromtimestamp(ends, UTC) if ends > now.timestamp() else None


def _seconds(answer: Answer, name: str) -> float:
    value = answer.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
