"""What the doctor says: one line for each thing looked at, with a verdict that scripts can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_NAMED: Final = 5


class Verdict(StrEnum):
    """How a thing stands; the word at the beginning of its line."""

    OK = "ok"
    WRONG = "wrong"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in the team's language; what is wrong says how to mend it."""

    verdict: Verdict
    words: str

    def __str__(self) -> str:
        """Answer the line. Names come from other people: nothing in them may move a terminal's cursor."""
        shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in self.words)
        return f"{self.verdict.value:<6}  {shown}"


def ok(words: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Verdict.OK, words)


def wrong(words: str) -> Finding:
    """Say what is wrong, and how to mend it."""
    return Finding(Verdict.WRONG, words)


def unused(words: str) -> Finding:
    """Say that something is not set, or not looked at."""
    return Finding(Verdict.UNUSED, words)


def listed(names: Sequence[str]) -> str:
    """Name the first few."""
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} …" if len(names) > MOST_NAMED else shown
