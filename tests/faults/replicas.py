"""Two replicas of Baton on one database, on a machine whose clock is moved by hand; their Slack goes by it, too."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import select

import app
from sandbox.slack.records import Message
from storage.digests import Digest
from storage.digests.tables import editions
from storage.outbox import IS_UNSETTLED, outbox
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, HolidayRule, Locale, Weekday
from tests.journeys.team import EMMA, ESCALATIONS, Team, a_team, machine_now, ready
from workflows.digest import keeping
from workflows.digest.presets import ready_made

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TITLES = ("ダイジェスト ・", "終礼 ・")


@dataclass
class Replicas:
    """Two that tick together; people use the first."""

    team: Team
    other: app.Baton
    clock: time_machine.Traveller

    def hang(self, zone: str, at: str, kind: DigestKind = DigestKind.CLOSE, **changes: Any) -> Digest:  # noqa: ANN401
        """Set a digest up that comes every day, holidays or not, but for `changes`."""
        ready = ready_made(kind, EMMA, ESCALATIONS, Locale.JA, zone)
        daily = replace(ready, at=at, days=tuple(Weekday), holidays=HolidayRule.POST)
        wanted = replace(daily, **changes)
        return self._write(keeping.save, None, wanted, self.team.baton.wall, machine_now())

    def _write(self, service: Callable[..., Digest], *given: Any) -> Digest:  # noqa: ANN401  passed on
        return self.team.baton.database.write_now(service, *given)

    async def tick(self) -> None:
        """Let both begin what the scheduler begins, in the same moment."""
        await asyncio.gather(self.team.baton.digests.post_due(), self.other.digests.post_due())

    async def live(self, until: datetime, step: timedelta) -> None:
        """Let the time pass, step by step, each of which ends with nothing left to deliver."""
        while machine_now() < until:
            self.clock.shift(step)
            await self.tick()
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is left to deliver."""
        async with asyncio.timeout(20):
            while await self.team.baton.database.read(_is_owing):  # noqa: ASYNC110  a relay tells nobody what it settles
                await asyncio.sleep(0.01)

    # ---- what there is afterwards

    def digests(self) -> list[Message]:
        """Answer the digests that stand in the channel, oldest first."""
        posts = self.team.slack.workspace.posts(ESCALATIONS)
        return [post for post in posts if not post.thread_ts and any(title in post.all_text() for title in TITLES)]

    def minutes(self) -> list[datetime]:
        """Answer in which minute Slack took each of them."""
        return sorted(minute_of(message) for message in self.digests())

    def assert_once(self) -> None:
        """No slot was kept twice, and Slack accepted no key a second time; each digest has its one file."""
        kept = self.team.baton.database.read_now(_slots)
        assert len(kept) == len(set(kept))
        keys = [message.key for message in self.team.slack.workspace.posts() if message.key]
        assert len(keys) == len(set(keys))
        files = [post for post in self.team.slack.workspace.posts(ESCALATIONS) if post.files]
        assert sorted(file.thread_ts or "" for file in files) == sorted(digest.ts for digest in self.digests())


def minute_of(message: Message) -> datetime:
    """Answer the minute in which Slack took a message."""
    return datetime.fromtimestamp(float(message.ts), UTC).replace(second=0, microsecond=0)


def _is_owing(work: UnitOfWork) -> bool:
    return work.connection.execute(select(outbox.c.number).where(IS_UNSETTLED).limit(1)).first() is not None


def _slots(work: UnitOfWork) -> list[tuple[object, ...]]:
    kept = work.connection.execute(editions.select().where(editions.c.slot.is_not(None)))
    return [(row.digest, row.place, row.local_date, row.slot) for row in kept]


@asynccontextmanager
async def two_replicas(url: str, moment: datetime, **changes: object) -> AsyncIterator[Replicas]:
    """Start both at `moment`, `changes` being settings; end them as SIGTERM would.

    On SQLite there is but one: it is both.
    """
    with time_machine.travel(moment) as clock:
        async with a_team(url, "http", machine_now, **changes) as team:
            if team.baton.database.dialect == "sqlite":
                yield Replicas(team, team.baton, clock)
                return
            other = app.build(team.baton.settings, machine_now)
            await other.start()
            try:
                await ready(other)
                yield Replicas(team, other, clock)
            finally:
                await other.stop()
