"""The words about requests, as codes."""

from enum import StrEnum


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
    TRACK = "track"
