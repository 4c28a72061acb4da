"""How fast doors answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from benchmarks.contests import BATON, BATON_POSTING, CLIENTS, FLOOR, Result
from benchmarks.figures import Figures, figures, raw
from benchmarks.reports.tables import met, table

READY_WITHIN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Acks:
    """The contests, and how soon each server in them was ready."""

    contests: Sequence[Result]
    name: str = "contests"

    def tables(self) -> list[str]:
        """Answer one table for each contest, and one for the starts."""
        return [*(_contest(result) for result in self.contests), self._starts()]

    def json(self) -> dict[str, Any]:
        """Answer every round."""
        return {
            result.contest.name: {name: [raw(played) for played in rounds] for name, rounds in result.rounds.items()}
            for result in self.contests
        }

    def _starts(self) -> str:
        of_baton = [
            after
            for result in self.contests
            for name in (BATON, BATON_POSTING)
            for after in result.ready_after.get(name, [])
        ]
        rows = [
            (
                "ready, median",
                f"{median(of_baton):.2f} s",
                f"≤ {READY_WITHIN:.0f} s",
                met(median(of_baton) <= READY_WITHIN),
            ),
            (f"ready, slowest of {len(of_baton)}", f"{max(of_baton):.2f} s", "", ""),
        ]
        return table(("start", "", "goal", "met?"), rows)


def _contest(result: Result) -> str:
    head = (
        f"{result.contest.name}, {CLIENTS} clients",
        "a second",
        "p50",
        "p99",
        "of the floor",
        "rounds",
        "goal",
        "met?",
    )
    return table(head, [_line(each, result.contest.goal) for each in figures(result)])


def _line(each: Figures, goal: float) -> tuple[str, ...]:
    shares = f"{each.lowest:.2f} to {each.highest:.2f}"
    timed = (f"{each.rate:,.0f}", f"{each.p50:.2f} ms", f"{each.p99:.2f} ms")
    against = (f"≥ {goal:.2f}", met(each.share >= goal)) if each.name == BATON else ("", "")
    return (each.name, *timed, f"{each.share:.2f}", "" if each.name == FLOOR else shares, *against)
