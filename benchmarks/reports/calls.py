"""How soon the phone system is answered, and how much of the way to an advice card is our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.figures import within
from benchmarks.hearing import Listened
from benchmarks.reports.tables import met, table

ANSWERED_WITHIN: Final = 50.0
OWN_SHARE: Final = 20.0
"""Milliseconds, both."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Every run, by the name of the database and how many calls were over; `floor` is what its one post takes."""

    floor: float
    runs: Mapping[str, Mapping[int, Listened]]

    def tables(self) -> list[str]:
        """Answer the one table."""
        head = ("50 calls, one segment a second each, 300 phrase groups", "answered, p50", "p99", "goal", "met?")
        advice = ("segment → advice at Slack, p50", "p95", "our own share, p95", "goal", "met?")
        rows = [self._line(kind, ended, run) for kind, runs in self.runs.items() for ended, run in runs.items()]
        return [table((*head, *advice), rows)]

    def json(self) -> dict[str, Any]:
        """Answer every segment and every advice, in milliseconds."""
        runs = {kind: {str(ended): _raw(run) for ended, run in runs.items()} for kind, runs in self.runs.items()}
        return {"floor": round(self.floor, 2), **runs}

    def _line(self, kind: str, ended: int, run: Listened) -> tuple[str, ...]:
        answered = [within(run.answered, share) for share in (0.50, 0.99)]
        advised = [within(run.advised, share) for share in (0.50, 0.95)]
        own = advised[1] - self.floor
        return (
            f"{kind}, {ended:,} calls over",
            *(f"{each:.2f} ms" for each in answered),
            f"≤ {ANSWERED_WITHIN:.0f} ms",
            met(answered[1] <= ANSWERED_WITHIN),
            *(f"{each:.2f} ms" for each in advised),
            f"{own:.2f} ms",
            f"≤ {OWN_SHARE:.0f} ms",
            met(own <= OWN_SHARE),
        )


def _raw(run: Listened) -> dict[str, list[float]]:
    return {"answered": [round(each, 2) for each in run.answered], "advised": [round(each, 2) for each in run.advised]}
