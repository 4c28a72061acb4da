"""Faults on demand: what goes wrong with the next calls of a method."""

from dataclasses import asdict, dataclass
from fnmatch import fnmatch

from sandbox.faults import Rule, Rules
from sandbox.slack.refusals import JsonObject


@dataclass(slots=True)
class Fault(Rule):
    """One rule; `refuse` answers `error`.

    `method` may hold `*`; `response_url` counts as a method. `channel` None means any; a DM answers to its person's
    id as well.
    """

    error: str = "internal_error"
    channel: str | None = None

    def fits(self, method: str, places: set[str]) -> bool:
        """Whether the rule holds for this call to `places` (all ids of one channel)."""
        return (self.channel is None or self.channel in places) and fnmatch(method, self.method)


class Faults(Rules[Fault]):
    """The rules in force at Slack."""

    def __init__(self) -> None:
        """Begin with a Slack in good health."""
        super().__init__(Fault)

    def strike(self, method: str, places: set[str]) -> Fault | None:
        """The rule that strikes this call, counted; None: it goes through."""
        return self.first(lambda rule: rule.fits(method, places))

    def listed(self) -> list[JsonObject]:
        """The rules as JSON."""
        return [asdict(rule) for rule in self.rules]
