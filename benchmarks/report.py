"""The tables of docs/benchmarks.md, and the raw figures beside them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contests import BATON, BATON_POSTING, CLIENTS, FLOOR, Result
from benchmarks.figures import Figures, figures, percentile, raw
from benchmarks.footprint import Footprint
from benchmarks.hanging import Hang

DOCS = Path(__file__).parent.parent / "docs"
BEGINS, ENDS = "<!-- figures: begin -->", "<!-- figures: end -->"
READY_WITHIN = 2.0
MOST_MIB = 120
ACKED_WITHIN = 1000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run has found out; `hangs` by the name of the database."""

    machine: Mapping[str, str]
    contests: Sequence[Result]
    hangs: Mapping[str, Hang]
    footprint: Footprint

    def markdown(self) -> str:
        """Answer the tables as they stand in the page."""
        facts = " · ".join(f"{name} {value}" for name, value in self.machine.items())
        tables = [_contest(result) for result in self.contests]
        return "\n\n".join([facts, *tables, self._hangs(), self._weights()])

    def _hangs(self) -> str:
        head = ("60 forms at once, every Slack call takes 5 s", "acked", "p50", "p99", "slowest", "within 1 s?")
        rows = [(*_hang(name, hang),) for name, hang in self.hangs.items()]
        return _table((*head, "posted later", "twice", "last, after Slack recovered"), rows)

    def _weights(self) -> str:
        ready = [after for result in self.contests for name in (BATON, BATON_POSTING) for after in _ready(result, name)]
        weight = self.footprint
        most = max(weight.acked, weight.delivering)
        rows = [
            ("ready, median", f"{median(ready):.2f} s", f"≤ {READY_WITHIN:.0f} s", _met(median(ready) <= READY_WITHIN)),
            (f"ready, slowest of {len(ready)}", f"{max(ready):.2f} s", "", ""),
            ("memory once ready", f"{weight.ready:.0f} MiB", "", ""),
            ("memory after 1,000 forms", f"{most:.0f} MiB", f"≤ {MOST_MIB} MiB", _met(most <= MOST_MIB)),
        ]
        return _table(("start and memory", "", "goal", "met?"), rows)

    def json(self) -> dict[str, Any]:
        """Answer every round."""
        return {
            "machine": dict(self.machine),
            "contests": {
                result.contest.name: {
                    name: [raw(played) for played in rounds] for name, rounds in result.rounds.items()
                }
                for result in self.contests
            },
            "hanging": {name: _raw_hang(hang) for name, hang in self.hangs.items()},
            "memory_mib": {name: round(getattr(self.footprint, name), 1) for name in Footprint.__slots__},
        }


def keep(report: Report) -> None:
    """Put the tables into the page, and the raw figures beside it."""
    page = DOCS / "benchmarks.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGINS)
    after = rest.partition(ENDS)[2]
    page.write_text(f"{before}{BEGINS}\n{report.markdown()}\n{ENDS}{after}", encoding="utf-8")
    figures_of_run = json.dumps(report.json(), indent=1, ensure_ascii=False)
    (DOCS / "benchmarks.json").write_text(figures_of_run + "\n", encoding="utf-8")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _met(is_met: bool) -> str:  # noqa: FBT001  the answer is all there is to say
    return "yes" if is_met else "**no**"


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
    return _table(head, [_line(each, result.contest.goal) for each in figures(result)])


def _line(each: Figures, goal: float) -> tuple[str, ...]:
    shares = f"{each.lowest:.2f} to {each.highest:.2f}"
    timed = (f"{each.rate:,.0f}", f"{each.p50:.2f} ms", f"{each.p99:.2f} ms")
    against = (f"≥ {goal:.2f}", _met(each.share >= goal)) if each.name == BATON else ("", "")
    return (each.name, *timed, f"{each.share:.2f}", "" if each.name == FLOOR else shares, *against)


def _hang(name: str, hang: Hang) -> tuple[str, ...]:
    acks = hang.acks
    p50, p99, slowest = (percentile(acks.latencies, share) for share in (0.50, 0.99, 1.0))
    total = len(acks.latencies) + acks.refused
    times = (f"{p50:.0f} ms", f"{p99:.0f} ms", f"{slowest:.0f} ms", _met(slowest <= ACKED_WITHIN))
    last = "not all" if hang.last_after is None else f"{hang.last_after:.1f} s"
    return (name, f"{len(acks.latencies)} of {total}", *times, f"{hang.posted} of {hang.owed}", str(hang.doubled), last)


def _raw_hang(hang: Hang) -> dict[str, Any]:
    posts = {"owed": hang.owed, "posted": hang.posted, "doubled": hang.doubled, "last_after": hang.last_after}
    return {"acks": raw(hang.acks), **posts}


def _ready(result: Result, name: str) -> list[float]:
    return result.ready_after.get(name, [])
