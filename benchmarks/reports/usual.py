"""Baton beside the usual pattern of a Slack app, while Slack is slow and when the process is killed."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.contests import BATON
from benchmarks.crowd import SLACK_WAITS, Acked
from benchmarks.figures import percentile
from benchmarks.reports.tables import met, table
from benchmarks.usual.contest import KILLED_AFTER, PEOPLE, Killed, Outcome, Outcomes

WAITING: Final = (
    f"{PEOPLE} forms at once, each call to Slack takes",
    "by",
    f"acked within {SLACK_WAITS:.0f} s",
    "people who see an error",
    "p50",
    "p99",
    "slowest",
    "goal",
    "met?",
)
KILLING: Final = (
    f"the same, killed after {KILLED_AFTER:.0f} s; each call takes",
    "by",
    "acked by then",
    "of these incomplete in the end",
    "messages posted of those owed",
    "twice",
    "all, after the restart",
    "goal",
    "met?",
)


@dataclass(frozen=True, slots=True)
class Usual:
    """Everyone's outcome at each delay."""

    outcomes: Outcomes

    def tables(self) -> list[str]:
        """Answer one about waiting, one about the kill."""
        every = [(_worded(delay), name, each) for delay, by in self.outcomes.items() for name, each in by.items()]
        waiting = [(delay, name, *_waited(each.patient, name)) for delay, name, each in every]
        killing = [(delay, name, *_left(each.killed, name)) for delay, name, each in every]
        return [table(WAITING, waiting), table(KILLING, killing)]

    def json(self) -> dict[str, Any]:
        """Answer each ack in milliseconds, null where none came, and what was counted after the kill."""
        return {f"{delay:g} s": {name: _raw(each) for name, each in by.items()} for delay, by in self.outcomes.items()}


def _worded(delay: float) -> str:
    return f"{delay:g} s" if delay >= 1 else f"{delay * 1000:.0f} ms"


def _waited(acked: Acked, name: str) -> tuple[str, ...]:
    """Answer what people waited, everyone counted: who was not acked has waited as long as Slack does."""
    waited = sorted(math.inf if after is None else after for after in acked.after)
    failed = len(acked.after) - len(acked.forms)
    took = (_timed(percentile(waited, share)) for share in (0.50, 0.99, 1.0))
    goal = ("no error", met(failed == 0)) if name == BATON else ("", "")
    return (f"{len(acked.forms)} of {len(acked.after)}", str(failed), *took, *goal)


def _timed(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} ms" if milliseconds < math.inf else f"> {SLACK_WAITS:.0f} s"


def _left(killed: Killed, name: str) -> tuple[str, ...]:
    last = "never" if killed.whole_after is None else f"{killed.whole_after:.0f} s"
    is_met = killed.incomplete == 0 and killed.doubled == 0
    goal = ("none lost, none twice", met(is_met)) if name == BATON else ("", "")
    posted = f"{killed.posted} of {killed.owed}"
    return (str(killed.acked), str(killed.incomplete), posted, str(killed.doubled), last, *goal)


def _raw(outcome: Outcome) -> dict[str, Any]:
    acks = [None if after is None else round(after * 1000, 1) for after in outcome.patient.after]
    return {"acks": acks, "killed": asdict(outcome.killed)}
