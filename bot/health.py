"""Whether Baton can work: what `/readyz` asks of each thing that it needs."""

import asyncio
import time
from dataclasses import dataclass, field

from bot.delivery.people import PeopleMirror
from bot.scheduler import Scheduler
from bot.socket import SocketDoor
from bot.web import Check
from storage.database import Database, StorageFailed
from workflows.people import reading
from workflows.people.service import Identity

PATIENCE = 1.0
FIRST_LOOK = 10.0
"""Seconds for which a database without people waits for the mirror's first look."""


@dataclass(eq=False)
class Health:
    """Looks at the parts; `door` is None where Slack reaches us over HTTP."""

    database: Database
    mirror: PeopleMirror
    scheduler: Scheduler
    door: SocketDoor | None
    _stored: Identity | None = None
    _knew_people: bool = False
    _began: float = field(default_factory=time.monotonic)

    async def begin(self) -> None:
        """Read what the last run left behind: who Baton is, and whether it knows anyone."""
        self._stored, self._knew_people = await self.database.read(reading.left_behind)
        self._began = time.monotonic()

    @property
    def identity(self) -> Identity:
        """Who Baton is in Slack: as Slack just said, else as the database remembers."""
        return self.mirror.identity or self._stored or Identity()

    @property
    def checks(self) -> dict[str, Check]:
        """Name each check."""
        return {
            "database": self.has_database,
            "slack": self.has_slack,
            "scheduler": self.has_scheduler,
            "people": self.has_people,
        }

    async def has_database(self) -> bool:
        """Say whether the database answers within a second."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.database.read(reading.identity)
        except (StorageFailed, TimeoutError):
            return False
        return True

    async def has_slack(self) -> bool:
        """Say whether Slack has taken our token and, in Socket Mode, holds a socket with us."""
        return self.mirror.identity is not None and (self.door is None or self.door.is_connected)

    async def has_scheduler(self) -> bool:
        """Say whether the timetable ticks."""
        return self.scheduler.is_running

    async def has_people(self) -> bool:
        """Say whether the people need not be waited for (any more)."""
        return self._knew_people or self.mirror.has_looked or time.monotonic() - self._began > FIRST_LOOK
