"""What happens to requests and calls by themselves: a moment comes, or someone is gone. Every replica looks; one acts.

Begun by the scheduler. Where nothing is due, nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from workflows.escalation import passing, service
from workflows.escalation.routing import Desk
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
        now = self.now()
        came = 1
        while came and await self.database.read(service.is_any_due, now):
            came = await self.database.write(service.resume_due, self.desk, now)

    async def pass_on(self) -> None:
        """Pass on what rests on people who have left, and end their calls."""
        if await self.database.read(passing.is_anyone_gone):
            await self.database.write(passing.pass_on, self.desk, self.now())
        if await self.database.read(moments.is_anyone_gone):
            await self.database.write(moments.end_abandoned, self.floor, self.now())

    async def press(self) -> None:
        """See to whispers that nobody answers, and to calls: signs that nobody helps with, words to be forgotten."""
        now = self.now()
        came = 1
        while came and await self.database.read(whispering.is_any_due, now):
            came = await self.database.write(whispering.act_due, self.floor, now)
        came = 1
        while came and await self.database.read(moments.is_any_due, now):
            came = await self.database.write(moments.act_due, self.floor, now)
