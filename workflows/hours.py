"""Which days are worked where, and when something that comes again is due there; pure: `now` is an argument."""

import sys
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from babel.core import get_global

from storage.vocabulary import HolidayRule, Locale, Weekday

FARTHEST = 400
"""How many days a search for slots looks at, at most: a year, and the holidays after it."""

WEEKDAYS = tuple(Weekday)
"""The days in the order of `date.weekday()`."""

WORKED = 5
"""Monday to Friday; Saturday and Sunday are no business days anywhere."""

_DAY = timedelta(days=1)
_UNKNOWN = frozenset({"001", "ZZ"})
"""CLDR's territories "the world" and "unknown", where `Etc/UTC` and its like stand."""

_MERE_OFFSETS = frozenset({"CET", "EET", "EST", "MET", "WET"})
"""Old names of an offset; CLDR knows them as links to Brussels, Athens, Panama and Lisbon, where hardly anybody is."""


class NoSuchZone(Exception):  # noqa: N818  what was found: a zone that this machine does not know, or no longer
    """No time zone has that name; `zone` is the name."""

    def __init__(self, zone: str) -> None:
        """Keep the name, for whoever set it."""
        super().__init__(zone)
        self.zone = zone


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What comes again: at `at` ("HH:MM", local) on `days`, in `zone` (an IANA name), with a rule for its holidays."""

    at: str
    days: frozenset[Weekday]
    zone: str
    holidays: HolidayRule = HolidayRule.POST


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time: its date where it is due, the time of day that was asked for, and the UTC instant of both."""

    local_date: date
    at: str
    instant: datetime


# ---- zones


def find_zone(zone: str) -> ZoneInfo:
    """Answer the zone of that IANA name; NoSuchZone where this machine knows none."""
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, LookupError) as error:
        raise NoSuchZone(zone) from error


def local_date(now: datetime, zone: str) -> date:
    """Answer the date in `zone` at the instant `now`; NoSuchZone where there is no such zone."""
    return now.astimezone(find_zone(zone)).date()


def instant_of(day: date, at: str, zone: str) -> datetime:
    """Answer the UTC instant of the time of day `at` ("HH:MM") on `day` in `zone`.

    A time that the clocks jump over is the first instant after the jump; one that comes twice is its first coming
    (PEP 495, `fold=0`). So `instant_of(day, "00:00", zone)` is when the day begins. NoSuchZone where there is none.
    """
    local = datetime.combine(day, time.fromisoformat(at), find_zone(zone))
    instant = local.astimezone(UTC)
    is_real = instant.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)
    return instant if is_real else _end_of_jump(local)


def _end_of_jump(local: datetime) -> datetime:
    """Answer the instant of the jump over `local`: read with the new offset it lies before it, with the old after."""
    before = int(local.replace(fold=1).timestamp())
    after = int(local.timestamp())
    new = datetime.fromtimestamp(after, local.tzinfo).utcoffset()
    seconds = range(before, after + 1)
    place = bisect_left(seconds, x=True, key=lambda at: datetime.fromtimestamp(at, local.tzinfo).utcoffset() == new)
    return datetime.fromtimestamp(seconds[place], UTC)


def _exists(day: date, zone: str) -> bool:
    """Say whether `zone` has that day at all: Samoa had no 30 December 2011."""
    return local_date(instant_of(day, "00:00", zone), zone) == day


# ---- business days


def country_of(zone: str) -> str | None:
    """Answer the country of `zone` as CLDR has it (ISO 3166-1, two letters); None for UTC and for unknown zones."""
    current = zone if zone in _MERE_OFFSETS else get_global("zone_aliases").get(zone, zone)
    territory = get_global("zone_territories").get(current)
    return None if territory in _UNKNOWN else territory


def holiday_name(day: date, zone: str, locale: Locale) -> str | None:
    """Answer what the country of `zone` calls that public holiday; None where it is none.

    In the language of `locale` where it has such names, else in its own. A day taken instead (振替休日, "observed")
    is a holiday, too. Holidays of one region, such as a single state's, are not asked for: a zone does not tell it.
    """
    country = country_of(zone)
    return None if country is None else _holidays(country, day.year, locale).get(day)


def is_holiday(day: date, zone: str) -> bool:
    """Say whether `day` is a public holiday in the country of `zone`."""
    return holiday_name(day, zone, Locale.EN) is not None


def is_business_day(day: date, zone: str) -> bool:
    """Say whether people in `zone` work on `day`: Monday to Friday, holidays apart."""
    return day.weekday() < WORKED and not is_holiday(day, zone)


