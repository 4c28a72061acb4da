"""Digests that post themselves: whose time has come is composed in a read, then kept and told in a write.

Begun by the scheduler, on every replica; where nothing is due, nothing is written, and one that dies in between has
changed nothing. Only here is Slack asked first: nobody is woken by their morning.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.views.digest import page
from bot.words import Words
from storage.database import Database
from workflows.digest import morning, slots
from workflows.digest.posting import Composed
from workflows.digest.timing import Subject
from workflows.digest.wall import Wall
from workflows.people.service import Person

Resting = Callable[[Collection[str]], Awaitable[Mapping[str, datetime]]]
"""Answers who of some people takes no notifications now, and until when."""


@dataclass(frozen=True, slots=True)
class Digests:
    """How the team has set up where digests hang, who rests, and the work's clock."""

    database: Database
    wall: Wall
    resting: Resting
    now: Callable[[], datetime]

    async def post_due(self) -> None:
        """Post every digest whose time has come; one that fails keeps no other from it."""
        now = self.now()
        if not await self.database.read(slots.is_any_due, now):
            return
        subjects = await self.database.read(slots.due, now)
        came = await asyncio.gather(*(self._see_to(each, now) for each in subjects), return_exceptions=True)
        failed = [each for each in came if isinstance(each, Exception)]
        if failed:
            raise ExceptionGroup("digests failed", failed)

    async def set_missing(self) -> None:
        """Set the moments that are missing: somebody came who lives in another zone."""
        if await self.database.read(slots.is_any_unset):
            await self.database.write(slots.set_missing, self.wall, self.now())

    async def _see_to(self, subject: Subject, now: datetime) -> None:
        await (self._post(subject, now) if subject.zone is None else self._post_mornings(subject, now))

    async def _post(self, subject: Subject, now: datetime) -> None:
        """Post to a channel."""
        turn = await self.database.read_at_leisure(slots.look, subject, self.wall, now)
        if turn is not None:
            left_over = 0 if turn.composed is None else await asyncio.to_thread(pages, turn.composed)
            await self.database.write(slots.settle, turn, left_over, self.wall)

    async def _post_mornings(self, subject: Subject, now: datetime) -> None:
        """Post to each person of a zone who has something to be told of and does not rest."""
        found = await self.database.read_at_leisure(morning.look, subject, now)
        if found is None:
            return
        resting = await self.resting([person.user_id for person in found.people])
        for person in found.people:
            if person.user_id not in resting:
                await self._post_morning(found, person)
        await self.database.write(morning.settle, found, resting)

    async def _post_morning(self, found: morning.Round, person: Person) -> None:
        composed = await self.database.read_at_leisure(morning.compose_for, found, person, self.wall)
        if composed is not None:
            left_over = await asyncio.to_thread(pages, composed)
            await self.database.write(morning.keep, found, composed, left_over)


def pages(composed: Composed) -> int:
    """Answer how many pages do not fit into a digest's message; lays them all out, so not on the event loop."""
    form = composed.snapshot.form
    return page.pages(composed.snapshot, Words(form.locale, form.zone))
