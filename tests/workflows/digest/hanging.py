"""A wall on which digests hang: leads set them up, time passes, and what came of it is looked at."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

from storage.database import Database
from storage.digests import Digest, Edition, NewDigest
from storage.digests.tables import editions
from storage.outbox import State, outbox
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, HolidayRule, Locale, Weekday
from storage.workspace import Identity
from tests.workflows.digest.room import LOUNGE, TOKYO
from tests.workflows.escalation.team import LEAD, Team
from workflows.digest import keeping, morning, posting, slots
from workflows.digest.kept import from_content
from workflows.digest.presets import ready_made
from workflows.digest.snapshot import Snapshot
from workflows.digest.timing import TIMER, Subject
from workflows.digest.wall import Wall
from workflows.people.policy import Roles

WALL = Wall(Roles(leads=frozenset({LEAD})), Locale.JA, TOKYO)
NEW_YORK = "America/New_York"
BOT = "U_BATON"
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OPEN = ready_made(DigestKind.OPEN, LEAD, LOUNGE, Locale.JA, TOKYO)
CLOSE = ready_made(DigestKind.CLOSE, LEAD, LOUNGE, Locale.JA, TOKYO)
MORNING = ready_made(DigestKind.MORNING, LEAD, None, Locale.JA, TOKYO)
Kept = tuple[str, date, str | None, bool]
"""What an edition is known by: its place, date and slot, and whether it was skipped."""


def baton_comes(work: UnitOfWork) -> None:
    """Let Baton be in the lounge."""
    work.workspace.remember(Identity("T1", "B1", BOT, None))
    work.people.join_channel(LOUNGE, BOT)


def at(moment: str) -> datetime:
    """Read an instant in UTC, such as `2026-11-20 08:30`."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@dataclass
class Hanging:
    """The wall of a team; `resting` are those who take no notifications, and until when."""

    database: Database
    now: datetime
    wall: Wall = WALL
    resting: Mapping[str, datetime] = field(default_factory=dict)

    def save(self, draft: NewDigest = CLOSE, key: str | None = None, **changes: Any) -> Digest:  # noqa: ANN401  of any
        """Set a digest up, or edit one."""
        wanted = replace(draft, **changes)
        return self.database.write_now(keeping.save, key, wanted, self.wall, self.now)

    def keep(self, service: Callable[..., Digest], digest: Digest, by: str = LEAD) -> Digest:
        """Let a lead pause or resume a digest."""
        return self.database.write_now(service, by, digest.key, self.wall, self.now)

    def delete(self, digest: Digest) -> None:
        """Let a lead delete a digest."""
        self.database.write_now(keeping.delete, LEAD, digest.key, self.wall)

    def wait_until(self, moment: datetime) -> None:
        """Let time pass, and what is due then happen."""
        self.now = moment
        self.tick()

    def tick(self) -> None:
        """Let what is due happen, as the scheduler has it done."""
        for subject in self.database.read_now(slots.due, self.now):
            self.see_to(subject)

    def see_to(self, subject: Subject) -> None:
        """Look, compose, keep."""
        if subject.zone is not None:
            self._see_to_mornings(subject)
        elif (turn := self.look(subject)) is not None:
            self.database.write_now(slots.settle, turn, 0, self.wall)

    def look(self, subject: Subject) -> slots.Turn | None:
        """Answer what is to be posted."""
        return self.database.read_now(slots.look, subject, self.wall, self.now)

    def _see_to_mornings(self, subject: Subject) -> None:
        found = self.database.read_now(morning.look, subject, self.now)
        if found is None:
            return
        for person in found.people:
            composed = self.database.read_now(morning.compose_for, found, person, self.wall)
            if composed is not None and person.user_id not in self.resting:
                self.database.write_now(morning.keep, found, composed, 0)
        self.database.write_now(morning.settle, found, self.resting)

    def ask(self, reading: Callable[..., posting.Composed], *given: object) -> Edition | None:
        """Let somebody ask for a digest: composed, then kept."""
        composed = self.database.read_now(reading, *given, self.wall, self.now)
        return self.database.write_now(posting.post, composed, 0)

    def kept(self, digest: Digest | None = None) -> list[Kept]:
        """Answer what was kept, in order."""
        return [
            (each.place, each.local_date, each.slot, each.skipped) for each in self._every() if _is_of(each, digest)
        ]

    def said(self, digest: Digest | None = None) -> list[Snapshot]:
        """Answer what was said, in order."""
        return [from_content(each.content) for each in self._every() if each.content and _is_of(each, digest)]

    def _every(self) -> list[Edition]:
        return self.database.read_now(_editions)

    def owed(self) -> list[tuple[str, str]]:
        """Answer what is owed and not delivered, as (topic, place), in order."""
        return self.database.read_now(_owed)

    def delivered(self) -> list[tuple[str, str]]:
        """Deliver what is owed; answer what it was."""
        owed = self.owed()
        self.database.write_now(lambda work: work.connection.execute(outbox.update().values(state=State.SENT)))
        return owed

    def moments(self) -> dict[str, datetime]:
        """Answer what is set, by what it is about."""
        return self.database.read_now(lambda work: work.timers.of_kind(TIMER))

    def digest(self, digest: Digest) -> Digest:
        """Answer a digest as it is now."""
        found = self.database.read_now(lambda work: work.digests.get(digest.key))
        assert found is not None
        return found

    def file(self, **changes: object) -> str:
        """File a request now."""
        return Team(self.database, now=self.now).file(**changes)


def hang(database: Database, now: datetime) -> Hanging:
    """Answer the wall of a team to which Baton has come."""
    database.write_now(baton_comes)
    return Hanging(database, now)


def rhythm(zone: str, at_time: str, holidays: HolidayRule = HolidayRule.POST) -> dict[str, Any]:
    """Answer what is changed of a digest that comes every day."""
    return {"zone": zone, "at": at_time, "days": tuple(Weekday), "holidays": holidays}


def together(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Let several act in the same moment, each on a thread of its own."""
    begin = Barrier(len(acts))

    def act_at_once(act: Callable[[], object]) -> object:
        begin.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as replicas:
        return list(replicas.map(act_at_once, acts))


def _is_of(edition: Edition, digest: Digest | None) -> bool:
    return digest is None or edition.digest == digest.number


def _editions(work: UnitOfWork) -> list[Edition]:
    rows = work.connection.execute(editions.select().order_by(editions.c.number))
    return [Edition(**row._mapping) for row in rows]


def _owed(work: UnitOfWork) -> list[tuple[str, str]]:
    rows = work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by(outbox.c.number))
    return [(row.topic, row.place) for row in rows]
