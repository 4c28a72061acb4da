"""The digests that the demo's leads have set up: a daily close that has come all week, and everyone's morning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sandbox import cast
from sandbox.seed.delivery import Delivery
from sandbox.seed.week import Course
from sandbox.team import ESCALATIONS
from storage.digests import Digest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind
from workflows.digest import keeping, slots
from workflows.digest.policy import rhythm_of
from workflows.digest.posting import Composed
from workflows.digest.presets import ready_made
from workflows.digest.timing import Subject
from workflows.digest.wall import Wall
from workflows.hours import slots_between

AGO: Final = timedelta(days=8)
"""How long the daily close has been set up: as long as there are requests."""
AFTER: Final = timedelta(seconds=2)
"""How long after its time a digest stands in its channel."""

Pages = Callable[[Composed], int]
"""Answers how many pages of a digest its message leaves over."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Sets digests up and posts them in the past, by the services that do so at any time."""

    work: UnitOfWork
    delivery: Delivery
    wall: Wall
    pages: Pages

    def closes(self, now: datetime) -> Course:
        """Set the daily close up, and post it at each of its times before `now`."""
        digest = self._set_up(DigestKind.CLOSE, now - AGO)
        for slot in slots_between(rhythm_of(digest), now - AGO, now - AFTER):
            yield slot.instant
            self._post(Subject(digest.key), slot.instant + AFTER)

    def mornings(self, now: datetime) -> None:
        """Set the mornings up, from `now` on."""
        self._set_up(DigestKind.MORNING, now)

    def _set_up(self, kind: DigestKind, at: datetime) -> Digest:
        leads = cast.of_role("lead")
        lead = next(one for one in leads if one.locale.startswith(self.wall.locale))
        ready = ready_made(kind, lead.user_id, ESCALATIONS, self.wall.locale, self.wall.zone)
        return keeping.save(self.work, None, ready, self.wall, at)

    def _post(self, subject: Subject, at: datetime) -> None:
        turn = slots.look(self.work, subject, self.wall, at)
        if turn is not None:
            slots.settle(self.work, turn, 0 if turn.composed is None else self.pages(turn.composed), self.wall)
            self.delivery.settle(at)
