"""Slack's rate limits: a bucket per method, and one per channel for posts (docs.slack.dev/apis/web-api/rate-limits)."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.refusals import SlackRefusal

PER_MINUTE = {
    "users.list": 20,
    "usergroups.list": 20,
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "users.info": 100,
    "users.getPresence": 50,
    "dnd.info": 50,
    "dnd.teamInfo": 20,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "conversations.members": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
}


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at `rate` a second, up to `most`."""

    rate: float
    most: float
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        self.tokens = min(self.most, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.rate


class Limits:
    """The buckets; switched off unless asked for. `clock` gives machine seconds."""

    def __init__(
        self,
        *,
        enabled: bool = False,
        posts_per_second: float = 1.0,
        burst: int = 5,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allow `burst` posts at once and `posts_per_second` from then on in each channel."""
        self.enabled = enabled
        self._posts = (posts_per_second, float(burst))
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def check(self, method: str, channel: str) -> None:
        """Count a call; refuses with `ratelimited` and `retry_after` (whole seconds, rounded up)."""
        if not self.enabled or (method not in PER_MINUTE and method != "chat.postMessage"):
            return
        name = f"{method}:{channel}" if method == "chat.postMessage" else method
        if name not in self._buckets:
            self._buckets[name] = self._bucket(method)
        wait = self._buckets[name].take(self._clock())
        if wait:
            raise SlackRefusal("ratelimited", retry_after=math.ceil(wait))

    def _bucket(self, method: str) -> Bucket:
        per_minute = float(PER_MINUTE.get(method, 0))
        rate, most = self._posts if method == "chat.postMessage" else (per_minute / 60, per_minute)
        return Bucket(rate, most, most, self._clock())
