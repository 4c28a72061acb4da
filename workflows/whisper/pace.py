"""When things happen around calls by themselves: pure."""

from dataclasses import dataclass
from datetime import timedelta

HELP_HELD_FOR = timedelta(minutes=2)
"""How long a help sign is held by someone who whispers nothing."""
SILENT_FOR = timedelta(hours=2)
"""A call with no sign of life for so long is over."""
TOUCHED_EVERY = timedelta(minutes=1)
"""How exactly it is remembered when a call was last heard of: silence counts in hours."""
WORDS_KEPT_FOR = timedelta(minutes=9)
"""How long what was said outlives its call: with the minute that a busy clock may take, at most ten."""


@dataclass(frozen=True, slots=True)
class Pace:
    """When something happens to a whisper that nobody answers (sent again, its coach told, folded); a long call."""

    resend: timedelta = timedelta(seconds=15)
    warn: timedelta = timedelta(seconds=30)
    expire: timedelta = timedelta(seconds=120)
    long_call: timedelta = timedelta(minutes=20)
