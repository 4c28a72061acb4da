"""What Baton tells about calls: `subject` names the call, or one of its help signs, or a whisper."""

from dataclasses import dataclass
from typing import ClassVar

from storage.outbox import ALERTS, WHISPERS, Notice


@dataclass(frozen=True, slots=True)
class CockpitChanged(Notice):
    """What an agent has before their eyes during a call."""

    topic: ClassVar[str] = "cockpit"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class CallChanged(Notice):
    """The card of a call in the calls channel."""

    topic: ClassVar[str] = "call"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class HelpAsked(Notice):
    """An agent on the phone asks for help: the leads are mentioned, once for each sign; `subject` names the sign."""

    topic: ClassVar[str] = "help_sign"
    kept: ClassVar[bool] = True
    queue: ClassVar[str] = ALERTS


@dataclass(frozen=True, slots=True)
class DangerSeen(Notice):
    """A call has danger signs: the leads are mentioned, once for each call; further signs join the first."""

    topic: ClassVar[str] = "danger"
    kept: ClassVar[bool] = True
    queue: ClassVar[str] = ALERTS


@dataclass(frozen=True, slots=True)
class CallSummed(Notice):
    """What a call came to, for its agent: how long it took, what helped, one click to a request."""

    topic: ClassVar[str] = "call_summary"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Whispered(Notice):
    """Advice before the eyes of one agent on the phone; `subject` names the whisper and which of its sendings it is.

    It has a lane of its own, and leaves in the moment in which it is stored.
    """

    topic: ClassVar[str] = "whisper"
    kept: ClassVar[bool] = True
    goes_first: ClassVar[bool] = True
    queue: ClassVar[str] = WHISPERS


@dataclass(frozen=True, slots=True)
class CopyChanged(Notice):
    """The coach's own copy of a whisper: whether it arrived, and what was answered."""

    topic: ClassVar[str] = "whisper_copy"
    kept: ClassVar[bool] = True
    queue: ClassVar[str] = WHISPERS


@dataclass(frozen=True, slots=True)
class CoachCalled(Notice):
    """The coach must do more: `why` is what their agent answered, or `unanswered`."""

    topic: ClassVar[str] = "coach_called"
    kept: ClassVar[bool] = False
    queue: ClassVar[str] = WHISPERS

    why: str
