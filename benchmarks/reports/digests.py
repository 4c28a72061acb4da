"""What a digest costs beside a little history and beside a lot of it, and what it weighs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from benchmarks.digests import BUSY, LITTLE, LONG, RENDERED, Costs
from benchmarks.figures import within
from benchmarks.footprint import Posting
from benchmarks.reports.tables import met, table

MOST: Final = {LONG: 1.5, BUSY: 12.0}
"""Times what it costs beside a little history."""
RENDERED_WITHIN: Final = 150
"""Milliseconds."""
MOST_MIB: Final = 20


@dataclass(frozen=True, slots=True)
class Digests:
    """The costs on each desk, by the name of the database; what posting one weighs."""

    costs: Mapping[str, Mapping[str, Costs]]
    posting: Posting

    def tables(self) -> list[str]:
        """Answer one about composing, one about rendering, one about memory."""
        return [self._composing(), self._rendering(), self._weight()]

    def json(self) -> dict[str, Any]:
        """Answer every round, in milliseconds."""
        costs = {kind: {name: _raw(each) for name, each in desks.items()} for kind, desks in self.costs.items()}
        return {**costs, "memory_mib": {name: round(mib, 1) for name, mib in asdict(self.posting).items()}}

    def _composing(self) -> str:
        head = ("digest composed", "p50", "p95", "of the first", "goal", "met?", "seeded in")
        return table(
            head,
            [
                (f"{kind}, {name}", *_composed(name, each, desks[LITTLE]))
                for kind, desks in self.costs.items()
                for name, each in desks.items()
            ],
        )

    def _rendering(self) -> str:
        head = ("digest composed, kept and its message rendered", "p50", "p95", "goal", "met?", "its thread, p50")
        rows = [(f"{kind}, {name}", *_rendered(self.costs[kind][name])) for kind in self.costs for name in RENDERED]
        return table(head, rows)

    def _weight(self) -> str:
        held = self.posting
        more = held.most - held.rests
        rows = [
            ("at rest", f"{held.rests:.0f} MiB", "", ""),
            ("at most, above that", f"{more:.0f} MiB", f"≤ {MOST_MIB} MiB", met(more <= MOST_MIB)),
            ("afterwards, above that", f"{held.after - held.rests:.0f} MiB", "", ""),
        ]
        return table(("memory while a digest of 500 in work is posted", "", "goal", "met?"), rows)


def times(costs: Costs, base: Costs) -> float:
    """Answer how many times what `base` costs: the median over rounds of the share in the same round."""
    return median(each / under for each, under in zip(costs.composed, base.composed, strict=True))


def _composed(name: str, costs: Costs, base: Costs) -> tuple[str, ...]:
    seeded = f"{costs.seeded:.0f} s"
    if name not in MOST:
        return (*_shares(costs.composed), "", "", "", seeded)
    found = times(costs, base)
    return (*_shares(costs.composed), f"{found:.2f} ×", f"≤ {MOST[name]:g} ×", met(found <= MOST[name]), seeded)


def _rendered(costs: Costs) -> tuple[str, ...]:
    p50, p95 = _shares(costs.rendered)
    is_met = met(within(costs.rendered, 0.95) <= RENDERED_WITHIN)
    return (p50, p95, f"≤ {RENDERED_WITHIN} ms", is_met, f"{median(costs.thread):.0f} ms")


def _shares(milliseconds: list[float]) -> tuple[str, str]:
    return f"{within(milliseconds, 0.50):.1f} ms", f"{within(milliseconds, 0.95):.1f} ms"


def _raw(costs: Costs) -> dict[str, Any]:
    rounds = {name: [round(each, 2) for each in getattr(costs, name)] for name in ("composed", "rendered", "thread")}
    return {"seeded_s": round(costs.seeded, 1), **rounds}
