"""When the week's stories happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sandbox.stories.story import Story

ZONE = ZoneInfo("Asia/Tokyo")
OPENS, CLOSES = 9 * 60, 18 * 60
SATURDAY = 5


def in_order(stories: list[Story], dice: Random) -> list[Story]:
    """Put the stories in the order in which they were filed: what is still open came last, roughly.

    What is finished came on any day: there is something to tell at each close.
    """
    earliest = {"finished": 0.1, "withdrawn": 0.1, "answered": 0.2, "filed": 0.3}
    return sorted(stories, key=lambda story: dice.uniform(earliest.get(story.progress, 0.2), 1.0))


def moments(now: datetime, count: int, dice: Random) -> list[datetime]:
    """Answer `count` moments in the office hours of the past week, in order, the last half an hour ago."""
    latest = now - timedelta(minutes=30)
    minutes = [moment for moment in office_minutes(now) if moment < latest]
    return sorted(dice.sample(minutes, count))


def office_minutes(now: datetime) -> Iterator[datetime]:
    """Answer every minute of the office hours of the past eight days, today first."""
    today = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    days = (today - timedelta(days=back) for back in range(8))
    for day in days:
        if day.weekday() < SATURDAY:
            yield from (day + timedelta(minutes=minute) for minute in range(OPENS, CLOSES))
