"""This machine's clock beside others: Slack's and Jira's as their answers are dated, PostgreSQL's as it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.console.doctor.findings import Finding, Wording

FARTHEST: Final = 60
"""Seconds by which clocks may differ: a signature is refused from 300 on, and an answer's date has whole seconds."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """How many seconds `now`, this machine's clock, is ahead of each that was heard, by whose it is."""

    now: Callable[[], datetime]
    ahead_of: dict[str, float] = field(default_factory=dict)

    def hear(self, whose: str, told: datetime | str | None) -> None:
        """Compare with what was just told: an aware instant, or the Date header of an answer (RFC 9110)."""
        moment = _dated(told) if isinstance(told, str) else told
        if moment is not None and moment.tzinfo is not None:
            self.ahead_of[whose] = (self.now() - moment).total_seconds()

    def findings(self, say: Wording) -> Iterator[Finding]:
        """Name each clock that differs too much; those that agree are named together."""
        for whose, ahead in self.ahead_of.items():
            if ahead > FARTHEST:
                yield say.wrong("clock_ahead", whose=whose, seconds=round(ahead))
            elif -ahead > FARTHEST:
                yield say.wrong("clock_behind", whose=whose, seconds=round(-ahead))
        agreed = [whose for whose, ahead in self.ahead_of.items() if abs(ahead) <= FARTHEST]
        if agreed:
            yield say.ok("clock", whose=", ".join(agreed))
        if not self.ahead_of:
            yield say.unused("clock_untold")


def _dated(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header)
    except ValueError:
        return None
