"""What notices are about: a request, or one of its steps."""


def step_subject(key: str, ordinal: int) -> str:
    """Name what is said about one step of a request: `R-1042/7` is its seventh."""
    return f"{key}/{ordinal}"


def request_of(subject: str) -> str:
    """Answer which request a subject is about, whether it names one of its steps or not."""
    return subject.partition("/")[0]


def ordinal_of(subject: str) -> int | None:
    """Answer which step of its request a subject names, or None."""
    ordinal = subject.partition("/")[2]
    return int(ordinal) if ordinal.isdecimal() else None
