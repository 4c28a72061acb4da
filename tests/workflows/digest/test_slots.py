"""Digests come at their slots, once each: over nights without and with two o'clock, holidays, rests and steps back."""

from datetime import date, timedelta

import pytest

from storage.database import Database
from storage.vocabulary import EmptyDay, HolidayRule, Weekday
from tests.workflows.digest.hanging import (
    CLOSE,
    DAY,
    HOUR,
    MINUTE,
    NEW_YORK,
    SECOND,
    Hanging,
    at,
    hang,
    rhythm,
)
from tests.workflows.digest.room import LOUNGE, a_room
from tests.workflows.escalation.team import LEAD, NOW, Team
from workflows.digest import keeping, slots

FRIDAY, NEXT_WEEK = at("2026-11-20 08:30"), at("2026-11-24 08:30")
"""17:30 in Tokyo; the Monday between is a holiday."""


@pytest.fixture
def wall(team: Team) -> Hanging:
    """Answer a wall on a Friday morning, with nothing on it."""
    return hang(team.database, team.now)


@pytest.fixture
def sqlite_wall(sqlite_url: str) -> Hanging:
    """Answer the same for tables of days, on which no query is of another kind than elsewhere."""
    database = Database(sqlite_url, lambda: NOW)
    database.write_now(a_room)
    return hang(database, NOW)


def test_a_digest_comes_at_its_time_and_tells_its_message_and_its_file(wall: Hanging) -> None:
    digest = wall.save()
    assert wall.moments() == {digest.key: FRIDAY}

    wall.wait_until(FRIDAY - SECOND)
    assert wall.kept() == []
    wall.wait_until(FRIDAY)

    assert wall.kept() == [(LOUNGE, date(2026, 11, 20), "17:30", False)]
    assert wall.delivered() == [("digest", LOUNGE), ("digest_sheet", LOUNGE)]
    assert wall.said()[0].late_for is None
    assert wall.moments() == {digest.key: NEXT_WEEK}


def test_it_comes_no_more_for_being_looked_at_again_or_for_a_clock_that_is_set_back(wall: Hanging) -> None:
    digest = wall.save()
    for moment in (FRIDAY, FRIDAY + SECOND, FRIDAY - HOUR, FRIDAY, FRIDAY + HOUR):
        wall.wait_until(moment)
    wall.now = FRIDAY - HOUR
    wall.save(key=digest.key)
    wall.wait_until(FRIDAY)
    assert len(wall.kept()) == 1
    assert wall.moments() == {digest.key: NEXT_WEEK}


@pytest.mark.parametrize(("late", "says_so"), [(timedelta(minutes=4), False), (timedelta(minutes=5), True)])
def test_one_that_comes_late_says_so(wall: Hanging, late: timedelta, says_so: bool) -> None:  # noqa: FBT001  a table
    wall.save()
    wall.wait_until(FRIDAY + late)
    [said] = wall.said()
    assert said.late_for == (FRIDAY if says_so else None)


def test_one_that_would_come_too_late_is_skipped_and_the_next_says_so(wall: Hanging) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.wait_until(FRIDAY + 4 * HOUR + SECOND)
    assert wall.kept() == [(LOUNGE, date(2026, 11, 20), "17:30", True)]
    assert wall.owed() == []
    wall.wait_until(FRIDAY + 3 * DAY + HOUR)

    assert [kept[1:] for kept in wall.kept()] == [
        (date(2026, 11, 20), "17:30", True),
        (date(2026, 11, 21), "17:30", True),
        (date(2026, 11, 22), "17:30", True),
        (date(2026, 11, 23), "17:30", False),
    ]
    [said] = wall.said()
    assert said.skipped == (FRIDAY, FRIDAY + DAY, FRIDAY + 2 * DAY)
    assert said.late_for == FRIDAY + 3 * DAY
    wall.wait_until(FRIDAY + 4 * DAY)
    assert wall.said()[-1].skipped == ()
    assert wall.moments() == {digest.key: FRIDAY + 5 * DAY}


@pytest.mark.parametrize(
    ("first", "at_time", "expected"),
    [
        # The clocks jump from 02:00 to 03:00 (EST, UTC-5, to EDT, UTC-4).
        ("2026-03-07 00:00", "02:30", ["2026-03-07 07:30", "2026-03-08 07:00", "2026-03-09 06:30"]),
        ("2026-03-07 00:00", "17:30", ["2026-03-07 22:30", "2026-03-08 21:30", "2026-03-09 21:30"]),
        # 01:30 comes twice.
        ("2026-10-31 00:00", "01:30", ["2026-10-31 05:30", "2026-11-01 05:30", "2026-11-02 06:30"]),
        ("2026-10-31 00:00", "17:30", ["2026-10-31 21:30", "2026-11-01 22:30", "2026-11-02 22:30"]),
    ],
)
def test_the_nights_in_which_clocks_change_have_one_digest_each(
    sqlite_wall: Hanging, first: str, at_time: str, expected: list[str]
) -> None:
    sqlite_wall.now = at(first)
    sqlite_wall.save(**rhythm(NEW_YORK, at_time))
    for halves in range(3 * 24 * 2 + 1):
        sqlite_wall.wait_until(at(first) + halves * 30 * MINUTE)
    assert [said.as_of for said in sqlite_wall.said()] == [at(moment) for moment in expected]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (HolidayRule.POST, [20, 23, 24, 25, 26, 27]),
        (HolidayRule.SKIP, [20, 24, 25, 26, 27]),
        (HolidayRule.NEXT, [20, 24, 25, 26, 27]),
    ],
)
def test_a_week_with_a_holiday_in_tokyo(sqlite_wall: Hanging, rule: HolidayRule, days: list[int]) -> None:
    sqlite_wall.save(holidays=rule)
    for quarters in range(8 * 4):
        sqlite_wall.wait_until(FRIDAY + quarters * 6 * HOUR)
    assert [kept[1].day for kept in sqlite_wall.kept()] == days


