"""Slack's rate limits: a bucket per method, one per channel for posts, one for all posts of the workspace.

docs.slack.dev/apis/web-api/rate-limits. Each bucket holds a minute's worth. Where Slack names no number ("several
hundred", "special"), a number of ours stands: `MOST_POSTS`, and those of `SPECIAL`.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.refusals import SlackRefusal

TIERS = {
    1: "apps.connections.open",
    2: "conversations.archive conversations.close conversations.create conversations.list conversations.rename"
    " conversations.setPurpose conversations.setTopic conversations.unarchive dnd.teamInfo emoji.list"
    " pins.add pins.list pins.remove reactions.list reactions.remove usergroups.list usergroups.users.list users.list"
    " users.setPresence",
    3: "auth.revoke bots.info chat.delete chat.deleteScheduledMessage chat.meMessage chat.scheduleMessage"
    " chat.scheduledMessages.list chat.unfurl chat.update conversations.history conversations.info conversations.invite"
    " conversations.join conversations.kick conversations.leave conversations.mark conversations.open"
    " conversations.replies dnd.info files.delete files.list reactions.add reactions.get team.info"
    " users.conversations users.getPresence users.lookupByEmail",
    4: "api.test chat.postEphemeral conversations.members files.completeUploadExternal files.getUploadURLExternal"
    " files.info users.info users.profile.get views.open views.publish views.push views.update",
}
RATES = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL = {"auth.test": 600, "chat.getPermalink": 600}
PER_MINUTE = {name: RATES[tier] for tier, names in TIERS.items() for name in names.split()} | SPECIAL
POST = "chat.postMessage"
BY_CHANNEL = frozenset({POST, "chat.postEphemeral"})
RECALLING = frozenset({"conversations.history", "conversations.replies"})
RECALLED_OUTSIDE = 1
MOST_POSTS = 600
MOST_SOCKETS = 10


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at `rate` a second, up to `most`."""

    rate: float
    most: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """The seconds until there is a token, 0 where there is one."""
        self.tokens = min(self.most, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class Limits:
    """The buckets; switched off unless asked for. `clock` gives machine seconds."""

    def __init__(
        self,
        *,
        enabled: bool = False,
        posts_per_second: float = 1.0,
        burst: int = 5,
        posts_per_minute: int = MOST_POSTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allow `burst` posts at once and `posts_per_second` from then on in each channel, and so many in all."""
        self.enabled = enabled
        self._by_channel = (posts_per_second, float(burst))
        self._posts = _minutely(posts_per_minute)
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def check(self, method: str, channel: str, *, outside_marketplace: bool = False) -> None:
        """Count a call; refuses with `ratelimited` and `retry_after` (whole seconds, rounded up), uncounted.

        `outside_marketplace`: a commercial app that is not in the Marketplace reads history once a minute.
        """
        if not self.enabled:
            return
        now = self._clock()
        buckets = [self._bucket(name, rate, now) for name, rate in self._rates(method, channel, outside_marketplace)]
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait:
            raise SlackRefusal("ratelimited", retry_after=math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= 1

    def _rates(self, method: str, channel: str, outside: bool) -> list[tuple[str, tuple[float, float]]]:  # noqa: FBT001
        """The buckets that a call draws from: how each is named, its rate a second and how much it holds."""
        rates = []
        if method in BY_CHANNEL:
            rates.append((f"{method}:{channel}", self._by_channel))
        if method == POST:
            rates.append((POST, self._posts))
        elif outside and method in RECALLING:
            rates.append((method, _minutely(RECALLED_OUTSIDE)))
        elif method in PER_MINUTE:
            rates.append((method, (PER_MINUTE[method] / 60, float(max(PER_MINUTE[method], MOST_SOCKETS)))))
        return rates

    def _bucket(self, name: str, rate: tuple[float, float], now: float) -> Bucket:
        if name not in self._buckets:
            self._buckets[name] = Bucket(*rate, rate[1], now)
        return self._buckets[name]


def _minutely(count: int) -> tuple[float, float]:
    return count / 60, float(count)
