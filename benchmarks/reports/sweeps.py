"""What it takes to read from Jira what became of 5,000 issues."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks import sweep
from benchmarks.reports.tables import met, table
from benchmarks.sweep import Swept

MOST_CALLS: Final = 60
HEAD: Final = ("5,000 linked issues, all of them moved", "pages", "calls", "goal", "met?", "swept in", "of the floor")


@dataclass(frozen=True, slots=True)
class Sweeps:
    """The sweeps on each database, by its name."""

    found: Mapping[str, sweep.Sweeps]
    name: str = "sweep"

    def tables(self) -> list[str]:
        """Answer the one table."""
        return [table(HEAD, [line for kind, each in self.found.items() for line in _lines(kind, each)])]

    def json(self) -> dict[str, Any]:
        """Answer what was counted."""
        return {kind: asdict(each) for kind, each in self.found.items()}


def _lines(kind: str, each: sweep.Sweeps) -> list[tuple[str, ...]]:
    both = each.killed.calls + each.resumed.calls
    return [
        (f"floor, beside {kind}", "50", "50", "", "", f"{each.floor:.1f} s", "1.0 ×"),
        (f"Baton, {kind}", *_counted(each.whole, each.whole.calls, each.floor)),
        (f"Baton, {kind}, killed on the way", str(each.killed.pages), str(each.killed.calls), "", "", "", ""),
        (f"Baton, {kind}, and what then went on", *_counted(each.resumed, both, each.floor)),
    ]


def _counted(swept: Swept, calls: int, floor: float) -> tuple[str, ...]:
    """Answer the figures of a sweep that came to its end; `calls` are all that its goal is about."""
    goal = (f"≤ {MOST_CALLS}", met(calls <= MOST_CALLS))
    seconds = swept.seconds or 0.0
    return (str(swept.pages), str(calls), *goal, f"{seconds:.1f} s", f"{seconds / floor:.1f} ×")
