"""How long a whisper takes to Slack, beside the floor in the same situation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.contests import FLOOR
from benchmarks.figures import percentile
from benchmarks.reports.tables import met, table
from benchmarks.trouble import SITUATIONS
from benchmarks.whispers import Heard, Played

MOST_P50: Final = {"Baton, SQLite": 2.0, "Baton, PostgreSQL": 3.0}
MOST_P99: Final = 4.0
"""Of the floor's, both."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What the rounds of one contestant in one situation came to, all clicks together: in milliseconds."""

    p50: float
    p99: float
    acked: float
    clicks: int


def timing(rounds: Sequence[Heard]) -> Timing:
    """Answer the figures of all clicks of `rounds`."""
    posted = sorted(each / 1000 for heard in rounds for each in heard.posted)
    acked = sorted(each / 1000 for heard in rounds for each in heard.acked)
    return Timing(percentile(posted, 0.50), percentile(posted, 0.99), percentile(acked, 0.50), len(posted))


@dataclass(frozen=True, slots=True)
class Whispers:
    """Every contestant in every situation."""

    played: Played

    def tables(self) -> list[str]:
        """Answer one table for each situation."""
        return [self._situation(situation.name) for situation in SITUATIONS]

    def json(self) -> dict[str, Any]:
        """Answer every click, in milliseconds."""
        return {
            name: {situation: [_raw(heard) for heard in rounds] for situation, rounds in by_situation.items()}
            for name, by_situation in self.played.items()
        }

    def _situation(self, situation: str) -> str:
        head = (f"whisper: click → at Slack, {situation}", "p50", "of the floor's", "goal", "met?")
        floor = timing(self.played[FLOOR][situation])
        rows = [_line(name, timing(rounds[situation]), floor) for name, rounds in self.played.items()]
        return table((*head, "p99", "of the floor's", "goal", "met?", "acked, p50"), rows)


def _line(name: str, found: Timing, floor: Timing) -> tuple[str, ...]:
    if name == FLOOR:
        return (name, f"{found.p50:.2f} ms", "", "", "", f"{found.p99:.2f} ms", "", "", "", f"{found.acked:.2f} ms")
    p50 = _against(found.p50, floor.p50, MOST_P50[name])
    return (name, *p50, *_against(found.p99, floor.p99, MOST_P99), f"{found.acked:.2f} ms")


def _against(found: float, floor: float, most: float) -> tuple[str, ...]:
    times = found / floor
    return (f"{found:.2f} ms", f"{times:.1f} ×", f"≤ {most:.0f} ×", met(times <= most))


def _raw(heard: Heard) -> dict[str, list[float]]:
    return {"posted": [round(each, 2) for each in heard.posted], "acked": [round(each, 2) for each in heard.acked]}
