"""What it takes to read from Jira what became of 5,000 issues."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks import sweep
from benchmarks.reports.tables import met, table
from benchmarks.sweep import Parts, Swept

MOST_CALLS: Final = 60
PAGES: Final = 50
HEAD: Final = ("5,000 linked issues, all of them moved", "pages", "calls", "goal", "met?", "swept in", "of the floor")


@dataclass(frozen=True, slots=True)
class Sweeps:
    """The sweeps on each database, by its name."""

    found: Mapping[str, sweep.Sweeps]

    def tables(self) -> list[str]:
        """Answer the one table."""
        return [table(HEAD, [line for kind, each in self.found.items() for line in _lines(kind, each)])]

    def json(self) -> dict[str, Any]:
        """Answer what was counted."""
        return {kind: asdict(each) for kind, each in self.found.items()}


def _lines(kind: str, each: sweep.Sweeps) -> list[tuple[str, ...]]:
    whole = each.whole
    goal = (f"≤ {MOST_CALLS} calls", met(whole.calls <= MOST_CALLS))
    lines: list[tuple[str, ...]] = [
        (f"floor, beside {kind}", str(PAGES), str(PAGES), "", "", f"{each.floor:.1f} s", "1.0 ×"),
        (f"Baton, {kind}", str(whole.pages), str(whole.calls), *goal, *_timed(whole, each.floor)),
    ]
    return lines if each.parts is None else [*lines, *_in_parts(kind, each.parts, each.floor)]


def _in_parts(kind: str, parts: Parts, floor: float) -> list[tuple[str, ...]]:
    """Answer the lines of a sweep that was killed: together no page is to be asked for twice but the one on its way."""
    killed, resumed = parts.killed, parts.resumed
    goal = (f"≤ {PAGES + 1} pages together", met(parts.pages <= PAGES + 1))
    return [
        (f"Baton, {kind}, killed on the way", str(killed.pages), str(killed.calls), "", "", "", ""),
        (
            f"Baton, {kind}, and what then went on",
            str(resumed.pages),
            str(resumed.calls),
            *goal,
            *_timed(resumed, floor),
        ),
    ]


def _timed(swept: Swept, floor: float) -> tuple[str, str]:
    seconds = swept.seconds or 0.0
    return f"{seconds:.1f} s", f"{seconds / floor:.1f} ×"