def last_business_days(day: date, count: int, zone: str) -> tuple[date, ...]:
    """Answer the last `count` business days up to `day`, itself included if it is one; the oldest first."""
    found = (earlier for earlier in _days_before(day + _DAY) if is_business_day(earlier, zone))
    return tuple(islice(found, count))[::-1]


def business_days_between(first: date, last: date, zone: str) -> int:
    """Count the business days after `first` up to and including `last`: 1 from a Monday to its Tuesday, never below 0.

    Its cost grows with the years between them, not with the days.
    """
    if last <= first:
        return 0
    country = country_of(zone)
    years = range(first.year, last.year + 1) if country else ()
    holidays = (day for year in years for day in _holidays(str(country), year, Locale.EN))
    free = sum(first < day <= last and day.weekday() < WORKED for day in holidays)
    return _worked_until(last) - _worked_until(first) - free


def _worked_until(day: date) -> int:
    """Count Mondays to Fridays from 1 January of year 1, a Monday, up to and including `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * WORKED + min(rest, WORKED)


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int, locale: Locale) -> Mapping[date, str]:
    """Answer one year's holidays with their names; none for a country that the library does not know."""
    import holidays

    _read_one_country_at_a_time()
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return {}
    # Without a language of its own the library would ask the environment for one.
    spoken = (known.default_language, *known.supported_languages)
    language = next((name for name in spoken if name and name.startswith(locale)), known.default_language)
    with warnings.catch_warnings():  # of years for which no list is made yet: they have what is known
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(country, years=year, language=language, expand=False)
    return dict(found.items())


def _read_one_country_at_a_time() -> None:
    """Keep the library from importing 280 countries for the sake of one: that takes 8 MiB and 0.1 s."""
    spec = find_spec("holidays.countries")
    if spec is not None and spec.name not in sys.modules:
        sys.modules[spec.name] = module_from_spec(spec)


def _days_before(day: date) -> Iterator[date]:
    while True:
        day -= _DAY
        yield day


# ---- slots


def posts_on(rhythm: Rhythm, day: date) -> bool:
    """Say whether `rhythm` has a slot on `day`, its holiday rule applied.

    `next` moves what is due on a holiday to the next business day; what is due there anyhow falls together with it.
    NoSuchZone where there is no such zone.
    """
    if not _exists(day, rhythm.zone):
        return False
    if rhythm.holidays is HolidayRule.POST:
        return _is_due(rhythm, day)
    if _is_due(rhythm, day) and not is_holiday(day, rhythm.zone):
        return True
    return rhythm.holidays is HolidayRule.NEXT and _is_moved_to(rhythm, day)


def next_slot(rhythm: Rhythm, after: datetime) -> Slot | None:
    """Answer the first slot later than the instant `after`; None where the next `FARTHEST` days have none.

    NoSuchZone where there is no such zone.
    """
    slots = _slots(rhythm, local_date(after, rhythm.zone), FARTHEST)
    return next((slot for slot in slots if slot.instant > after), None)


def slots_between(rhythm: Rhythm, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """Answer the slots later than `after` and not later than `until`, in order.

    Where more than `FARTHEST` days lie between, the last of them alone are looked at. NoSuchZone where there is no such
    zone.
    """
    first = local_date(after, rhythm.zone)
    # Clocks that go back over midnight bring a slot of the next date before the end of this one: St. John's did.
    last = local_date(until, rhythm.zone) + _DAY
    days = min((last - first).days + 1, FARTHEST)
    slots = _slots(rhythm, last - _DAY * (days - 1), days)
    return tuple(slot for slot in slots if after < slot.instant <= until)


def _slots(rhythm: Rhythm, first: date, days: int) -> Iterator[Slot]:
    """Answer the slots of so many days from `first` on, one after the other as they are asked for."""
    for day in (first + _DAY * number for number in range(days)):
        if posts_on(rhythm, day):
            yield Slot(day, rhythm.at, instant_of(day, rhythm.at, rhythm.zone))


def _is_due(rhythm: Rhythm, day: date) -> bool:
    return WEEKDAYS[day.weekday()] in rhythm.days


def _is_moved_to(rhythm: Rhythm, day: date) -> bool:
    """Say whether `day` is the next business day for something that was due on a holiday before it."""
    if not is_business_day(day, rhythm.zone):
        return False
    free = takewhile(lambda earlier: not is_business_day(earlier, rhythm.zone), _days_before(day))
    return any(_is_due(rhythm, earlier) and is_holiday(earlier, rhythm.zone) for earlier in free)
