"""The words about digests, as codes."""

from enum import StrEnum


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class HolidayRule(StrEnum):
    """What becomes of a digest that is due on a holiday: `next` moves it to the next business day."""

    POST = "post"
    SKIP = "skip"
    NEXT = "next"


class DigestKind(StrEnum):
    """What a digest is for: the open requests, the close of a team's day, or the morning of one person."""

    OPEN = "open"
    CLOSE = "close"
    MORNING = "morning"


class Section(StrEnum):
    """One part of a digest, in the order in which they stand."""

    UNOWNED = "unowned"
    IN_WORK = "in_work"
    DUE = "due"
    CHANGED = "changed"
    CARRIED_OVER = "carried_over"
    FINISHED = "finished"
    CALLS = "calls"
    JIRA = "jira"


class Order(StrEnum):
    """By what the requests of a digest are sorted; what is the same there, by urgency, then age."""

    URGENCY = "urgency"
    AGE = "age"
    ACCOUNT = "account"
    OWNER = "owner"


class EmptyDay(StrEnum):
    """What a digest does that has nothing to tell: say so in one line, or stay silent."""

    SAY = "say"
    SILENT = "silent"
