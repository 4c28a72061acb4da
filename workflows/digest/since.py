"""What the last edition of a digest leaves to the next: since when, and what was told already."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Urgency
from workflows.digest.kept import Content, from_content
from workflows.digest.snapshot import Point, Row, Snapshot
from workflows.hours import instant_of, last_business_days, local_date

LATE: Final = timedelta(minutes=1)
"""How much later than its `at` a step may be committed, and still be told: by then it was begun 2.5 s ago at most."""

LONGEST: Final = timedelta(days=31)
"""How far back a digest looks that was last posted longer ago: a month of changes is more than anybody reads."""

DAYS: Final = 10
"""Business days in a chart."""


_LEFT: Final = frozenset({"as_of", "form", "points", "seen", "seen_moves"})
"""What the next one must know of a digest: to read each of its rows again would be work for nothing."""


@dataclass(frozen=True, slots=True)
class Since:
    """From when a digest tells what has changed.

    `began` is the last one's moment, or where there is none the beginning of the day; `last` what is left of that one
    without its rows, `in_work` how many it had.
    """

    began: datetime
    last: Snapshot | None = None
    in_work: int | None = None

    @property
    def reads_after(self) -> datetime:
        """Answer after which moment steps are looked at: a little earlier, for those committed late."""
        return self.began if self.last is None else self.began - LATE

    @property
    def seen(self) -> tuple[int, ...]:
        """Answer the positions of the steps of which the last one has told."""
        return () if self.last is None else self.last.seen

    @property
    def seen_moves(self) -> tuple[int, ...]:
        """Answer the positions of the moves of Jira issues of which the last one has told."""
        return () if self.last is None else self.last.seen_moves

    @property
    def told_at(self) -> datetime | None:
        """Answer when the last one was, None where this is the first."""
        return None if self.last is None else self.began


def since_last(work: UnitOfWork, digest: int | None, place: str, zone: str, now: datetime) -> Since:
    """Answer since when the next edition of a digest in a place tells; NoSuchZone where there is no such zone."""
    edition = work.editions.latest(digest, place)
    if edition is None or edition.content is None:
        return Since(instant_of(local_date(now, zone), "00:00", zone))
    left: Content = {name: said for name, said in edition.content.items() if name in _LEFT}
    return Since(max(edition.as_of, now - LONGEST), from_content(left), len(edition.content.get("rows", ())))


def points(since: Since, rows: Iterable[Row], zone: str, now: datetime) -> tuple[Point, ...]:
    """Answer the chart's points: those that the last editions have kept, and today's; one for each business day.

    A digest that is posted on a day of rest has a point for this day as long as it is today.
    """
    today = local_date(now, zone)
    shown = {*last_business_days(today - timedelta(days=1), DAYS - 1, zone), today}
    known = () if since.last is None else since.last.points
    kept: dict[date, Point] = {point.day: point for point in known if point.day in shown}
    return tuple(sorted((kept | {today: _point(today, rows)}).values(), key=lambda point: point.day))


def _point(day: date, rows: Iterable[Row]) -> Point:
    heat = Counter(row.urgency for row in rows)
    return Point(day, (heat[Urgency.LOW], heat[Urgency.MEDIUM], heat[Urgency.HIGH], heat[Urgency.CRITICAL]))
