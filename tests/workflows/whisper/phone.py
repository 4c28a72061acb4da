"""A phone system that tells of one agent's calls, and a small phrase book that listens."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.calls import Call, Segment, Sign, Whisper
from storage.phrases import Phrase
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, Speaker, Tone
from tests.workflows.whisper.team import AGENT, Team
from workflows.whisper.advising import OpenBook
from workflows.whisper.hearing import NamedAgent, NamedCustomer, PhoneEvent, PhoneEventKind, hear

LEAVING, REFUND, LAWYER = "引き止めず、理由を先に聞きましょう", "返金の可否は約束しません", "その件は上席が折り返します"


def an_entry(
    phrase_id: str, *phrases: str, advice: str = REFUND, tone: Tone = Tone.INFO, danger: bool = False
) -> Phrase:
    """An entry that fires on any of `phrases`, when the customer says it."""
    return Phrase(phrase_id, Locale.JA, Speaker.CUSTOMER, phrases, (), (), 30, tone, danger, advice)


BOOK = (
    an_entry("leaving", "解約", "cancel", advice=LEAVING, tone=Tone.DO_NOW, danger=True),
    an_entry("refund", "返金"),
    an_entry("lawyer", "弁護士", advice=LAWYER, tone=Tone.STOP, danger=True),
)


def fill(work: UnitOfWork, entries: Sequence[Phrase] = BOOK) -> None:
    """Keep a phrase book."""
    work.phrases.save(entries)


@dataclass
class Phone:
    """One agent's phone, in the call that the phone system calls `call_id`."""

    team: Team
    call_id: str = "c-1"
    agent: NamedAgent = field(default_factory=lambda: NamedAgent(AGENT))
    book: OpenBook = field(default_factory=OpenBook)
    count: int = 0

    def tell(self, kind: PhoneEventKind, **fields: object) -> None:
        """Tell of something, now or as `fields` say."""
        self.count += 1
        known = {"call_id": self.call_id, "at": self.team.now, "agent": self.agent, **fields}
        event = PhoneEvent(f"{self.call_id}-{self.count}", kind, **known)  # type: ignore[arg-type]  # named as the fields
        self.team.database.write_now(hear, event, self.book, self.team.floor, self.team.now)

    def starts(self, **customer: str) -> Call:
        """Begin a call; answer it as it stands."""
        self.tell(PhoneEventKind.STARTED, customer=NamedCustomer(**customer))
        return self.call

    def says(
        self, text: str, speaker: Speaker = Speaker.CUSTOMER, at: datetime | None = None, **fields: object
    ) -> None:
        """Hear a final segment, said now or `at`."""
        said = {"text": text, "speaker": speaker, "final": True, "at": at or self.team.now, **fields}
        self.tell(PhoneEventKind.SEGMENT, **said)

    def ends(self, **fields: object) -> None:
        """Hang up."""
        self.tell(PhoneEventKind.ENDED, **fields)

    @property
    def call(self) -> Call:
        """The call as it stands."""
        found = self.team.database.write_now(lambda work: work.calls.by_call_id(self.call_id))
        assert found is not None
        return found

    @property
    def segments(self) -> list[Segment]:
        """What is kept of all that was said."""
        since, until = self.team.now - timedelta(days=2), self.team.now + timedelta(days=2)
        call = self.call
        return self.team.database.read_now(lambda work: work.calls.heard(call, since, until))

    @property
    def signs(self) -> list[Sign]:
        """The call's danger signs."""
        call = self.call
        return self.team.database.read_now(lambda work: work.calls.signs_of(call))

    @property
    def advice(self) -> list[Whisper]:
        """Everything whispered in the call."""
        return self.team.whispers(self.call.key)
