"""The tables of docs/benchmarks.md, part by part, and the raw figures beside them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reports.tables import Section
from benchmarks.summary import summary

DOCS = Path(__file__).parent.parent / "docs"
PAGE, RAW, SUMMARY = "benchmarks.md", "benchmarks.json", "summary"


class NoPlace(Exception):  # noqa: N818  what was found; whoever wrote the part is to give it one
    """The page has no place for a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a run has found out, and where: `machine` as it was when the part began."""

    name: str
    machine: Mapping[str, str]
    section: Section

    def markdown(self) -> str:
        """Answer its tables as they stand in the page."""
        facts = " · ".join(f"{name} {value}" for name, value in self.machine.items())
        return "\n\n".join([f"<sub>{facts}</sub>", *self.section.tables()])

    def json(self) -> dict[str, Any]:
        """Answer every round."""
        return {"machine": dict(self.machine), "figures": self.section.json()}


def keep(part: Part, docs: Path = DOCS) -> None:
    """Put the part into its place in the page, and its raw figures beside it; other parts stay as they are.

    The summary on top is written anew, from the raw figures of all parts.

    Raises NoPlace where the page has no markers of the part's name; nothing is written then.
    """
    page, raw = docs / PAGE, docs / RAW
    every = json.loads(raw.read_text(encoding="utf-8")) | {part.name: part.json()}
    written = _put(part.name, part.markdown(), page.read_text(encoding="utf-8"))
    page.write_text(_put(SUMMARY, summary(every), written), encoding="utf-8")
    raw.write_text(json.dumps(every, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _put(name: str, text: str, page: str) -> str:
    """Answer the page with `text` between the markers called `name`."""
    begins, ends = markers(name)
    before, begun, rest = page.partition(begins)
    _, ended, after = rest.partition(ends)
    if not begun or not ended:
        raise NoPlace(f"{PAGE} lacks {begins} … {ends}")
    return f"{before}{begins}\n{text}\n{ends}{after}"


def markers(name: str) -> tuple[str, str]:
    """Answer what stands before and after what is written under a name."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
