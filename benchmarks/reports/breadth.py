"""Whether a click costs more the more ids there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.breadth import IDS, Searched, typical
from benchmarks.contests import BATON
from benchmarks.reports.tables import met, table

MOST: Final = 1.1
"""Times what it costs among the fewest ids."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """Both, among each number of ids."""

    searched: Searched

    def tables(self) -> list[str]:
        """Answer the one table."""
        head = ("a click, from the payload to its listener's ack", "ids", "p50", "of the first", "goal", "met?", "p99")
        return [table(head, [_line(name, ids, by) for name, by in self.searched.items() for ids in by])]

    def json(self) -> dict[str, Any]:
        """Answer p50 and p99 of each round, in microseconds."""
        return {
            name: {str(ids): [_raw(took) for took in rounds] for ids, rounds in by.items()}
            for name, by in self.searched.items()
        }


def _line(name: str, ids: int, by: Mapping[int, list[tuple[float, ...]]]) -> tuple[str, ...]:
    p50, p99 = typical(by[ids])
    times = p50 / typical(by[IDS[0]])[0]
    goal = (f"≤ {MOST:.1f} ×", met(times <= MOST)) if name == BATON and ids == IDS[-1] else ("", "")
    return (name, str(ids), f"{p50:,.0f} µs", "" if ids == IDS[0] else f"{times:.2f} ×", *goal, f"{p99:,.0f} µs")


def _raw(took: tuple[float, ...]) -> dict[str, float]:
    p50, p99 = typical([took])
    return {"p50": round(p50, 1), "p99": round(p99, 1)}
