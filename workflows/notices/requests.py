"""What Baton tells about requests, and about itself."""

from dataclasses import dataclass
from typing import ClassVar

from storage.outbox import Notice
from storage.vocabulary import Verb


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
