"""Faults on demand: what goes wrong with the next calls to some address."""

from dataclasses import dataclass
from fnmatch import fnmatch

from sandbox.faults import Rule, Rules


@dataclass(slots=True)
class Fault(Rule):
    """One rule; `refuse` answers `status` and says `error`.

    `method` is HTTP's; `path` is what comes after /rest/api/N/; both may hold `*`.
    """

    error: str = "The server cannot do this."
    path: str = "*"

    def fits(self, method: str, path: str) -> bool:
        """Whether the rule holds for this call."""
        return fnmatch(method, self.method) and fnmatch(path, self.path)


class Faults(Rules[Fault]):
    """The rules in force in Jira."""

    def __init__(self) -> None:
        """Begin with a Jira in good health."""
        super().__init__(Fault)

    def strike(self, method: str, path: str) -> Fault | None:
        """The rule that strikes this call, counted; None: it goes through."""
        return self.first(lambda rule: rule.fits(method, path))
