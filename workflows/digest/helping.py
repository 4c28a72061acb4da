"""What help was given on calls since a digest's last edition."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage.calls import HelpSign
from storage.unit_of_work import UnitOfWork
from workflows.digest.snapshot import Help


@dataclass(frozen=True, slots=True)
class HelpGiven:
    """How many calls there were, how much was whispered in them and used, and the help signs since a moment."""

    calls: int = 0
    whispers: int = 0
    used: int = 0
    raised: int = 0
    taken: tuple[HelpSign, ...] = ()

    @property
    def takers(self) -> frozenset[str]:
        """Answer who took any sign."""
        return frozenset(sign.taken_by for sign in self.taken if sign.taken_by is not None)

    def told(self, name_of: Callable[[str | None], str | None]) -> Help:
        """Answer the same with plain names, whoever helped most first."""
        names = Counter(name for sign in self.taken if (name := name_of(sign.taken_by)) is not None)
        ordered = tuple(sorted(names.items(), key=lambda each: (-each[1], each[0])))
        return Help(self.calls, self.whispers, self.used, self.raised, ordered)


def help_given(work: UnitOfWork, since: datetime) -> HelpGiven:
    """Read what help was given since a moment."""
    signs = work.call_summaries.help_signs(since)
    return HelpGiven(
        work.call_summaries.started(since),
        *work.call_summaries.whispered(since),
        raised=sum(sign.asked_at > since for sign in signs),
        taken=tuple(sign for sign in signs if sign.taken_at is not None and sign.taken_at > since),
    )
