"""What an operator should hear of before people feel it."""

from dataclasses import asdict, dataclass
from datetime import timedelta

import structlog

from storage.database import Database
from workflows.watching import held_open

log = structlog.get_logger("baton.watch")


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at the database, and warns of transactions that somebody holds open.

    `longest` is how long one may last; `largest` how many bytes may wait for its end, where nobody says how long.
    """

    database: Database
    longest: timedelta = timedelta(minutes=1)
    largest: int = 64 * 1024 * 1024

    async def look(self) -> None:
        """Warn of each, every time."""
        for held in await self.database.read(held_open, self.longest, self.largest):
            log.warning("transaction_held_open", **asdict(held))
