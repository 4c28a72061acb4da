"""What happens to requests and calls by themselves: a moment comes, or someone is gone. Every replica looks; one acts.

Begun by the scheduler. Where nothing is due, nothing is written.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from storage.database import Database
from workflows.escalation import passing, service
from workflows.escalation.routing import Desk
from workflows.progress import telling
from workflows.whisper import moments, whispering
from workflows.whisper.floor import Floor


@dataclass(frozen=True, slots=True)
class Moments:
    """How the team has set Baton up, and the work's clock."""

    database: Database
    desk: Desk
    floor: Floor
    now: Callable[[], datetime]

    async def resume(self) -> None:
        """Bring back what waited until now."""
        now, read, write = self.now(), self.database.read, self.database.write
        await _while_due(partial(read, service.is_any_due, now), partial(write, service.resume_due, self.desk, now))

    async def tell_moves(self) -> None:
        """Tell threads of cards what has gathered over a minute from Jira."""
        now, read, write = self.now(), self.database.read, self.database.write
        await _while_due(partial(read, telling.is_any_due, now), partial(write, telling.tell_due, now))

    async def pass_on(self) -> None:
        """Pass on what rests on people who have left, and end their calls."""
        if await self.database.read(passing.is_anyone_gone):
            await self.database.write(passing.pass_on, self.desk, self.now())
        if await self.database.read(moments.is_anyone_gone):
            await self.database.write(moments.end_abandoned, self.now())

    async def press(self) -> None:
        """See to whispers that nobody answers, and to calls: signs that nobody helps with, words to be forgotten."""
        now, read, write = self.now(), self.database.read, self.database.write
        for each in (whispering, moments):
            await _while_due(partial(read, each.is_any_due, now), partial(write, each.act_due, self.floor, now))


async def _while_due(is_any_due: Callable[[], Awaitable[bool]], act_due: Callable[[], Awaitable[int]]) -> None:
    """Act as long as anything is due, and comes of it."""
    came = 1
    while came and await is_any_due():
        came = await act_due()
