"""Row 20: clocks go forward and back; the machine's clock is stepped an hour. One digest per local date and slot."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.scheduler import Scheduler, Tick
from storage.vocabulary import DigestKind, Weekday
from tests.faults.replicas import DAY, HOUR, MINUTE, Replicas, minute_of, two_replicas
from tests.journeys.team import machine_now

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
SECOND = timedelta(seconds=1)


def at(moment: str) -> datetime:
    """Read an instant in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("month", "noon", "slots"),
    [
        # 02:30 does not exist on 8 March: 03:00 there is the first instant after the gap.
        ("2026-03", "2026-03-07 17:00", ["08 06:30", "08 07:00", "08 07:30", "09 05:30", "09 06:30", "09 07:30"]),
        # 01:30 comes twice on 1 November: the first counts.
        ("2026-11", "2026-10-31 16:00", ["01 05:30", "01 07:30", "01 08:30", "02 06:30", "02 07:30", "02 08:30"]),
    ],
)
async def test_the_nights_of_new_york_in_which_clocks_change_have_each_digest_once(
    postgresql_url: str, month: str, noon: str, slots: list[str]
) -> None:
    async with two_replicas(postgresql_url, at(noon)) as replicas:
        await replicas.team.file()
        for local in ("01:30", "02:30", "03:30"):
            replicas.hang(NEW_YORK, local)
        await replicas.live(at(noon) + 2 * DAY, 30 * MINUTE)
        assert replicas.minutes() == [at(f"{month}-{slot}") for slot in slots]
        replicas.assert_once()


async def test_a_plain_week_in_tokyo_has_a_morning_and_a_close_each_working_day(postgresql_url: str) -> None:
    async with two_replicas(postgresql_url, at("2026-12-06 15:30")) as replicas:
        team = replicas.team
        await team.handoff(await team.file())
        week = Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI
        replicas.hang(TOKYO, "17:30", days=week)
        replicas.hang(TOKYO, "09:30", DigestKind.MORNING, channel=None, days=week)
        before = len(team.sato.dm())
        await replicas.live(at("2026-12-13 15:00"), HOUR)
        assert replicas.minutes() == [at(f"2026-12-{day:02} 08:30") for day in range(7, 12)]
        mornings = [minute_of(message) for message in team.sato.dm()[before:] if not message.thread_ts]
        assert mornings == [at(f"2026-12-{day:02} 00:30") for day in range(7, 12)]
        replicas.assert_once()


async def step(replicas: Replicas, by: timedelta) -> None:
    """Step the clock, whatever is on its way; both look at once what is due."""
    replicas.clock.shift(by)
    await replicas.tick()


async def test_a_clock_that_is_stepped_an_hour_around_a_slot_brings_no_second_digest(database_url: str) -> None:
    async with two_replicas(database_url, at("2026-12-07 08:29")) as replicas:
        await replicas.team.file()
        replicas.hang(TOKYO, "17:30")
        for by in (HOUR, -HOUR, MINUTE, HOUR, -2 * HOUR, HOUR, HOUR, MINUTE):
            await step(replicas, by)
        await replicas.quiet()
        assert len(replicas.digests()) == 1
        await replicas.live(at("2026-12-08 08:31"), HOUR)
        for by in (-HOUR, 45 * MINUTE, HOUR):
            await step(replicas, by)
        await replicas.quiet()
        assert [each.date().day for each in replicas.minutes()] == [7, 8]
        replicas.assert_once()


async def test_a_clock_that_is_set_back_or_far_ahead_stops_no_tick() -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    with time_machine.travel(at("2026-12-07 08:30")) as clock:
        scheduler = Scheduler((Tick("ticks", SECOND, tick, timedelta()),), machine_now)
        scheduler.start()
        for by in (timedelta(), HOUR, -2 * HOUR, timedelta(), 60 * DAY):
            clock.shift(by)
            ticked.clear()
            began = time.perf_counter()
            await ticked.wait()
            assert time.perf_counter() - began < 5
        scheduler.stop()
