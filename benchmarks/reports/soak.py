"""What grew while Baton was at work, and what did not."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.reports.tables import met, table
from benchmarks.soak.town import Soaked
from benchmarks.soak.verdict import Finding, findings


@dataclass(frozen=True, slots=True)
class Soak:
    """What came of it on each kind of database; how long it took, and by which seed."""

    soaked: Mapping[str, Soaked]
    minutes: float
    seed: int

    @property
    def is_flat(self) -> bool:
        """Say whether everything was flat that should be."""
        return all(each.is_flat for soaked in self.soaked.values() for each in findings(soaked.samples))

    def tables(self) -> list[str]:
        """Answer what people did, then a table for each kind of database."""
        return [self._told(), *(self._found(kind, soaked) for kind, soaked in self.soaked.items())]

    def json(self) -> dict[str, Any]:
        """Answer every sample."""
        return {
            "minutes": self.minutes,
            "seed": self.seed,
            **{kind: _raw(soaked) for kind, soaked in self.soaked.items()},
        }

    def _told(self) -> str:
        names = list(dict.fromkeys(name for soaked in self.soaked.values() for name in soaked.told))
        head = (f"{self.minutes:g} minutes, seed {self.seed}", *names, "not in time", "verdict")
        rows = [
            (kind, *(f"{soaked.told.get(name, 0):,}" for name in names), _failed(soaked), _verdict(soaked))
            for kind, soaked in self.soaked.items()
        ]
        return table(head, rows)

    def _found(self, kind: str, soaked: Soaked) -> str:
        head = (kind, "at first", "in the middle", "at most", "at the end", "gain in the last half", "goal", "flat?")
        return table(head, [_line(each) for each in findings(soaked.samples)])


def _failed(soaked: Soaked) -> str:
    return str(sum(soaked.failed.values()))


def _verdict(soaked: Soaked) -> str:
    return "flat" if all(each.is_flat for each in findings(soaked.samples)) else "**not flat**"


def _line(found: Finding) -> tuple[str, ...]:
    values = (found.first, found.middle, found.highest, found.last)
    gain = _worded(found.gain, found.unit)
    if found.most is None:
        return (found.name, *(_worded(each, found.unit) for each in values), gain, "", "grows by design")
    goal = f"≤ {_worded(found.most, found.unit)}"
    return (found.name, *(_worded(each, found.unit) for each in values), gain, goal, met(found.is_flat))


def _worded(value: float, unit: str) -> str:
    worded = f"{value:,.1f} {unit}" if unit else f"{value:,.0f}"
    return worded.removeprefix("-") if not worded.strip("-0., MiB") else worded


def _raw(soaked: Soaked) -> dict[str, Any]:
    samples = [asdict(each) for each in soaked.samples]
    for each in samples:
        each.update(at=round(each["at"], 1), resident=round(each["resident"], 1), size=round(each["size"], 2))
        each["rows"] = {name: rows for name, rows in each["rows"].items() if rows}
    return {"told": soaked.told, "failed": soaked.failed, "samples": samples}
