"""How soon one finds a customer, beside the bare query."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.contests import BATON, FLOOR
from benchmarks.figures import within
from benchmarks.lookups import Looked
from benchmarks.reports.tables import table

Rounds = list[tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class LookUps:
    """Everyone in each kind of look-up."""

    looked: Looked

    def tables(self) -> list[str]:
        """Answer one table for each kind."""
        return [self._kind(look, by) for look, by in self.looked.items()]

    def json(self) -> dict[str, Any]:
        """Answer every answer's milliseconds, round by round."""
        return {
            look: {name: [[round(each, 2) for each in took] for took in rounds] for name, rounds in by.items()}
            for look, by in self.looked.items()
        }

    def _kind(self, look: str, by: Mapping[str, Rounds]) -> str:
        head = (f"{look}, 10,200 customers", "p50", "of the floor's", "p99", "of the floor's")
        return table(head, [_line(name, rounds, _floor_of(name, by)) for name, rounds in by.items()])


def _floor_of(name: str, by: Mapping[str, Rounds]) -> Rounds:
    return by[name.replace(BATON, FLOOR)]


def times(rounds: Rounds, floor: Rounds, share: float) -> float:
    """Answer how many times the floor's it takes, the median over rounds."""
    return median(within(ours, share) / within(bare, share) for ours, bare in zip(rounds, floor, strict=True))


def _line(name: str, rounds: Rounds, floor: Rounds) -> tuple[str, ...]:
    cells = [name]
    for share in (0.50, 0.99):
        cells.append(f"{median(within(took, share) for took in rounds):.2f} ms")
        cells.append("" if name.startswith(FLOOR) else f"{times(rounds, floor, share):.1f} ×")
    return tuple(cells)
