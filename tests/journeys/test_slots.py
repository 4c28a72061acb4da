"""Digests that come by themselves: at their time, not into anybody's rest, and not where a channel takes no posts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.slack.records import Message
from storage.digests import Digest, NewDigest
from storage.vocabulary import DigestKind, HolidayRule, Locale, Weekday
from tests.journeys.team import BLUE_SKY, EMMA, ESCALATIONS, Team, Way, a_team
from workflows.digest import keeping
from workflows.digest.presets import ready_made

TODAY = datetime(2026, 11, 20, 6, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SLOT = TODAY + HOUR
"""16:00 in Tokyo."""


@dataclass
class Clock:
    """What the work goes by."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        """Answer the instant."""
        return self.now

    def seconds(self) -> float:
        """Answer the same as Slack counts it."""
        return self.now.timestamp()


@pytest.fixture
def clock() -> Clock:
    """Answer a clock that stands an hour before the digests of these stories."""
    return Clock()


@pytest.fixture
async def team(way: Way, clock: Clock) -> AsyncIterator[Team]:
    """A team at work on another clock, by which people rest as well."""
    async with a_team(way.url, way.transport, clock) as working:
        working.slack.workspace.now = clock.seconds
        yield working


def hang(team: Team, kind: DigestKind) -> Digest:
    """Let Emma set a digest up that comes every day at 16:00."""
    ready: NewDigest = ready_made(kind, EMMA, ESCALATIONS, Locale.JA, "Asia/Tokyo")
    daily = replace(ready, at="16:00", days=tuple(Weekday), holidays=HolidayRule.POST)
    return team.baton.database.write_now(keeping.save, None, daily, team.baton.wall, team.baton.now())


async def move(team: Team, clock: Clock, moment: datetime) -> None:
    """Let time pass, and what is due then be begun; twice over, as replicas do."""
    clock.now = moment
    await team.baton.digests.post_due()
    await team.baton.digests.post_due()


def editions(team: Team) -> list[Message]:
    """Answer the digests in the channel, oldest first."""
    return [message for message in team.slack.workspace.posts(ESCALATIONS) if "終礼" in message.all_text()]


async def test_a_close_of_the_day_comes_by_itself_each_day(team: Team, clock: Clock) -> None:
    await team.file()
    hang(team, DigestKind.CLOSE)
    for days in range(2):
        await move(team, clock, SLOT + days * DAY)
        await team.slack.settled(lambda _, days=days: len(editions(team)) == days + 1)  # type: ignore[misc]
    await move(team, clock, SLOT + DAY + HOUR)
    await team.slack.settled(lambda _: len(team.slack.workspace.files) == 2)
    assert len(editions(team)) == 2


async def test_a_channel_that_takes_no_posts_lets_it_rest_and_gets_it_once_it_does(team: Team, clock: Clock) -> None:
    digest = hang(team, DigestKind.CLOSE)
    team.slack.workspace.archive(ESCALATIONS)
    await move(team, clock, SLOT)
    paused = await team.told(team.emma, 1)
    assert "digest.resume" in paused.buttons
    await move(team, clock, SLOT + DAY)
    assert editions(team) == []

    team.slack.workspace.archive(ESCALATIONS, archived=False)
    team.slack.workspace.rename(ESCALATIONS, "handoffs")
    await team.slack.settled(lambda _: len(editions(team)) == 1)
    team.baton.database.write_now(keeping.resume, EMMA, digest.key, team.baton.wall, clock.now)
    await move(team, clock, SLOT + 2 * DAY)
    await team.slack.settled(lambda _: len(editions(team)) == 2)
    assert len(team.emma.dm()) == 1


async def test_a_morning_finds_nobody_who_rests(team: Team, clock: Clock) -> None:
    key = await team.file()
    await team.handoff(key)
    before = len(team.sato.dm())
    hang(team, DigestKind.MORNING)
    team.sato.dnd(SLOT + 90 * MINUTE, SLOT - HOUR)
    await move(team, clock, SLOT)
    await move(team, clock, SLOT + HOUR)
    assert len(team.sato.dm()) == before

    await move(team, clock, SLOT + 2 * HOUR)
    morning = await team.told(team.sato, before + 1)
    assert BLUE_SKY.name in morning.all_text()
    assert key in morning.all_text()
