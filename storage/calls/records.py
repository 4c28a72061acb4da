"""Calls, what was whispered in them and what was said, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from storage.vocabulary import (
    CallKey,
    Helped,
    SignKind,
    Speaker,
    Tone,
    WhisperAnswer,
    WhisperKey,
    call_key,
    whisper_key,
)


@dataclass(frozen=True, slots=True)
class NewCall:
    """What is known of a call when it starts, or is first heard of.

    `call_id` is the phone system's, None for one started by hand. `agent` is None for somebody whom the mirror does
    not know, `started_at` for a call of which only later events have come. `customer` is the name as it came, where
    it fits no account. `announced` is False for a call that a whisper began. `channel` is where its card stands.
    """

    call_id: str | None
    agent: str | None
    account_id: str | None
    customer: str | None
    channel: str | None
    started_at: datetime | None
    last_sign_at: datetime
    announced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(NewCall):
    """A call as it stands now.

    `help_asked_at` is since when its agent asks for help, `help_by` who has taken the sign, `helps` how often one was
    raised or given back. `ended_by` is a person, BATON, or None where the phone system said so.
    """

    number: int
    ended_at: datetime | None = None
    ended_by: str | None = None
    help_asked_at: datetime | None = None
    help_by: str | None = None
    help_taken_at: datetime | None = None
    helps: int = 0

    @property
    def key(self) -> CallKey:
        """Name the call for buttons and notices."""
        return call_key(self.number)

    @property
    def is_live(self) -> bool:
        """Say whether someone is on the phone."""
        return self.started_at is not None and self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        """Say whether its agent asks for help and has nobody yet."""
        return self.help_asked_at is not None and self.help_by is None


class CallChanges(TypedDict, total=False):
    """What may change of a call."""

    call_id: str | None
    agent: str | None
    account_id: str | None
    customer: str | None
    channel: str | None
    started_at: datetime | None
    last_sign_at: datetime
    announced: bool
    ended_at: datetime | None
    ended_by: str | None
    help_asked_at: datetime | None
    help_by: str | None
    help_taken_at: datetime | None
    helps: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the agent wrote down during a call, masked."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A danger sign: `phrase` as the book has it; `words` are what was said, masked, until the transcript is gone."""

    at: datetime
    kind: SignKind
    phrase: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Something said in a call, masked, by an agent or a customer."""

    at: datetime
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class NewWhisper:
    """Advice to one agent; `by` is a coach, or BATON for an entry of the phrase book (`phrase_id`).

    `due_at` is when something happens by itself unless it is answered: sent again, its coach told, folded.
    """

    call: int
    agent: str
    by: str
    advice: str
    tone: Tone
    link: str | None
    phrase_id: str | None
    sent_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper(NewWhisper):
    """A whisper as it stands now.

    `sendings` counts its messages to the agent, `delivered_at` is when Slack took the first. `folded_at` is since
    when it takes no more room; `failed` is Slack's word for why it could not be delivered; `caution` what stands
    between it and its agent (`dnd`, `away`), where Slack says so.
    """

    number: int
    sendings: int = 1
    delivered_at: datetime | None = None
    answer: WhisperAnswer | None = None
    answered_at: datetime | None = None
    warned_at: datetime | None = None
    folded_at: datetime | None = None
    failed: str | None = None
    caution: str | None = None
    helped: Helped | None = None

    @property
    def key(self) -> WhisperKey:
        """Name the whisper for buttons and notices."""
        return whisper_key(self.number)

    @property
    def is_open(self) -> bool:
        """Say whether it waits for an answer: before the agent's eyes, or on its way there."""
        return self.answer is None and self.folded_at is None and self.failed is None


class WhisperChanges(TypedDict, total=False):
    """What may change of a whisper."""

    due_at: datetime | None
    sendings: int
    delivered_at: datetime | None
    answer: WhisperAnswer | None
    answered_at: datetime | None
    warned_at: datetime | None
    folded_at: datetime | None
    failed: str | None
    caution: str | None
    helped: Helped | None
