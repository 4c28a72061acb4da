"""One call as the phone system knows it."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.telephone.script import Script, Speaker
from sandbox.telephone.wire import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """Something heard in a call."""

    at: datetime
    speaker: Speaker
    text: str
    final: bool


@dataclass(eq=False, slots=True)
class Call:
    """A call, live until it is hung up; `script` is what is played in it, if anything."""

    call_id: str
    agent: str
    customer: Mapping[str, str]
    began: datetime
    script: Script | None = None
    said: list[Said] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_live(self) -> bool:
        """Whether nobody has hung up yet."""
        return not self._over.is_set()

    @property
    def transcript(self) -> list[Said]:
        """What was heard in full, and at its end what is heard in part only."""
        last = self.said[-1:]
        return [one for one in self.said if one.final or one in last]

    @property
    def trouble(self) -> str | None:
        """What Baton answered last where it did not take what was sent; "" where nobody answered."""
        refused = [answer for answer in self.answers if not answer.accepted]
        return str(refused[-1].status or "") if refused else None

    def end(self) -> None:
        """Hang up."""
        self._over.set()

    async def pause(self, seconds: float) -> None:
        """Return after `seconds`, or as soon as somebody hangs up."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
