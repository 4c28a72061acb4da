"""The tables of docs/benchmarks.md, and the raw figures beside them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reports.tables import Section

DOCS = Path(__file__).parent.parent / "docs"
BEGINS, ENDS = "<!-- figures: begin -->", "<!-- figures: end -->"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run has found out."""

    machine: Mapping[str, str]
    sections: Sequence[Section]

    def markdown(self) -> str:
        """Answer the tables as they stand in the page."""
        facts = " · ".join(f"{name} {value}" for name, value in self.machine.items())
        return "\n\n".join([facts, *(table for section in self.sections for table in section.tables())])

    def json(self) -> dict[str, Any]:
        """Answer every round."""
        return {"machine": dict(self.machine), **{section.name: section.json() for section in self.sections}}


def keep(report: Report) -> None:
    """Put the tables into the page, and the raw figures beside it."""
    page = DOCS / "benchmarks.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGINS)
    after = rest.partition(ENDS)[2]
    page.write_text(f"{before}{BEGINS}\n{report.markdown()}\n{ENDS}{after}", encoding="utf-8")
    figures_of_run = json.dumps(report.json(), indent=1, ensure_ascii=False)
    (DOCS / "benchmarks.json").write_text(figures_of_run + "\n", encoding="utf-8")
