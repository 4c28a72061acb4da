"""Baton beside the usual pattern of a Slack app, while Slack is slow and when the process is killed."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.contests import BATON
from benchmarks.crowd import SLACK_WAITS, Acked
from benchmarks.figures import percentile
from benchmarks.reports.tables import met, table
from benchmarks.usual.contest import KILLED_AFTER, PEOPLE, Killed, Outcome, Outcomes

HEAD: Final = (
    f"{PEOPLE} forms at once, each call to Slack takes",
    "by",
    f"acked within {SLACK_WAITS:.0f} s",
    "the person sees an error",
    "p50",
    "p99",
    "slowest",
    f"acked, then killed after {KILLED_AFTER:.0f} s",
    "of them left incomplete",
    "messages posted in the end",
    "twice",
    "all, after the restart",
    "none failed, none lost?",
)


@dataclass(frozen=True, slots=True)
class Usual:
    """Everyone's outcome at each delay."""

    outcomes: Outcomes

    def tables(self) -> list[str]:
        """Answer the one table."""
        rows = [_line(delay, name, each) for delay, by in self.outcomes.items() for name, each in by.items()]
        return [table(HEAD, rows)]

    def json(self) -> dict[str, Any]:
        """Answer each ack in milliseconds, null where none came, and what was counted after the kill."""
        return {f"{delay:g} s": {name: _raw(each) for name, each in by.items()} for delay, by in self.outcomes.items()}


def _line(delay: float, name: str, outcome: Outcome) -> tuple[str, ...]:
    acked, total = len(outcome.patient.forms), len(outcome.patient.after)
    is_whole = acked == total and _is_whole(outcome.killed)
    verdict = met(is_whole) if name == BATON else ("yes" if is_whole else "no")
    counted = (f"{acked} of {total}", str(total - acked), *_waits(outcome.patient))
    return (_worded(delay), name, *counted, *_after_kill(outcome.killed), verdict)


def _is_whole(killed: Killed) -> bool:
    return killed.incomplete == 0 and killed.doubled == 0


def _worded(delay: float) -> str:
    return f"{delay:g} s" if delay >= 1 else f"{delay * 1000:.0f} ms"


def _waits(acked: Acked) -> tuple[str, ...]:
    """Answer what people waited, everyone counted: who was not acked has waited as long as Slack does."""
    waited = sorted(math.inf if after is None else after for after in acked.after)
    return tuple(_waited(percentile(waited, share)) for share in (0.50, 0.99, 1.0))


def _waited(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} ms" if milliseconds < math.inf else f"> {SLACK_WAITS:.0f} s"


def _after_kill(killed: Killed) -> tuple[str, ...]:
    last = "never" if killed.whole_after is None else f"{killed.whole_after:.0f} s"
    return (str(killed.acked), str(killed.incomplete), f"{killed.posted} of {killed.owed}", str(killed.doubled), last)


def _raw(outcome: Outcome) -> dict[str, Any]:
    acks = [None if after is None else round(after * 1000, 1) for after in outcome.patient.after]
    return {"acks": acks, "killed": asdict(outcome.killed)}