def test_what_is_due_on_a_holiday_alone_moves_to_the_next_business_day(wall: Hanging) -> None:
    wall.save(days=(Weekday.MON,), holidays=HolidayRule.NEXT)
    wall.wait_until(NEXT_WEEK)
    assert [kept[1] for kept in wall.kept()] == [date(2026, 11, 24)]


def test_the_29th_of_february_is_a_day_as_any(wall: Hanging) -> None:
    wall.now = at("2028-02-28 12:00")
    wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.wait_until(at("2028-02-29 08:30"))
    assert [kept[1] for kept in wall.kept()] == [date(2028, 2, 29)]


def test_an_empty_day_is_told_or_kept_in_silence(wall: Hanging) -> None:
    wall.save(**rhythm("Asia/Tokyo", "17:30"), empty=EmptyDay.SILENT)
    wall.wait_until(FRIDAY)
    assert len(wall.kept()) == 1
    assert wall.owed() == []

    wall.wait_until(FRIDAY + DAY + 5 * HOUR)
    wall.wait_until(FRIDAY + 2 * DAY)
    assert wall.owed() == [("digest", LOUNGE), ("digest_sheet", LOUNGE)]


def test_where_nothing_is_due_nothing_is_found(wall: Hanging) -> None:
    wall.save()
    assert not wall.database.read_now(slots.is_any_due, FRIDAY - SECOND)
    assert wall.database.read_now(slots.due, FRIDAY - SECOND) == []
    assert wall.database.read_now(slots.is_any_due, FRIDAY)
    assert not wall.database.read_now(slots.is_any_unset)


# ---- rests


def test_what_falls_into_a_rest_is_neither_posted_nor_missed(wall: Hanging) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.wait_until(FRIDAY)
    wall.now = FRIDAY + HOUR
    wall.keep(keeping.pause, digest)
    assert wall.moments() == {}
    wall.wait_until(FRIDAY + 3 * DAY)
    wall.keep(keeping.resume, digest)
    wall.wait_until(FRIDAY + 4 * DAY)
    assert [kept[1].day for kept in wall.kept()] == [20, 24]
    assert wall.said()[-1].skipped == ()


def test_what_came_before_a_rest_and_was_not_seen_to_is_told_of(wall: Hanging) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.now = FRIDAY + MINUTE
    wall.keep(keeping.pause, digest)
    wall.now = FRIDAY + HOUR
    wall.keep(keeping.resume, digest)
    wall.wait_until(FRIDAY + DAY)
    assert wall.said()[-1].skipped == (FRIDAY,)


def test_an_edit_counts_from_the_next_slot_on_and_loses_none_that_has_come(wall: Hanging) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.now = FRIDAY + SECOND
    wall.save(CLOSE, digest.key, **rhythm("Asia/Tokyo", "17:30"), empty=EmptyDay.SILENT)
    wall.tick()
    assert len(wall.kept()) == 1
    wall.save(CLOSE, digest.key, **rhythm("Asia/Tokyo", "12:00"))
    wall.wait_until(FRIDAY + DAY)
    assert [kept[1:3] for kept in wall.kept()] == [(date(2026, 11, 20), "17:30"), (date(2026, 11, 21), "12:00")]


# ---- zones that are gone


def test_a_digest_whose_zone_is_gone_pauses_itself_and_tells_whoever_made_it(wall: Hanging) -> None:
    digest = wall.save()
    wall.database.write_now(lambda work: work.digests.change(digest, zone="Mars/Olympus"))
    wall.wait_until(FRIDAY)
    paused = wall.digest(digest)
    assert (paused.paused_by, paused.trouble) == ("baton", keeping.NO_ZONE)
    assert wall.delivered() == [("digest_paused", LEAD)]
    assert wall.moments() == {}

    assert wall.keep(keeping.resume, digest) == paused
    wall.wait_until(FRIDAY + DAY)
    assert wall.owed() == []
    wall.save(key=digest.key)
    assert wall.digest(digest).trouble is None
    assert wall.moments() == {digest.key: NEXT_WEEK}


def test_a_moment_that_is_missing_is_set_again_and_one_that_cannot_be_is_told_of(wall: Hanging) -> None:
    digest, other = wall.save(), wall.save()
    wall.database.write_now(lambda work: work.timers.drop("digest", [digest.key, other.key]))
    wall.database.write_now(lambda work: work.digests.change(other, zone="Mars/Olympus"))
    assert wall.database.read_now(slots.is_any_unset)
    wall.database.write_now(slots.set_missing, wall.wall, wall.now)
    assert wall.moments() == {digest.key: FRIDAY}
    assert wall.digest(other).trouble == keeping.NO_ZONE
    assert not wall.database.read_now(slots.is_any_unset)
