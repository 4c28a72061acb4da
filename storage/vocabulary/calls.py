"""The words about calls and whispers, as codes."""

from enum import StrEnum


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
