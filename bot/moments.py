"""What happens to requests by themselves: a moment comes, or someone is gone. Every replica looks; one does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from workflows.escalation import passing, service
from workflows.escalation.routing import Desk


@dataclass(frozen=True, slots=True)
class Moments:
    """Begun by the scheduler; `now` is the work's clock. Where nothing is due, nothing is written."""

    database: Database
    desk: Desk
    now: Callable[[], datetime]

    async def resume(self) -> None:
        """Bring back what waited until now."""
        now = self.now()
        came = 1
        while came and await self.database.read(service.is_any_due, now):
            came = await self.database.write(service.resume_due, self.desk, now)

    async def pass_on(self) -> None:
        """Pass on what rests on people who have left."""
        if await self.database.read(passing.is_anyone_gone):
            await self.database.write(passing.pass_on, self.desk, self.now())
