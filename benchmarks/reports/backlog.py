"""How many notices a second leave, beside jobs that do nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from benchmarks.backlog import IDLE, JOBS, Cleared, Played
from benchmarks.figures import within
from benchmarks.reports.tables import met, table

LEAST: Final = 3.0
"""Times as many notices that are posted to nobody as jobs that do nothing."""


@dataclass(frozen=True, slots=True)
class Backlogs:
    """Everyone with each number of workers."""

    played: Played

    def tables(self) -> list[str]:
        """Answer the one table."""
        head = ("notices a second, PostgreSQL", "workers", "a second", "of Procrastinate's", "rounds")
        rows = [_line(workers, name, by) for workers, by in self.played.items() for name in by]
        return [table((*head, "goal", "met?", "in hand, p50", "p99"), rows)]

    def json(self) -> dict[str, Any]:
        """Answer every round."""
        return {
            str(workers): {name: [_raw(each) for each in rounds] for name, rounds in by.items()}
            for workers, by in self.played.items()
        }


def shares(rounds: list[Cleared], jobs: list[Cleared]) -> list[float]:
    """Answer how many times as many as jobs there were, round by round."""
    return [ours.rate / theirs.rate for ours, theirs in zip(rounds, jobs, strict=True)]


def _line(workers: int, name: str, by: Mapping[str, list[Cleared]]) -> tuple[str, ...]:
    rounds, found = by[name], shares(by[name], by[JOBS])
    share = median(found)
    goal = (f"≥ {LEAST:.0f} ×", met(share >= LEAST)) if name == IDLE else ("", "")
    against = ("", "") if name == JOBS else (f"{share:.2f} ×", f"{min(found):.2f} to {max(found):.2f}")
    in_hand = (f"{median(within(each.in_hand, part) for each in rounds):.1f} ms" for part in (0.50, 0.99))
    return (name, str(workers), f"{median(each.rate for each in rounds):,.0f}", *against, *goal, *in_hand)


def _raw(each: Cleared) -> dict[str, float]:
    p50, p99 = (round(within(each.in_hand, part), 2) for part in (0.50, 0.99))
    return {"settled": len(each.in_hand), "rate": round(each.rate, 1), "p50": p50, "p99": p99}
