"""The timetable ticks, outlives what it calls, and begins everything when the demo's clock is moved."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import app
from app import machine_now
from bot import settings
from bot.scheduler import Scheduler, Tick
from sandbox.clock import MovableClock

HOURLY = timedelta(hours=1)


@pytest.fixture
async def baton(tmp_path: Path) -> AsyncIterator[app.Baton]:
    """Baton wired, its database open, nothing else begun."""
    url = f"sqlite:///{tmp_path / 'baton.db'}"
    given = settings.load(bot_token="xoxb-1", signing_secret="secret", database_url=url)
    baton = app.build(given, machine_now)
    await baton.database.start()
    yield baton
    await baton.session.close()
    await baton.database.close()


async def test_it_says_whether_it_ticks() -> None:
    scheduler = Scheduler((Tick("never", HOURLY, asyncio.Event().wait),), machine_now)
    assert not scheduler.is_running
    scheduler.start()
    assert scheduler.is_running
    scheduler.stop()
    await asyncio.sleep(0)
    assert not scheduler.is_running


async def test_what_people_would_miss_begins_with_the_scheduler() -> None:
    begun = asyncio.Event()

    async def begin() -> None:
        begun.set()

    scheduler = Scheduler((Tick("begins", HOURLY, begin, is_wanted_first=True),), machine_now)
    scheduler.start()

    async with asyncio.timeout(5):
        await begun.wait()
    scheduler.stop()


async def test_a_moved_clock_begins_everything_and_one_failure_stops_nothing() -> None:
    begun = asyncio.Event()

    async def fail() -> None:
        raise ValueError("a tick that fails")

    async def begin() -> None:
        begun.set()

    scheduler = Scheduler((Tick("fails", HOURLY, fail), Tick("begins", HOURLY, begin)), machine_now)
    clock = MovableClock()
    clock.on_move(lambda _now: scheduler.tick())

    clock.move(timedelta(days=1))

    async with asyncio.timeout(5):
        await begun.wait()


async def test_a_stop_gives_up_what_was_begun() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = Scheduler((Tick("hangs", HOURLY, hang),), machine_now)
    scheduler.tick()
    await begun.wait()

    scheduler.stop()

    async with asyncio.timeout(5):
        await ended.wait()


async def test_what_no_door_will_ask_for_again_is_forgotten_by_a_tick(baton: app.Baton) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=8)
    await baton.database.write(lambda work: work.receipts.first("view:old", long_ago))
    await baton.database.write(lambda work: work.receipts.first("view:young", datetime.now(UTC)))
    [forget] = [tick for tick in baton.scheduler.ticks if tick.name == "forget"]

    await forget.call()

    assert await baton.database.write(lambda work: work.receipts.first("view:old", long_ago))
    assert not await baton.database.write(lambda work: work.receipts.first("view:young", long_ago))
