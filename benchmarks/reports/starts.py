"""How soon Baton is ready, and what it weighs."""

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from benchmarks.footprint import Footprint
from benchmarks.reports.tables import met, table
from benchmarks.starting import Starts

READY_WITHIN: Final = 1.0
READY_MIB: Final = 90
MOST_MIB: Final = 120


@dataclass(frozen=True, slots=True)
class Starting:
    """The starts and the weight."""

    found: Starts

    def tables(self) -> list[str]:
        """Answer one for each."""
        return [self._starts(), _weights(self.found.footprint)]

    def json(self) -> dict[str, Any]:
        """Answer every start, in seconds."""
        ready = {kind: [round(each, 3) for each in starts] for kind, starts in self.found.ready.items()}
        weights = {name: round(mib, 1) for name, mib in asdict(self.found.footprint).items()}
        return {"ready": ready, "imports_timed": [asdict(each) for each in self.found.timed], "memory_mib": weights}

    def _starts(self) -> str:
        rows = [(f"ready, {kind}", *_ready(starts)) for kind, starts in self.found.ready.items()]
        return table(("start", "median", "slowest", "goal", "met?"), [*rows, self._imports()])

    def _imports(self) -> tuple[str, ...]:
        timed = self.found.timed
        share = median(each.importing / each.ready_after for each in timed)
        seconds = [each.importing for each in timed]
        name = f"imports, {timed[0].modules:,} modules: {share:.0%} of a start"
        return (name, f"{median(seconds):.2f} s", f"{max(seconds):.2f} s", "", "")


def _ready(starts: list[float]) -> tuple[str, ...]:
    typical = median(starts)
    return (f"{typical:.2f} s", f"{max(starts):.2f} s", f"≤ {READY_WITHIN:.0f} s", met(typical <= READY_WITHIN))


def _weights(weight: Footprint) -> str:
    most = max(weight.acked, weight.delivering)
    rows = [
        ("once ready", f"{weight.ready:.0f} MiB", f"≤ {READY_MIB} MiB", met(weight.ready <= READY_MIB)),
        ("after 1,000 forms", f"{most:.0f} MiB", f"≤ {MOST_MIB} MiB", met(most <= MOST_MIB)),
    ]
    return table(("memory", "", "goal", "met?"), rows)
