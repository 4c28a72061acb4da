"""Whether what was looked at is flat at the end, by the slopes of the last half."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.soak.samples import TABLES, Sample

MOST_OURS: Final = 0.5
"""Of Baton's own objects for each request that is filed: one for each would be a leak."""
MOST_BLOCKS: Final = 40.0
"""Of Python's memory for each request that is filed: libraries still keep a statement here and there."""
MOST_MIB: Final = 3.0
"""Of resident memory in the last half: what the allocator may still take for itself."""
MOST_HANDLES: Final = 4.0
"""In the last half: of file handles, of sockets, of the database's sessions; some are open while something is on."""
MOST_THREADS: Final = 2.0
SPARE_ROWS, SHARE_OF_ROWS = 25.0, 0.35
"""What a table may gain in the last half: so many rows, or such a share of what it has, whichever is more."""

KEPT_FOR_GOOD: Final = frozenset(
    {
        "requests",
        "trail",
        "posts",
        "progress",
        "calls",
        "call_notes",
        "call_signs",
        "help_signs",
        "whispers",
        "issues",
        "issue_links",
        "issue_moves",
        "editions",
    }
)
"""Tables that grow by design: what the team did, and where it stands in Slack and in Jira."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: when it began, in the middle, at most, at the end; its gain in the last half.

    `most` is what it may gain, None where it grows by design.
    """

    name: str
    first: float
    middle: float
    highest: float
    last: float
    gain: float
    most: float | None
    unit: str = ""

    @property
    def is_flat(self) -> bool:
        """Say whether it gained no more than it may."""
        return self.most is None or self.gain <= self.most


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Answer the slope of the straight line through `points`, by least squares; 0 where there is none."""
    middle = sum(at for at, _ in points) / len(points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    return 0.0 if spread == 0 else sum((at - middle) * value for at, value in points) / spread


def findings(samples: Sequence[Sample]) -> list[Finding]:
    """Answer what came of everything that was looked at, tables whose rows never changed in number left out."""
    return [_memory(samples), *_objects(samples), *_handles(samples), *_tables(samples)]


def _memory(samples: Sequence[Sample]) -> Finding:
    return _found("resident memory", samples, lambda each: each.resident, MOST_MIB, "MiB")


def _objects(samples: Sequence[Sample]) -> list[Finding]:
    """Measure Python's objects by requests filed, not by time: a leak is of so much for each."""
    return [
        _by_request("Baton's own objects", samples, lambda each: each.ours, MOST_OURS),
        _by_request("blocks of all Python objects", samples, lambda each: each.blocks, MOST_BLOCKS),
    ]


def _by_request(name: str, samples: Sequence[Sample], value: Callable[[Sample], float], most: float) -> Finding:
    late = last_half(samples)
    filed = late[-1].requests - late[0].requests
    gain = slope([(each.requests, value(each)) for each in late]) * filed
    return _with(name, samples, value, gain, most * max(1, filed))


def _handles(samples: Sequence[Sample]) -> list[Finding]:
    found = [
        _found("file handles", samples, lambda each: each.handles, MOST_HANDLES),
        _found("of these sockets", samples, lambda each: each.sockets, MOST_HANDLES),
        _found("threads", samples, lambda each: each.threads, MOST_THREADS),
    ]
    if samples[0].sessions is not None:
        found.append(_found("sessions of the database", samples, lambda each: each.sessions or 0, MOST_HANDLES))
    return found


def _tables(samples: Sequence[Sample]) -> list[Finding]:
    size = _found("database", samples, lambda each: each.size, None, "MiB")
    return [size, *(_table(table, samples) for table in TABLES if len({each.rows[table] for each in samples}) > 1)]


def _table(table: str, samples: Sequence[Sample]) -> Finding:
    late = last_half(samples)
    level = sum(each.rows[table] for each in late) / len(late)
    most = None if table in KEPT_FOR_GOOD else max(SPARE_ROWS, SHARE_OF_ROWS * level)
    return _found(f"rows of `{table}`", samples, lambda each: each.rows[table], most)


def last_half(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Answer the samples of the last half of the time."""
    return samples[len(samples) // 2 :]


def _found(
    name: str, samples: Sequence[Sample], value: Callable[[Sample], float], most: float | None, unit: str = ""
) -> Finding:
    late = last_half(samples)
    gain = slope([(each.at, value(each)) for each in late]) * (late[-1].at - late[0].at)
    return _with(name, samples, value, gain, most, unit)


def _with(
    name: str,
    samples: Sequence[Sample],
    value: Callable[[Sample], float],
    gain: float,
    most: float | None,
    unit: str = "",
) -> Finding:
    every = [value(each) for each in samples]
    return Finding(name, every[0], every[len(every) // 2], max(every), every[-1], gain, most, unit)
