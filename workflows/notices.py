"""The closed list of what Baton tells, one class for each kind of message."""

from dataclasses import dataclass
from typing import ClassVar

from storage.outbox import Notice
from storage.vocabulary import Verb


def request_of(subject: str) -> str:
    """Answer which request a subject is about: `R-1042`, or `R-1042/2` for its second answer."""
    return subject.partition("/")[0]


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
    """An answer that waits for its filer's acceptance; `subject` counts the answers."""

    topic: ClassVar[str] = "answer"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class OutcomeReached(Notice):
    """What became of a request, for the one who filed it."""

    topic: ClassVar[str] = "outcome"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class StepTaken(Notice):
    """One line in the thread of the card; it mentions nobody."""

    topic: ClassVar[str] = "step"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = CardChanged.topic

    verb: Verb
    by: str


@dataclass(frozen=True, slots=True)
class LeadsAsked(Notice):
    """Nobody who owns the customer can be reached: the leads are mentioned in the channel, once."""

    topic: ClassVar[str] = "leads_asked"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class TroubleMet(Notice):
    """Something that only an admin can mend keeps Baton from posting; `subject` is the lane."""

    topic: ClassVar[str] = "trouble"
    kept: ClassVar[bool] = False

    error: str
    about: str
