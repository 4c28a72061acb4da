"""Hours: each posting date has exactly one instant, whatever the clocks and the calendar of its zone do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from babel.core import get_global
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.vocabulary import HolidayRule, Locale, Weekday
from workflows.hours import (
    FARTHEST,
    NoSuchZone,
    Rhythm,
    Slot,
    business_days_between,
    country_of,
    find_zone,
    holiday_name,
    instant_of,
    is_business_day,
    is_holiday,
    last_business_days,
    local_date,
    next_business_day,
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


# ---- zones


@pytest.mark.parametrize("zone", ["Asia/Tokio", "", "America", "../etc/passwd", "/etc/localtime", "a\0b", "東京"])
def test_a_zone_that_is_none_is_told_by_name(zone: str) -> None:
    rhythm = Rhythm("09:00", WEEK, zone)
    now = _utc("2026-01-01T00:00")
    for ask in (
        lambda: find_zone(zone),
        lambda: local_date(now, zone),
        lambda: next_slot(rhythm, now),
        lambda: slots_between(rhythm, now, now + DAY),
        lambda: posts_on(rhythm, now.date()),
    ):
        with pytest.raises(NoSuchZone) as told:
            ask()
        assert told.value.zone == zone


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        (TOKYO, "JP"),
        ("Japan", "JP"),
        (NEW_YORK, "US"),
        ("US/Eastern", "US"),
        ("Asia/Calcutta", "IN"),
        ("Europe/Kiev", "UA"),
        ("Europe/Kyiv", "UA"),
        ("UTC", None),
        ("Etc/GMT+5", None),
        ("Factory", None),
        ("EST", None),
        ("CET", None),
        ("Asia/Tokio", None),
    ],
)
def test_country_of(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


# ---- holidays and business days

JAPAN_2026 = {
    "2026-01-01": "元日",
    "2026-01-12": "成人の日",
    "2026-02-11": "建国記念の日",
    "2026-02-23": "天皇誕生日",
    "2026-03-20": "春分の日",
    "2026-04-29": "昭和の日",
    "2026-05-03": "憲法記念日",
    "2026-05-04": "みどりの日",
    "2026-05-05": "こどもの日",
    "2026-05-06": "振替休日",
    "2026-07-20": "海の日",
    "2026-08-11": "山の日",
    "2026-09-21": "敬老の日",
    "2026-09-22": "国民の休日",
    "2026-09-23": "秋分の日",
    "2026-10-12": "スポーツの日",
    "2026-11-03": "文化の日",
    "2026-11-23": "勤労感謝の日",
}
"""The Cabinet Office's list for Reiwa 8; it calls 国民の休日 and 振替休日 both 休日."""


def test_japanese_holidays_of_2026_are_those_of_the_cabinet_office() -> None:
    year = _days(date(2026, 1, 1), date(2026, 12, 31))

    named = {day.isoformat(): holiday_name(day, TOKYO, Locale.JA) for day in year if is_holiday(day, TOKYO)}

    assert named == JAPAN_2026


@pytest.mark.parametrize(
    ("day", "zone", "locale", "name"),
    [
        ("2026-11-23", TOKYO, Locale.EN, "Labor Thanksgiving Day"),
        ("2026-07-03", NEW_YORK, Locale.EN, "Independence Day (observed)"),
        ("2026-07-04", NEW_YORK, Locale.EN, "Independence Day"),
        ("2027-12-31", NEW_YORK, Locale.EN, "New Year's Day (observed)"),
        ("2026-07-03", NEW_YORK, Locale.JA, "Independence Day (observed)"),
        ("2026-07-06", NEW_YORK, Locale.EN, None),
        ("2026-12-28", "Europe/London", Locale.EN, "Boxing Day (observed)"),
        ("2026-07-14", "Europe/Paris", Locale.JA, "Fête nationale"),
        ("2026-07-14", "Europe/Paris", Locale.EN, "National Day"),
        ("2026-01-01", "UTC", Locale.EN, None),
        ("2026-01-01", "Asia/Tokio", Locale.EN, None),
    ],
)
def test_holiday_name(day: str, zone: str, locale: Locale, name: str | None) -> None:
    assert holiday_name(date.fromisoformat(day), zone, locale) == name


@pytest.mark.parametrize(("variable", "unseen_year"), [("LANGUAGE", 2017), ("LC_ALL", 2018), ("LANG", 2019)])
def test_the_machines_own_language_changes_no_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, unseen_year: int
) -> None:
    monkeypatch.setenv(variable, "th")

    assert holiday_name(date(unseen_year, 7, 4), NEW_YORK, Locale.JA) == "Independence Day"


@pytest.mark.parametrize("country", sorted(set(get_global("zone_territories").values()) - {"001", "ZZ"}))
def test_every_country_of_a_zone_has_a_calendar_that_stays_within_its_year(country: str) -> None:
    zone = next(zone for zone, territory in get_global("zone_territories").items() if territory == country)
    known = holidays.country_holidays(country, years=2027, language="en_US", expand=False)

    assert {day for day in _days(date(2027, 1, 1), date(2027, 12, 31)) if is_holiday(day, zone)} == set(known)


