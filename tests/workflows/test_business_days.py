"""Business days: the zones, their countries' holidays, and what becomes of a slot on one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import holidays
import pytest
from babel.core import get_global
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.vocabulary import HolidayRule, Locale, Weekday
from workflows.hours import (
    NoSuchZone,
    Rhythm,
    business_days_between,
    country_of,
    find_zone,
    holiday_name,
    is_business_day,
    is_holiday,
    last_business_days,
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
RHYTHMS = st.builds(Rhythm, TIMES, st.frozensets(st.sampled_from(Weekday)), ZONES, st.sampled_from(HolidayRule))

unhurried = settings(deadline=None)
"""The first look into a country's calendar imports it."""


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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
@example(date(2034, 7, 1), 549, "Asia/Kolkata")
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
        following = next(later for later in _days(day + DAY, day + 60 * DAY) if is_business_day(later, rhythm.zone))
        assert posts_on(moving, following)
