"""How fast doors answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contests import BATON, CLIENTS, FLOOR, Result
from benchmarks.figures import Figures, figures, raw
from benchmarks.reports.tables import met, table


@dataclass(frozen=True, slots=True)
class Acks:
    """The contests."""

    contests: Sequence[Result]

    def tables(self) -> list[str]:
        """Answer one table for each."""
        return [_contest(result) for result in self.contests]

    def json(self) -> dict[str, Any]:
        """Answer every round."""
        return {
            result.contest.name: {name: [raw(played) for played in rounds] for name, rounds in result.rounds.items()}
            for result in self.contests
        }


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
