"""Instants in a person's words: Slack's date tokens, and the short times beside messages."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta

TOKEN = re.compile(r"\{(\w+)\}")
NEAR_DAYS = {
    "ja": {-1: "昨日", 0: "今日", 1: "明日"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
SKELETONS = {
    "date_num": {"ja": "yyyy-MM-dd", "en": "yyyy-MM-dd"},
    "date": {"ja": "y年M月d日", "en": "MMMM d, y"},
    "date_short": {"ja": "y年M月d日", "en": "MMM d, y"},
    "date_long": {"ja": "y年M月d日(EEEE)", "en": "EEEE, MMMM d, y"},
    "day": {"ja": "M月d日(E)", "en": "EEE, MMM d"},
}


class Dates:
    """One person's calendar: their language ("ja" or "en"), their zone, and the demo's present."""

    def __init__(self, locale: str, zone: str, now: datetime) -> None:
        """Take the language, an IANA zone and the aware present."""
        self.locale = locale
        self.zone = ZoneInfo(zone)
        self.now = now.astimezone(self.zone)

    def token(self, instant: datetime, pattern: str) -> str:
        """Fill `pattern` of a `<!date^…>` token (docs.slack.dev: formatting dates); unknown tokens stay as they are."""
        local = instant.astimezone(self.zone)
        return TOKEN.sub(lambda found: self._part(found[1], local) or found[0], pattern)

    def clock(self, instant: datetime) -> str:
        """The time of day, as it stands beside a message."""
        return self._time(instant.astimezone(self.zone), "HH:mm" if self.locale == "ja" else "h:mm a")

    def day(self, instant: datetime) -> str:
        """The day as it stands between messages: today, yesterday, or the date."""
        local = instant.astimezone(self.zone)
        near = self._near(local.date())
        return near[0].upper() + near[1:] if near else self._date(local, "day")

    def full(self, instant: datetime) -> str:
        """Date and time together, for the demo's clock."""
        local = instant.astimezone(self.zone)
        return f"{self._date(local, 'day')} {self.clock(local)}"

    def _part(self, name: str, local: datetime) -> str | None:
        if name == "ago":
            return self._ago(local)
        if name == "time":
            return self.clock(local)
        if name == "time_secs":
            return self._time(local, "HH:mm:ss" if self.locale == "ja" else "h:mm:ss a")
        plain = name.removesuffix("_pretty")
        if plain not in SKELETONS:
            return None
        return (name.endswith("_pretty") and self._near(local.date())) or self._date(local, plain)

    def _near(self, day: date) -> str | None:
        return NEAR_DAYS[self.locale].get((day - self.now.date()).days)

    def _ago(self, local: datetime) -> str:
        passed: timedelta = local - self.now
        return str(format_timedelta(passed, add_direction=True, locale=self.locale))

    def _date(self, local: datetime, name: str) -> str:
        return str(format_date(local, SKELETONS[name][self.locale], locale=self.locale))

    def _time(self, local: datetime, pattern: str) -> str:
        return str(format_time(local, pattern, tzinfo=self.zone, locale=self.locale))
