"""The words of Baton as codes: language-free, stored as they stand here, imported by every layer."""

from enum import StrEnum
from typing import NewType

RequestKey = NewType("RequestKey", str)
"""What people call a request: `R-1042`."""

MOST_DIGITS = 12
LARGEST_NUMBER = 2**31 - 1
"""Larger ones are nobody's request, call or whisper, and PostgreSQL's INTEGER would not hold them."""

FIRST_REQUEST = 1000
"""Keys start above this number, so that every key of the first years has four digits."""


NEW_CUSTOMER = "new:"
"""What stands before the name of a customer that no list has, in the place of an account's id."""


def request_key(number: int) -> RequestKey:
    """Name the request that storage knows as `number`."""
    return RequestKey(f"R-{FIRST_REQUEST + number}")


def request_number(key: str) -> int | None:
    """Answer the number that storage knows `key` by, or None where `key` is not a request key."""
    digits = key.removeprefix("R-")
    if digits == key or not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        return None
    number = int(digits) - FIRST_REQUEST
    return number if 0 < number <= LARGEST_NUMBER else None


CallKey = NewType("CallKey", str)
"""What buttons call a call: `call-12`; people never read it."""
WhisperKey = NewType("WhisperKey", str)
"""What buttons call a whisper: `whisper-7`; people never read it."""


def call_key(number: int) -> CallKey:
    """Name the call that storage knows as `number`."""
    return CallKey(f"call-{number}")


def call_number(key: str) -> int | None:
    """Answer the number that storage knows a call by, or None where `key` is no key of a call."""
    return _number_after("call-", key)


def whisper_key(number: int) -> WhisperKey:
    """Name the whisper that storage knows as `number`."""
    return WhisperKey(f"whisper-{number}")


def whisper_number(key: str) -> int | None:
    """Answer the number that storage knows a whisper by, or None where `key` is no key of a whisper."""
    return _number_after("whisper-", key)


def _number_after(prefix: str, key: str) -> int | None:
    digits = key.removeprefix(prefix)
    is_number = digits != key and digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number and int(digits) <= LARGEST_NUMBER else None


class Locale(StrEnum):
    """The two languages; a Slack locale `ja…` is Japanese, any other English."""

    JA = "ja"
    EN = "en"

    @classmethod
    def of_slack(cls, locale: str | None) -> "Locale":
        """Translate the locale of `users.info`."""
        return cls.JA if (locale or "").startswith("ja") else cls.EN


class RequestType(StrEnum):
    """What the filer asks for; each type has its own definition of done."""

    ACTION = "action"
    CONSULT = "consult"
    FYI = "fyi"


class Urgency(StrEnum):
    """How heated the customer is, in levels that one can observe."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Answer 0 for the calmest up to 3, for sorting."""
        return list(Urgency).index(self)


class Status(StrEnum):
    """Where a request stands."""

    TODO = "todo"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"


class Ending(StrEnum):
    """How a request became `done`."""

    RESOLVED = "resolved"
    ANSWERED = "answered"
    READ = "read"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class Waiting(StrEnum):
    """What a `waiting` request waits for: its filer to accept an answer, or to reply; or a moment."""

    ACCEPTANCE = "acceptance"
    REPLY = "reply"
    UNTIL = "until"


class Outcome(StrEnum):
    """What the owner of an `action` achieved."""

    DONE = "done"
    PARTLY = "partly"
    NOT_POSSIBLE = "not_possible"


class CustomerState(StrEnum):
    """Where the customer stands when a request is resolved."""

    SATISFIED = "satisfied"
    STAYING = "staying"
    AT_RISK = "at_risk"
    LEAVING = "leaving"
    UNKNOWN = "unknown"


class Verb(StrEnum):
    """One step in the life of a request, as its trail keeps it."""

    FILE = "file"
    EDIT = "edit"
    ADD = "add"
    LINK = "link"
    URGENCY = "urgency"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    READ = "read"
    ANSWER = "answer"
    ACCEPT_ANSWER = "accept_answer"
    ASK_AGAIN = "ask_again"
    ASK = "ask"
    REPLY = "reply"
    WAIT = "wait"
    RESUME = "resume"
    HAND_OFF = "hand_off"
    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    MOVE = "move"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class Speaker(StrEnum):
    """Who says something during a call; a phrase of the book may listen to either."""

    AGENT = "agent"
    CUSTOMER = "customer"
    EITHER = "either"


class Tone(StrEnum):
    """How a whisper is meant."""

    INFO = "info"
    DO_NOW = "do_now"
    STOP = "stop"

    @property
    def is_pressing(self) -> bool:
        """Say whether it must be seen now: such a whisper is sent again, and its coach told, where nobody answers."""
        return self is not Tone.INFO


class WhisperAnswer(StrEnum):
    """What an agent answers to a whisper, with one tap."""

    GOT_IT = "got_it"
    MORE = "more"
    HOLD = "hold"
    TAKE_OVER = "take_over"


class Helped(StrEnum):
    """What a whisper was worth, as its agent sees it after the call."""

    USED = "used"
    NOT_USED = "not_used"
    TOO_LATE = "too_late"


class SignKind(StrEnum):
    """What a danger sign of a call is: words that were said, or its mere length."""

    PHRASE = "phrase"
    LONG = "long"


BATON = "baton"
"""Who took a step that nobody took: a moment came, someone left, a phrase was heard."""
