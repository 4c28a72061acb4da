"""Faults on demand: what goes wrong with the next calls to some address."""

from dataclasses import dataclass, fields
from fnmatch import fnmatch
from typing import Any, Literal, get_args

Kind = Literal["delay", "ratelimited", "server_error", "refuse", "hang", "lost", "late"]
KINDS = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """One rule.

    `kind`: `delay` answers after `seconds`; `ratelimited` answers 429 with `Retry-After: seconds`; `server_error`
    answers `status`, having taken effect only where `effect` is set; `refuse` answers `status` and says `error`;
    `hang` never answers; `lost` takes effect, then the connection is cut; `late` is cut at once and takes effect after
    `seconds`. `method` is HTTP's; `path` is what comes after /rest/api/N/; both may hold `*`. `times` None means until
    it is cleared.
    """

    kind: Kind
    method: str = "*"
    path: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    status: int = 503
    error: str = "The server cannot do this."
    effect: bool = False
    hits: int = 0

    def fits(self, method: str, path: str) -> bool:
        """Whether the rule holds for this call and is not used up."""
        left = self.times is None or self.hits < self.times
        return left and fnmatch(method, self.method) and fnmatch(path, self.path)


class Faults:
    """The rules in force; the first that fits a call strikes."""

    def __init__(self) -> None:
        """Begin with a Jira in good health."""
        self.rules: list[Fault] = []

    def add(self, **rule: Any) -> Fault:  # noqa: ANN401 - checked against Fault's fields
        """Add a rule from the fields of Fault; ValueError where one is unknown."""
        unknown = rule.keys() - {field.name for field in fields(Fault)}
        if unknown or rule.get("kind") not in KINDS:
            message = f"kind must be one of {', '.join(KINDS)}; unknown fields: {sorted(unknown)}"
            raise ValueError(message)
        fault = Fault(**rule)
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Make Jira well again."""
        self.rules.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The rule that strikes this call, counted; None: it goes through."""
        fault = next((rule for rule in self.rules if rule.fits(method, path)), None)
        if fault:
            fault.hits += 1
        return fault
