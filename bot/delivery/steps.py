"""What the relay and its ledger hand each other: a call to make, what came of it, what comes next."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.transitions import Action, Result
from storage.deliveries import Delivery
from storage.lanes import Lease
from storage.outbox import State
from storage.posts import Post


@dataclass(frozen=True, slots=True)
class Step:
    """One call to make for one notice; `until` is when the right to make it ends.

    `post` is the message that an update changes, `direct` the person's DM, as far as either is known by then.
    """

    lease: Lease
    action: Action
    delivery: Delivery
    until: datetime
    post: Post | None = None
    direct: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A lane that was given back; there is something to do in it at `until`, None without anything."""

    lane: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a step, and the DM channel that Slack opened on the way, if any."""

    step: Step
    result: Result
    opened: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer made of its notice, for the log and the metrics."""

    delivery: Delivery
    state: State
    error: str | None


@dataclass(frozen=True, slots=True)
class Advance:
    """The former notice as it was settled (None where nothing was) and what comes next in the lane."""

    settled: Settled | None
    then: Step | Rest

    @property
    def lane(self) -> str:
        """Name the lane."""
        return self.then.lane if isinstance(self.then, Rest) else self.then.lease.lane
