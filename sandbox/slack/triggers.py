"""Permissions that run out: trigger ids and response urls. They keep machine time."""

import itertools
import secrets
import time
from dataclasses import dataclass
from typing import Any

from sandbox.slack.refusals import SlackRefusal

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
MOST_KEPT = 1000


@dataclass(slots=True)
class Trigger:
    """Leave to open one view for `user`; `view_id` where the click happened in a modal."""

    user: str
    view_id: str | None
    expires: float
    used: bool = False


class Triggers:
    """Trigger ids that were given out: each works once and for three seconds."""

    def __init__(self) -> None:
        """Begin with none given out."""
        self.seconds = TRIGGER_SECONDS
        self._given: dict[str, Trigger] = {}
        self._numbers = itertools.count(1)

    def give(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id for what `user` has just done."""
        identity = f"{next(self._numbers)}.{int(time.time())}.{secrets.token_hex(16)}"
        self._given[identity] = Trigger(user, view_id, time.monotonic() + self.seconds)
        _forget_oldest(self._given)
        return identity

    def exchange(self, identity: str) -> Trigger:
        """Use up a trigger id; refuses an unknown, used or expired one as `views.open` does."""
        trigger = self._given.get(identity)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackRefusal("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Leave to answer `user` in `channel`; `ts` is the message that was clicked, if any."""

    user: str
    channel: str
    ts: str | None
    expires: float
    uses: int = 0


class ResponseUrls:
    """Response urls that were given out: five uses within thirty minutes each."""

    def __init__(self) -> None:
        """Begin with none given out."""
        self.base = ""
        self._given: dict[str, ResponseUrl] = {}

    def give(self, user: str, channel: str, ts: str | None = None) -> str:
        """A new response url, whole."""
        identity = secrets.token_urlsafe(16)
        self._given[identity] = ResponseUrl(user, channel, ts, time.monotonic() + RESPONSE_SECONDS)
        _forget_oldest(self._given)
        return f"{self.base}/response/{identity}"

    def use(self, identity: str) -> ResponseUrl:
        """Count one use; refuses an unknown, expired or used-up url."""
        response = self._given.get(identity)
        if response is None:
            raise SlackRefusal("invalid_url")
        if time.monotonic() > response.expires:
            raise SlackRefusal("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        response.uses += 1
        return response


def _forget_oldest(given: dict[str, Any]) -> None:
    """Keep the newest alone, many more than are ever in use: what runs for weeks must not grow."""
    if len(given) > MOST_KEPT:
        del given[next(iter(given))]
