"""Hours: each posting date has exactly one instant, whatever the clocks and the calendar of its zone do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.vocabulary import HolidayRule, Weekday
from workflows.hours import (
    FARTHEST,
    Rhythm,
    Slot,
    instant_of,
    local_date,
    next_slot,
    posts_on,
    slots_between,
)

DAY = timedelta(days=1)
TOKYO = "Asia/Tokyo"
NEW_YORK = "America/New_York"
WEEK = frozenset(Weekday)
WORKDAYS = WEEK - {Weekday.SAT, Weekday.SUN}

ZONES = st.sampled_from(sorted(available_timezones()))
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
DATES = st.dates(date(2024, 1, 1), date(2035, 12, 31))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  Hypothesis adds it
RHYTHMS = st.builds(Rhythm, TIMES, st.frozensets(st.sampled_from(Weekday)), ZONES, st.sampled_from(HolidayRule))
SPANS = st.timedeltas(timedelta(0), timedelta(days=60))

unhurried = settings(deadline=None)
"""The first look into a country's calendar imports it."""


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _seen(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %Z")


# ---- slots: one for each posting date, in order, the same whoever asks


@unhurried
@given(RHYTHMS, INSTANTS, SPANS)
@example(Rhythm("02:30", WEEK, NEW_YORK), _utc("2026-03-07T00:00"), timedelta(days=3))
@example(Rhythm("01:30", WEEK, NEW_YORK), _utc("2026-10-31T00:00"), timedelta(days=3))
@example(Rhythm("02:15", WEEK, "Australia/Lord_Howe"), _utc("2026-10-02T00:00"), timedelta(days=4))
@example(Rhythm("23:30", WEEK, "America/Nuuk"), _utc("2026-03-27T00:00"), timedelta(days=4))
@example(Rhythm("00:00", WEEK, "Pacific/Apia"), _utc("2011-12-28T00:00"), timedelta(days=5))
@example(Rhythm("00:00", WEEK, "America/St_Johns"), _utc("2010-11-05T00:00"), timedelta(days=4))
def test_every_posting_date_has_exactly_one_slot(rhythm: Rhythm, after: datetime, span: timedelta) -> None:
    until = after + span

    slots = slots_between(rhythm, after, until)

    dates = [slot.local_date for slot in slots]
    instants = [slot.instant for slot in slots]
    around = _days(local_date(after, rhythm.zone) - DAY, local_date(until, rhythm.zone) + DAY)
    assert dates == [
        day for day in around if posts_on(rhythm, day) and after < instant_of(day, rhythm.at, rhythm.zone) <= until
    ]
    assert instants == sorted(set(instants))
    assert all(slot.at == rhythm.at and slot.instant.tzinfo is UTC for slot in slots)


@unhurried
@given(RHYTHMS, INSTANTS, SPANS, st.lists(st.floats(0, 1), max_size=6))
@example(Rhythm("00:00", WEEK, "America/St_Johns"), _utc("2010-11-06T00:00"), timedelta(days=2), [0.54, 0.56, 0.58])
@example(Rhythm("23:30", WEEK, "America/Nuuk"), _utc("2026-03-28T00:00"), timedelta(days=2), [0.5, 0.51])
def test_whoever_looks_at_whatever_moments_finds_the_same_slots(
    rhythm: Rhythm, after: datetime, span: timedelta, parts: list[float]
) -> None:
    until = after + span
    moments = sorted([after, until, *(after + span * part for part in parts)])

    found = [slot for earlier, later in pairwise(moments) for slot in slots_between(rhythm, earlier, later)]

    assert tuple(found) == slots_between(rhythm, after, until)


@unhurried
@given(RHYTHMS, INSTANTS)
def test_going_from_slot_to_slot_finds_what_the_whole_span_has(rhythm: Rhythm, after: datetime) -> None:
    walked: list[Slot] = []
    moment = after
    while (slot := next_slot(rhythm, moment)) is not None and len(walked) < 5:
        walked.append(slot)
        moment = slot.instant

    assert tuple(walked) == slots_between(rhythm, after, moment)
    assert bool(walked) is bool(rhythm.days)


def test_a_rhythm_without_days_has_no_next_slot() -> None:
    assert next_slot(Rhythm("09:00", frozenset(), TOKYO), _utc("2026-01-01T00:00")) is None


def test_a_slot_is_over_at_its_own_instant() -> None:
    rhythm = Rhythm("09:00", WEEK, TOKYO)
    nine = _utc("2026-01-05T00:00")

    assert [slot.instant for slot in slots_between(rhythm, nine - DAY, nine)] == [nine]
    assert slots_between(rhythm, nine, nine + timedelta(hours=1)) == ()
    following = next_slot(rhythm, nine)
    assert following is not None
    assert following.instant == nine + DAY


def test_nothing_lies_between_a_moment_and_an_earlier_one() -> None:
    rhythm = Rhythm("09:00", WEEK, TOKYO)

    assert slots_between(rhythm, _utc("2026-02-01T00:00"), _utc("2026-01-01T00:00")) == ()


def test_after_ten_years_of_standstill_only_the_last_days_are_looked_at() -> None:
    slots = slots_between(Rhythm("09:00", WEEK, TOKYO), _utc("2016-01-01T00:00"), _utc("2026-01-01T12:00"))

    assert len(slots) == FARTHEST - 1
    assert slots[-1].local_date == date(2026, 1, 1)


# ---- instants: jumps, what comes twice, and days that never were


@unhurried
@given(DATES, TIMES, ZONES)
@example(date(2026, 3, 8), "02:30", NEW_YORK)
@example(date(2026, 10, 4), "02:10", "Australia/Lord_Howe")
@example(date(2011, 12, 30), "12:00", "Pacific/Apia")
@example(date(2026, 9, 6), "00:30", "America/Santiago")
@example(date(2026, 3, 28), "23:30", "America/Nuuk")
def test_an_instant_shows_the_time_asked_for_or_ends_the_jump_over_it(day: date, at: str, zone: str) -> None:
    instant = instant_of(day, at, zone)

    place = ZoneInfo(zone)
    asked = datetime.fromisoformat(f"{day}T{at}")
    shown = instant.astimezone(place).replace(tzinfo=None)
    just_before = (instant - timedelta(seconds=1)).astimezone(place).replace(tzinfo=None)
    if shown == asked:
        assert instant.astimezone(place).fold == 0
    else:
        assert just_before < asked < shown


@pytest.mark.parametrize(
    ("day", "at", "zone", "seen"),
    [
        ("2026-03-08", "02:30", NEW_YORK, "2026-03-08 03:00 EDT"),
        ("2026-03-08", "03:00", NEW_YORK, "2026-03-08 03:00 EDT"),
        ("2026-03-08", "01:59", NEW_YORK, "2026-03-08 01:59 EST"),
        ("2026-11-01", "01:30", NEW_YORK, "2026-11-01 01:30 EDT"),
        ("2026-11-01", "02:00", NEW_YORK, "2026-11-01 02:00 EST"),
        ("2026-10-04", "02:10", "Australia/Lord_Howe", "2026-10-04 02:30 +11"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-05 01:45 +11"),
        ("2026-09-06", "00:00", "America/Santiago", "2026-09-06 01:00 -03"),
        ("2026-03-28", "23:30", "America/Nuuk", "2026-03-29 00:00 -01"),
        ("2028-02-29", "09:00", TOKYO, "2028-02-29 09:00 JST"),
        ("2011-12-30", "09:00", "Pacific/Apia", "2011-12-31 00:00 +14"),
    ],
)
def test_hard_times(day: str, at: str, zone: str, seen: str) -> None:
    assert _seen(instant_of(date.fromisoformat(day), at, zone), zone) == seen


@pytest.mark.parametrize(
    ("at", "first", "hours"),
    [
        # the clocks jump on 8 March and go back on 1 November: 24 hours apart but for the night itself
        ("02:30", "2026-03-06", [24, 23.5, 23.5, 24]),
        ("12:00", "2026-03-06", [24, 23, 24, 24]),
        ("01:30", "2026-10-30", [24, 24, 25, 24]),
        ("12:00", "2026-10-30", [24, 25, 24, 24]),
    ],
)
def test_new_york_has_one_slot_on_each_change_night(at: str, first: str, hours: list[float]) -> None:
    start = _utc(f"{first}T00:00")

    slots = slots_between(Rhythm(at, WEEK, NEW_YORK), start, start + 6 * DAY)[:5]

    pairs = pairwise(slots)
    assert [(later.instant - earlier.instant) / timedelta(hours=1) for earlier, later in pairs] == hours


def test_a_plain_week_in_tokyo_is_one_slot_a_day_at_midnight_utc() -> None:
    slots = slots_between(Rhythm("09:00", WORKDAYS, TOKYO), _utc("2026-06-07T00:00"), _utc("2026-06-14T00:00"))

    assert [slot.instant for slot in slots] == [_utc(f"2026-06-{day:02}T00:00") for day in range(8, 13)]


@pytest.mark.parametrize("at", ["00:00", "12:00", "23:59"])
def test_a_day_that_samoa_never_had_is_no_posting_date(at: str) -> None:
    rhythm = Rhythm(at, WEEK, "Pacific/Apia")

    slots = slots_between(rhythm, _utc("2011-12-28T00:00"), _utc("2012-01-02T00:00"))

    assert date(2011, 12, 30) not in [slot.local_date for slot in slots]
    assert {date(2011, 12, 29), date(2011, 12, 31)} <= {slot.local_date for slot in slots}


def test_29_february_is_a_day_like_any_other() -> None:
    slots = slots_between(Rhythm("09:00", WEEK, TOKYO), _utc("2028-02-28T00:00"), _utc("2028-03-01T00:00"))

    assert [slot.local_date for slot in slots] == [date(2028, 2, 29), date(2028, 3, 1)]
