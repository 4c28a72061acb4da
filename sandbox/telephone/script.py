"""What is said in a call, line by line, with true-to-life seconds between the lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Speaker = Literal["agent", "customer"]
LINE = re.compile(r"(?P<pause>[\d.]+) (?P<speaker>agent|customer)(?P<partial>~?) (?P<text>.+)")
GOODBYE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Line:
    """One segment, `pause` seconds after the one before; what is not `final` is heard again, better, in the next."""

    pause: float
    speaker: Speaker
    text: str
    final: bool = True


@dataclass(frozen=True, slots=True)
class Script:
    """A whole call: `title` in both languages, whose phone rings, and how the phone system knows the customer.

    `agent` is a Slack user id or a mail address; `customer` has an `account_id`, a `phone` or a `name`.
    """

    name: str
    locale: Literal["ja", "en"]
    title: Mapping[str, str]
    agent: str
    customer: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def seconds(self) -> float:
        """How long the call lasts at true speed."""
        return sum(line.pause for line in self.lines) + GOODBYE_SECONDS


def spoken(text: str) -> tuple[Line, ...]:
    """Read lines like `4.5 customer I want to cancel`; a speaker with `~` is heard in part only."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for line in text.strip().splitlines():
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"no line of a call: {line}")
        speaker: Speaker = "agent" if found["speaker"] == "agent" else "customer"
        yield Line(float(found["pause"]), speaker, found["text"], final=not found["partial"])
