"""What becomes of forms while Slack hangs, and what Baton weighs after a thousand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.figures import percentile, raw
from benchmarks.footprint import Footprint
from benchmarks.hanging import Hang
from benchmarks.reports.tables import met, table

ACKED_WITHIN: Final = 1000
"""Milliseconds."""
MOST_MIB: Final = 120


@dataclass(frozen=True, slots=True)
class Endurance:
    """`hangs` by the name of the database."""

    hangs: Mapping[str, Hang]
    footprint: Footprint
    name: str = "endurance"

    def tables(self) -> list[str]:
        """Answer both."""
        return [self._hangs(), self._weights()]

    def json(self) -> dict[str, Any]:
        """Answer what was counted."""
        weights = {name: round(getattr(self.footprint, name), 1) for name in Footprint.__slots__}
        return {"hanging": {name: _raw(hang) for name, hang in self.hangs.items()}, "memory_mib": weights}

    def _hangs(self) -> str:
        head = ("60 forms at once, every Slack call takes 5 s", "acked", "p50", "p99", "slowest", "within 1 s?")
        rows = [(*_hang(name, hang),) for name, hang in self.hangs.items()]
        return table((*head, "posted later", "twice", "last, after Slack recovered"), rows)

    def _weights(self) -> str:
        weight = self.footprint
        most = max(weight.acked, weight.delivering)
        rows = [
            ("once ready", f"{weight.ready:.0f} MiB", "", ""),
            ("after 1,000 forms", f"{most:.0f} MiB", f"≤ {MOST_MIB} MiB", met(most <= MOST_MIB)),
        ]
        return table(("memory", "", "goal", "met?"), rows)


def _hang(name: str, hang: Hang) -> tuple[str, ...]:
    acks = hang.acks
    p50, p99, slowest = (percentile(acks.latencies, share) for share in (0.50, 0.99, 1.0))
    total = len(acks.latencies) + acks.refused
    times = (f"{p50:.0f} ms", f"{p99:.0f} ms", f"{slowest:.0f} ms", met(slowest <= ACKED_WITHIN))
    last = "not all" if hang.last_after is None else f"{hang.last_after:.1f} s"
    return (name, f"{len(acks.latencies)} of {total}", *times, f"{hang.posted} of {hang.owed}", str(hang.doubled), last)


def _raw(hang: Hang) -> dict[str, Any]:
    posts = {"owed": hang.owed, "posted": hang.posted, "doubled": hang.doubled, "last_after": hang.last_after}
    return {"acks": raw(hang.acks), **posts}