@pytest.mark.parametrize(
    ("day", "zone", "following"),
    [
        ("2026-06-08", TOKYO, "2026-06-09"),
        ("2026-06-12", TOKYO, "2026-06-15"),
        ("2026-05-01", TOKYO, "2026-05-07"),
        ("2026-09-18", TOKYO, "2026-09-24"),
        ("2026-07-02", NEW_YORK, "2026-07-06"),
        ("2026-12-31", "UTC", "2027-01-01"),
        ("2028-02-28", TOKYO, "2028-02-29"),
    ],
)
def test_next_business_day(day: str, zone: str, following: str) -> None:
    assert next_business_day(date.fromisoformat(day), zone) == date.fromisoformat(following)


@pytest.mark.parametrize(
    ("first", "last", "zone", "count"),
    [
        ("2026-06-08", "2026-06-08", TOKYO, 0),
        ("2026-06-08", "2026-06-09", TOKYO, 1),
        ("2026-06-12", "2026-06-14", TOKYO, 0),
        ("2026-06-12", "2026-06-15", TOKYO, 1),
        ("2026-05-01", "2026-05-07", TOKYO, 1),
        ("2026-06-09", "2026-06-08", TOKYO, 0),
        ("2025-12-31", "2026-12-31", "UTC", 261),
        ("2025-12-31", "2026-12-31", TOKYO, 244),
    ],
)
def test_business_days_between(first: str, last: str, zone: str, count: int) -> None:
    assert business_days_between(date.fromisoformat(first), date.fromisoformat(last), zone) == count


@unhurried
@given(DATES, st.integers(-10, 900), ZONES)
def test_business_days_are_counted_as_if_day_by_day(first: date, days: int, zone: str) -> None:
    last = first + DAY * days

    assert business_days_between(first, last, zone) == sum(
        is_business_day(day, zone) for day in _days(first + DAY, last)
    )


def test_the_last_ten_business_days_leave_out_golden_week_and_end_today() -> None:
    days = last_business_days(date(2026, 5, 7), 10, TOKYO)

    april, may = (20, 21, 22, 23, 24, 27, 28, 30), (1, 7)
    assert days == (*(date(2026, 4, day) for day in april), *(date(2026, 5, day) for day in may))


@unhurried
@given(DATES, st.integers(0, 12), ZONES)
def test_the_last_business_days_are_as_many_as_asked_for_and_leave_none_out(day: date, count: int, zone: str) -> None:
    days = last_business_days(day, count, zone)

    assert len(days) == count
    if days:
        assert days == tuple(each for each in _days(days[0], day) if is_business_day(each, zone))


# ---- what becomes of a slot on a holiday


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        (HolidayRule.POST, [1, 4, 5, 6, 7, 8]),
        (HolidayRule.SKIP, [1, 7, 8]),
        (HolidayRule.NEXT, [1, 7, 8]),
    ],
)
def test_golden_week_of_a_daily_digest(rule: HolidayRule, dates: list[int]) -> None:
    rhythm = Rhythm("18:00", WORKDAYS, TOKYO, rule)

    slots = slots_between(rhythm, _utc("2026-05-01T00:00"), _utc("2026-05-09T00:00"))

    assert [slot.local_date.day for slot in slots] == dates


@pytest.mark.parametrize(
    ("days", "dates"),
    [
        ({Weekday.MON}, ["2026-05-07", "2026-05-11"]),
        ({Weekday.SUN}, ["2026-05-07", "2026-05-10"]),
        ({Weekday.SAT}, ["2026-05-02", "2026-05-09"]),
        ({Weekday.MON, Weekday.THU}, ["2026-05-07", "2026-05-11"]),
        ({Weekday.FRI}, ["2026-05-01", "2026-05-08"]),
    ],
)
def test_a_weekly_digest_moves_to_the_next_business_day(days: set[Weekday], dates: list[str]) -> None:
    rhythm = Rhythm("09:00", frozenset(days), TOKYO, HolidayRule.NEXT)

    slots = slots_between(rhythm, _utc("2026-04-30T12:00"), _utc("2026-05-11T12:00"))

    assert [slot.local_date.isoformat() for slot in slots] == dates


def test_a_zone_without_a_country_has_no_holidays_to_skip() -> None:
    assert posts_on(Rhythm("09:00", WEEK, "UTC", HolidayRule.SKIP), date(2026, 1, 1))


@unhurried
@given(RHYTHMS, DATES)
def test_a_holiday_rule_takes_only_holidays_and_adds_only_business_days(rhythm: Rhythm, day: date) -> None:
    plain = posts_on(Rhythm(rhythm.at, rhythm.days, rhythm.zone), day)
    ruled = posts_on(rhythm, day)

    if plain and not ruled:
        assert is_holiday(day, rhythm.zone)
    if ruled and not plain:
        assert rhythm.holidays is HolidayRule.NEXT
        assert is_business_day(day, rhythm.zone)
        assert is_holiday(day, rhythm.zone) is False


@unhurried
@given(RHYTHMS, DATES)
def test_whatever_is_due_on_a_holiday_stands_on_the_next_business_day(rhythm: Rhythm, day: date) -> None:
    moving = Rhythm(rhythm.at, WEEK, rhythm.zone, HolidayRule.NEXT)

    if is_holiday(day, rhythm.zone):
        assert not posts_on(moving, day)
        assert posts_on(moving, next_business_day(day, rhythm.zone))
