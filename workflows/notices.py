"""The closed list of what Baton tells, one class for each kind of message."""

from dataclasses import dataclass
from typing import ClassVar

from storage.outbox import ALERTS, WHISPERS, Notice
from storage.vocabulary import Verb


def step_subject(key: str, ordinal: int) -> str:
    """Name what is said about one step of a request: `R-1042/7` is its seventh."""
    return f"{key}/{ordinal}"


def request_of(subject: str) -> str:
    """Answer which request a subject is about, whether it names one of its steps or not."""
    return subject.partition("/")[0]


def ordinal_of(subject: str) -> int | None:
    """Answer which step of its request a subject names, or None."""
    ordinal = subject.partition("/")[2]
    return int(ordinal) if ordinal.isdecimal() else None


@dataclass(frozen=True, slots=True)
class CardChanged(Notice):
    """The card of a request in its channel."""

    topic: ClassVar[str] = "card"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class HandoffChanged(Notice):
    """The account manager's own copy of the card: the one ping of a filing."""

    topic: ClassVar[str] = "handoff"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ReceiptChanged(Notice):
    """The filer's receipt, edited in place from filed to done."""

    topic: ClassVar[str] = "receipt"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AnswerGiven(Notice):
    """An answer for the filer to accept; `subject` names its step."""

    topic: ClassVar[str] = "answer"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class QuestionAsked(Notice):
    """A question that the filer is to answer; `subject` names its step."""

    topic: ClassVar[str] = "question"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class OfferMade(Notice):
    """A request that someone is asked to take over; `subject` names the step that offered it."""

    topic: ClassVar[str] = "offer"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class TurnPassed(Notice):
    """It is someone's turn now, or their request took a turn that they must know; `subject` names the step."""

    topic: ClassVar[str] = "turn"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class OutcomeReached(Notice):
    """What became of a request, for the one who filed it; `subject` names its last step."""

    topic: ClassVar[str] = "outcome"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class StepTaken(Notice):
    """One line in the thread of the card; it mentions nobody. `ordinal` is the step's, 0 where nobody kept it."""

    topic: ClassVar[str] = "step"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = CardChanged.topic

    verb: Verb
    by: str
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class LeadsAsked(Notice):
    """The leads are mentioned in the channel, once: nobody owns the customer, or nobody reaches `missing`."""

    topic: ClassVar[str] = "leads_asked"
    kept: ClassVar[bool] = False

    missing: str | None = None


@dataclass(frozen=True, slots=True)
class HelpOffered(Notice):
    """What Baton can do, for someone who wrote to it; `subject` is the draft that keeps their words, if any.

    `under` is the message in whose thread it answers, None beside the others in a DM; `key` a request that they named.
    """

    topic: ClassVar[str] = "help"
    kept: ClassVar[bool] = False

    under: str | None = None
    key: str | None = None

    @property
    def thread_ts(self) -> str | None:
        """Answer in the thread of whoever asked."""
        return self.under


@dataclass(frozen=True, slots=True)
class SetupTested(Notice):
    """A message that shows an admin that Baton can post to a channel they chose.

    `about` is what comes there: cards, calls or both.
    """

    topic: ClassVar[str] = "setup_test"
    kept: ClassVar[bool] = False

    by: str
    about: str = "cards"


@dataclass(frozen=True, slots=True)
class TroubleMet(Notice):
    """Something that only an admin can mend keeps Baton from posting; `subject` is the place."""

    topic: ClassVar[str] = "trouble"
    kept: ClassVar[bool] = False

    error: str
    about: str


# ---- calls: `subject` names the call, or one of its help signs, or a whisper


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
