"""From rounds to figures: medians over rounds, percentiles within one, shares of the floor round by round."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.contests import FLOOR, Result
from benchmarks.load import Round


def percentile(latencies: Sequence[float], share: float) -> float:
    """Answer the latency, in milliseconds, that `share` (0 to 1) of all stay within; `latencies` are sorted seconds."""
    return latencies[min(len(latencies) - 1, int(len(latencies) * share))] * 1000


def within(milliseconds: Sequence[float], share: float) -> float:
    """Answer what `share` (0 to 1) of all stay within; `milliseconds` come in any order."""
    return percentile([each / 1000 for each in sorted(milliseconds)], share)


@dataclass(frozen=True, slots=True)
class Figures:
    """One contestant in one contest; `share` is of the floor's rate in the same round, with its lowest and highest."""

    name: str
    rate: float
    p50: float
    p99: float
    share: float
    lowest: float
    highest: float
    refused: int


def figures(result: Result) -> list[Figures]:
    """Answer the figures of everyone, the floor first."""
    return [_figures(name, rounds, result.rounds[FLOOR]) for name, rounds in result.rounds.items()]


def _figures(name: str, rounds: Sequence[Round], floor: Sequence[Round]) -> Figures:
    shares = [played.rate / below.rate for played, below in zip(rounds, floor, strict=True)]
    return Figures(
        name=name,
        rate=median(played.rate for played in rounds),
        p50=median(percentile(played.latencies, 0.50) for played in rounds),
        p99=median(percentile(played.latencies, 0.99) for played in rounds),
        share=median(shares),
        lowest=min(shares),
        highest=max(shares),
        refused=sum(played.refused for played in rounds),
    )


def raw(played: Round) -> dict[str, Any]:
    """Answer one round as plain JSON; latencies in milliseconds."""
    return {
        "acked": len(played.latencies),
        "refused": played.refused,
        "seconds": round(played.seconds, 3),
        "rate": round(played.rate, 1),
        "p50": round(percentile(played.latencies, 0.50), 2),
        "p99": round(percentile(played.latencies, 0.99), 2),
        "slowest": round(percentile(played.latencies, 1.0), 2),
        "sender_busy": round(played.busy, 2),
    }
