"""What Slack saw: each call of the app's and each delivery to it, as the developer's window lists and unfolds them."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from sandbox.page.passages import about_of
from sandbox.page.reader import Reader
from sandbox.page.redaction import Redaction
from sandbox.slack.parcels import Delivery, Reply
from sandbox.slack.records import Call
from sandbox.slack.traffic import Passage

PLACE = "saw"
SHOWN = 200
MILLISECONDS = 1000
Way = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Line:
    """One passage in the list, `in` to the app or `out` of it; `about` says who, where and what."""

    number: int
    time: str
    way: Way
    name: str
    about: str
    verdict: str
    fine: bool
    retry: int


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A passage whole: its `sent` side under a heading, and what was `answered`."""

    heading: str
    sent: Any
    answered: Any


@dataclass(frozen=True)
class Saw:
    """The panel as `reader` sees it, with what has `find` in it."""

    reader: Reader
    find: str = ""

    @cached_property
    def found(self) -> list[Passage]:
        """What is kept and has the words in it, newest first."""
        wanted = self.find.strip().casefold()
        return [one for one in self.reader.workspace.traffic.newest() if not wanted or wanted in self._searched(one)]

    @property
    def lines(self) -> list[Line]:
        """As many of them as fit on screen."""
        return [self.line(one) for one in self.found[:SHOWN]]

    def line(self, passage: Passage) -> Line:
        """One passage in short."""
        what = passage.what
        time = self.reader.dates.token(self.reader.stamp(str(passage.at)), "{time_secs}")
        known = (self._redaction.plain(part) for part in about_of(what, self.reader) if part)
        about = " · ".join(dict.fromkeys(known))
        if isinstance(what, Call):
            return Line(passage.number, time, "out", what.method, about, *self._said(what), 0)
        return Line(passage.number, time, "in", what.parcel.name, about, *self._heard(what.reply), what.parcel.retry)

    def unfold(self, number: int) -> Unfolded | None:
        """The whole of one passage, its secrets hidden; None where it is no longer kept."""
        passage = self.reader.workspace.traffic.find(number)
        if passage is None:
            return None
        sent, answered = self._both(passage.what)
        return Unfolded("saw_arguments" if isinstance(passage.what, Call) else "saw_payload", sent, answered)

    def _both(self, what: Call | Delivery) -> tuple[Any, Any]:
        hide = self._redaction.of
        if isinstance(what, Call):
            return hide(what.args), hide(what.result or {"ok": what.ok, "error": what.error})
        reply = what.reply
        told = {"status": reply.status, "error": reply.error, "body": hide(reply.body)}
        return hide(what.parcel.payload), {name: one for name, one in told.items() if one not in (None, "")}

    @cached_property
    def _redaction(self) -> Redaction:
        return Redaction(self.reader.workspace.app)

    def _searched(self, passage: Passage) -> str:
        line = self.line(passage)
        inside = json.dumps(self._both(passage.what), ensure_ascii=False)
        return f"{line.name} {line.about} {line.verdict} {inside}".casefold()

    def _said(self, call: Call) -> tuple[str, bool]:
        words = self.reader.words("saw_ok") if call.ok else str(call.error)
        return f"{words} · {self._took(call.seconds)}", call.ok

    def _heard(self, reply: Reply) -> tuple[str, bool]:
        words = self.reader.words
        if reply.acked:
            return f"{words('saw_acked')} · {self._took(reply.seconds)}", True
        if reply.status is not None:
            return f"{words('saw_http', status=reply.status)} · {self._took(reply.seconds)}", False
        return words(f"saw_{reply.error}"), False

    def _took(self, seconds: float) -> str:
        return self.reader.words("saw_ms", ms=f"{seconds * MILLISECONDS:.0f}")
