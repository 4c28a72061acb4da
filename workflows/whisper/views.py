"""What the screens about calls show, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.accounts import Account
from storage.calls import Call, Note, Sign, Whisper
from storage.phrases import Counted

__all__ = [
    "AgentView",
    "BookView",
    "CallView",
    "DangerView",
    "FloorView",
    "HelpView",
    "Note",
    "Sign",
    "Starting",
    "Summary",
    "Whisper",
    "WhisperView",
]


@dataclass(frozen=True, slots=True)
class CallView:
    """A call with its customer's account, where it has one, and the names of everyone concerned.

    `requests` are the keys in work for its customer, latest first; `account_manager` is who owns the customer.
    """

    call: Call
    account: Account | None
    names: Mapping[str, str]
    notes: tuple[Note, ...] = ()
    signs: tuple[Sign, ...] = ()
    requests: tuple[str, ...] = ()

    def name_of(self, user_id: str | None) -> str:
        """Answer a plain name, the bare id of whom the mirror does not know."""
        return self.names.get(user_id or "", user_id or "")

    @property
    def customer(self) -> str | None:
        """Answer the customer's name, as listed or as it came; None while nobody knows."""
        return self.account.name if self.account is not None else self.call.customer

    @property
    def agent(self) -> str:
        """Answer the agent's plain name."""
        return self.name_of(self.call.agent)


@dataclass(frozen=True, slots=True)
class HelpView:
    """One help sign of a call: `ordinal` counts them; `leads` are to be mentioned."""

    view: CallView
    ordinal: int
    leads: tuple[str, ...] = ()

    @property
    def is_up(self) -> bool:
        """Say whether this sign still waits for someone."""
        call = self.view.call
        return call.is_live and self.ordinal == call.helps and call.help_asked_at is not None

    @property
    def taken_by(self) -> str | None:
        """Answer who has taken this sign."""
        return self.view.call.help_by if self.ordinal == self.view.call.helps else None


@dataclass(frozen=True, slots=True)
class DangerView:
    """The danger signs of a call; `leads` are to be mentioned."""

    view: CallView
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhisperView:
    """A whisper in its call; `sending` is which of its messages, `None` for the coach's copy."""

    view: CallView
    whisper: Whisper
    sending: int | None = None

    @property
    def is_folded(self) -> bool:
        """Say whether this message takes no more room: the whisper is folded, or was sent again after it."""
        sending = self.sending
        return self.whisper.folded_at is not None or (sending is not None and sending < self.whisper.sendings)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a call came to: everything whispered in it, oldest first."""

    view: CallView
    whispers: tuple[Whisper, ...]


@dataclass(frozen=True, slots=True)
class Starting:
    """What the form of a new call shows: the customer that was typed or found, and the call that it would end.

    `are_several` says that what was typed fits more than one account.
    """

    typed: str = ""
    account: Account | None = None
    live: CallView | None = None
    are_several: bool = False


@dataclass(frozen=True, slots=True)
class AgentView:
    """An agent to whisper to, by plain name, and the call that they are in, if any."""

    user_id: str
    name: str
    view: CallView | None = None


@dataclass(frozen=True, slots=True)
class FloorView:
    """What Home shows of calls: one's own; for leads all that are on, help signs first, the longest waiting on top.

    `in_huddle` are names of people who are busy in a huddle; `is_advice_off` whether its reader wants no advice.
    """

    own: CallView | None
    calls: tuple[CallView, ...] | None
    in_huddle: tuple[str, ...] = ()
    is_advice_off: bool = False


@dataclass(frozen=True, slots=True)
class BookView:
    """The phrase book, what fires most on top."""

    entries: tuple[Counted, ...] = field(default=())
