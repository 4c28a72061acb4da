"""Slack's side of huddles: who is in one is busy, and no call begins by that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.listeners.doorway import Body, Doorway, receipt_of_event
from workflows.whisper import huddles

IN_A_HUDDLE: Final = "in_a_huddle"
LONGEST: Final = timedelta(hours=8)
"""How long a huddle counts of which Slack does not say when it ends, or says what cannot be."""


@dataclass(frozen=True, slots=True)
class HuddleListeners:
    """Who is in a huddle."""

    doorway: Doorway

    def register(self, app: AsyncApp) -> None:
        """Take the event of someone who joins or leaves one."""
        app.event("user_huddle_changed")(self.keep)

    async def keep(self, event: Body, body: Body) -> None:
        """Keep who is busy; what names nobody is left alone."""
        user, receipt, door = event.get("user") or {}, receipt_of_event(body), self.doorway
        if not (user.get("id") and receipt):
            return
        until = busy_until(user.get("profile") or {}, door.now())
        await door.database.once(receipt, huddles.keep, str(user["id"]), until)


def busy_until(profile: Mapping[str, Any], now: datetime) -> datetime | None:
    """Answer when the huddle is over at the latest, as a profile tells; None where there is none."""
    if profile.get("huddle_state") != IN_A_HUDDLE:
        return None
    longest, seconds = now + LONGEST, profile.get("huddle_state_expiration_ts")
    if not isinstance(seconds, int) or not now.timestamp() < seconds < longest.timestamp():
        return longest
    return datetime.fromtimestamp(seconds, UTC)
