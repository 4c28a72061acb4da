"""The two languages of Baton: catalogues under `locales/`, plurals, dates and times.

Message ids are names like `card.filed`, never sentences: both languages are written, none is translated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from re import sub
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from storage.vocabulary import Locale

LOCALES = Path(__file__).parent / "locales"
_MINUTE = 60


@cache
def catalogue(locale: Locale) -> Mapping[str, tuple[str, ...]]:
    """Answer all forms of every message of one language, by message id; read once.

    Forms stand in gettext's order: one for Japanese, singular and plural for English.
    """
    with (LOCALES / locale.value / "baton.po").open("rb") as lines:
        messages = read_po(lines, locale=locale.value, charset="utf-8", abort_invalid=True)
    return {_key(message.id): _forms(message.string) for message in messages if message.id}


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


def code_key(code: StrEnum) -> str:
    """Name the message that words a code of the vocabulary: `customer_state.at_risk`."""
    kind = sub(r"(?<!^)(?=[A-Z])", "_", type(code).__name__).lower()
    return f"{kind}.{code.value}"


@dataclass(frozen=True, slots=True)
class Words:
    """One reader's language, and the time zone (an IANA name) in which clocks are told to them.

    Values go into the words as they come: whoever builds blocks makes people's text safe.
    """

    locale: Locale
    zone: str = "UTC"

    def say(self, key: str, /, **values: object) -> str:
        """Answer the words called `key` with `values` in their places; KeyError for a key that no catalogue has."""
        return catalogue(self.locale)[key][0].format_map(values)

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """Answer the form of `key` that fits `count`, which also stands in the words as `{count}`."""
        forms = catalogue(self.locale)[key]
        form = forms[0] if count == 1 else forms[-1]
        return form.format_map({"count": format_decimal(count, locale=self.locale.value), **values})

    def of(self, code: StrEnum) -> str:
        """Answer the word for a code: a request type, an urgency, a refusal and so on."""
        return self.say(code_key(code))

    def time(self, instant: datetime) -> str:
        """Answer the time of day, 24 hours: `10:42`."""
        return format_time(instant, "HH:mm", tzinfo=_zone(self.zone), locale=self.locale.value)

    def time_to_the_second(self, instant: datetime) -> str:
        """Answer the time of day where seconds count: `10:44:03`."""
        return format_time(instant, "HH:mm:ss", tzinfo=_zone(self.zone), locale=self.locale.value)

    def length(self, lasted: timedelta) -> str:
        """Answer how long something took: `1 hr 12 min`, `12 min`, and below a minute `40 sec`."""
        minutes, seconds = divmod(max(0, int(lasted.total_seconds())), _MINUTE)
        hours, minutes = divmod(minutes, _MINUTE)
        units = ((hours, "hour"), (minutes, "minute")) if hours or minutes else ((seconds, "second"),)
        told = [(count, unit) for count, unit in units if count or unit == "second"]
        return " ".join(format_unit(count, unit, length="short", locale=self.locale.value) for count, unit in told)

    def date_and_time(self, instant: datetime) -> str:
        """Answer day and time, for what may be read weeks later: `Nov 21, 2026 10:42`."""
        return f"{format_date(self.local(instant), 'medium', locale=self.locale.value)} {self.time(instant)}"

    def dated(self, key: str, on: date) -> str:
        """Answer a date by the pattern called `key`: what the letters mean, Unicode's TR 35 says."""
        return format_date(on, self.say(key), locale=self.locale.value)

    def local(self, instant: datetime) -> datetime:
        """Answer the same instant by the reader's clock."""
        return instant.astimezone(_zone(self.zone))

    def date_of(self, instant: datetime) -> date:
        """Answer the date where the reader is."""
        return self.local(instant).date()

    def same_day(self, one: datetime, other: datetime) -> bool:
        """Say whether two instants fall on one date where the reader is."""
        return self.date_of(one) == self.date_of(other)


@cache
def _zone(name: str) -> ZoneInfo:
    """Answer the zone that Slack named; UTC where this machine has never heard of it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
