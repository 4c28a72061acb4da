"""What becomes of forms while Slack hangs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.figures import percentile, raw
from benchmarks.hanging import Hang
from benchmarks.reports.tables import met, table

ACKED_WITHIN: Final = 1000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Endurance:
    """`hangs` by the name of the database."""

    hangs: Mapping[str, Hang]

    def tables(self) -> list[str]:
        """Answer the one table."""
        head = ("60 forms at once, every Slack call takes 5 s", "acked", "p50", "p99", "slowest", "within 1 s?")
        rows = [_hang(name, hang) for name, hang in self.hangs.items()]
        return [table((*head, "posted later", "twice", "last, after Slack recovered"), rows)]

    def json(self) -> dict[str, Any]:
        """Answer what was counted."""
        return {name: _raw(hang) for name, hang in self.hangs.items()}


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
