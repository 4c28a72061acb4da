"""What the doctor says: one finding for each thing looked at, with a verdict and a code that scripts can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.words import Words

MOST_NAMED: Final = 5


class Verdict(StrEnum):
    """How a thing stands; the word at the beginning of its line."""

    OK = "ok"
    WRONG = "wrong"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in the team's language.

    `about` is its code, the same in every language and version; what is wrong says how to `mend` it.
    """

    verdict: Verdict
    about: str
    words: str
    mend: str | None = None

    @property
    def record(self) -> dict[str, str]:
        """Answer it for other programs."""
        told = {"verdict": self.verdict.value, "about": self.about, "words": self.words}
        return told if self.mend is None else told | {"mend": self.mend}


@dataclass(frozen=True, slots=True)
class Wording:
    """Makes findings: the code of one is the name of its words in both catalogues, after `doctor.`."""

    words: Words

    def ok(self, about: str, /, **values: object) -> Finding:
        """Say that something is as it should be."""
        return Finding(Verdict.OK, about, self._said(about, values))

    def unused(self, about: str, /, **values: object) -> Finding:
        """Say that something is not set, or not looked at."""
        return Finding(Verdict.UNUSED, about, self._said(about, values))

    def wrong(self, about: str, /, **values: object) -> Finding:
        """Say what is wrong, and how to mend it."""
        return Finding(Verdict.WRONG, about, self._said(about, values), self._said(f"{about}.mend", values))

    def _said(self, name: str, values: dict[str, object]) -> str:
        """Answer the words called `name`; a `count` among the values chooses their form."""
        match values:
            case {"count": int(count), **others}:
                return self.words.plural(f"doctor.{name}", count, **others)
        return self.words.say(f"doctor.{name}", **values)

    def line(self, finding: Finding) -> str:
        """Answer the line. Names come from other people: nothing in them may move a terminal's cursor."""
        told = finding.words
        if finding.mend is not None:
            told = self.words.say("doctor.line", words=told, mend=finding.mend)
        shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in told)
        return f"{finding.verdict.value:<6}  {shown}"


def listed(names: Sequence[str]) -> str:
    """Name the first few."""
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} …" if len(names) > MOST_NAMED else shown
