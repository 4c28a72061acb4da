"""What there is to judge by, once all is over: values alone, so that the verdict needs no Slack and no database."""

from dataclasses import dataclass, field

from sandbox.slack.records import Call
from storage.requests import Step
from tests.faults.order import Owed

TURNED_AWAY = range(400, 500)
"""What is answered to whom Baton takes for wrong: only what is forged may be."""


@dataclass(frozen=True, slots=True)
class Form:
    """One submission as Slack heard of it; `summary` where it was to file a request, `is_acked` where it closed."""

    view: str
    name: str
    summary: str | None
    is_acked: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A request as it stands in the end: whose it is, where its card goes, and every step it took, oldest first."""

    key: str
    filed_by: str
    account_manager: str | None
    channel: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """One message that Slack accepted."""

    channel: str
    ts: str
    key: str | None
    text: str
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept message as it stands in Slack, and as the database says that it should."""

    what: str
    stands: str | None
    should: str


@dataclass(frozen=True, slots=True)
class Whispered:
    """What was typed as a whisper, and the conversations in which it may be seen."""

    words: str
    channels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What Baton said to something that came, and when; `status` None where it said nothing."""

    what: str
    kind: str
    status: int | None
    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a process's log."""

    line: str
    level: str
    event: str
    at: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """From when until when something was the matter."""

    why: str
    began: float
    over: float


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is known of a leg; `slack_calls` are those by which order is judged."""

    forms: tuple[Form, ...] = ()
    receipts: frozenset[str] = frozenset()
    summaries: tuple[str, ...] = ()
    cards: frozenset[str] = frozenset()
    requests: tuple[Filed, ...] = ()
    owed: tuple[Owed, ...] = ()
    posted: tuple[Posted, ...] = ()
    slack_calls: tuple[Call, ...] = ()
    shown: tuple[Shown, ...] = ()
    whispers: tuple[Whispered, ...] = ()
    calls_told: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    log: tuple[Said, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    failures: tuple[str, ...] = field(default=())
