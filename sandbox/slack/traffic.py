"""The newest of what went between the app and Slack, both ways, in the order in which it began."""

import itertools
from collections import deque
from dataclasses import dataclass

from sandbox.slack.parcels import Delivery
from sandbox.slack.records import Call

MOST = 500


@dataclass(frozen=True, slots=True)
class Passage:
    """A call of the app's or a delivery to it; `at` is when it began, in seconds of the workspace's clock."""

    number: int
    at: float
    what: Call | Delivery

    @property
    def began(self) -> float:
        """When it began by the machine's clock, which nobody moves."""
        return self.what.at - self.what.seconds


class Traffic:
    """What passed, as far as it is still kept."""

    def __init__(self, most: int = MOST) -> None:
        """Keep the newest `most` passages."""
        self._passages: deque[Passage] = deque(maxlen=most)
        self._numbers = itertools.count(1)

    def note(self, what: Call | Delivery, now: float) -> None:
        """Keep what has just ended, at `now` of the workspace's clock."""
        self._passages.append(Passage(next(self._numbers), now - what.seconds, what))

    def newest(self) -> list[Passage]:
        """Everything kept, what began last first."""
        return sorted(self._passages, key=lambda one: (one.began, one.number), reverse=True)

    def find(self, number: int) -> Passage | None:
        """The passage of that number, if it is still kept."""
        return next((one for one in self._passages if one.number == number), None)
