"""How much was in work day by day, drawn, and in words for whoever does not see the drawing."""

from datetime import date

from bot.views import figures, parts
from bot.views.digest import facts
from bot.views.figures import Axes, Series
from bot.views.parts import Block
from bot.views.texts import Markup, dotted
from bot.words import Words
from storage.vocabulary import DigestKind, Section, Urgency
from workflows.digest.snapshot import Point, Snapshot


def drawn(snapshot: Snapshot, words: Words) -> Block | None:
    """Draw the days as areas, the most heated on top; where there is one day only, its urgencies as bars."""
    points = _points(snapshot, words)
    if not _is_shown(snapshot, points):
        return None
    if len(points) == 1:
        return _bars(points[0], words)
    axes = Axes(tuple(_day(point.day, words) for point in points), *_labels(words))
    series = [Series(words.of(urgency), _along(points, urgency)) for urgency in Urgency]
    return figures.chart("area", words.say("edition.chart"), axes, series)


def _bars(today: Point, words: Words) -> Block:
    axes = Axes(tuple(words.of(urgency) for urgency in Urgency), words.say("edition.column.urgency"), _labels(words)[1])
    title = words.say("edition.chart.today", day=_day(today.day, words))
    return figures.chart("bar", title, axes, [Series(words.say("edition.part.in_work"), today.counts)])


def in_words(snapshot: Snapshot, words: Words) -> Block | None:
    """Say today's numbers by urgency: what one would read off the end of the drawing."""
    points = _points(snapshot, words)
    if not _is_shown(snapshot, points):
        return None
    counted = (
        words.say("edition.counted", what=words.of(urgency), count=_count(points[-1], urgency))
        for urgency in reversed(Urgency)
    )
    return parts.context(Markup(words.say("edition.chart.words", counts=dotted(words, *counted))))


def trend(snapshot: Snapshot, words: Words) -> Block | None:
    """Say the sum of each day, for where nothing can be drawn."""
    points = _points(snapshot, words)
    if not _is_shown(snapshot, points) or len(points) == 1:
        return None
    sums = (words.say("edition.chart.point", day=_day(point.day, words), count=sum(point.counts)) for point in points)
    return parts.context(Markup(words.say("edition.chart.trend", points=dotted(words, *sums))))


def _is_shown(snapshot: Snapshot, points: tuple[Point, ...]) -> bool:
    """Say whether there is anything to draw: a chart of nothing, or of one person's few, says less than words."""
    form = snapshot.form
    is_wanted = form.kind is DigestKind.CLOSE or Section.IN_WORK in form.sections
    return is_wanted and not facts.is_morning(snapshot) and any(any(point.counts) for point in points)


def _points(snapshot: Snapshot, words: Words) -> tuple[Point, ...]:
    """Answer one point for each day, oldest first; today's from the digest itself where no other is kept."""
    if snapshot.points:
        return tuple({point.day: point for point in snapshot.points}.values())
    low, medium, high, critical = (sum(row.urgency is urgency for row in snapshot.rows) for urgency in Urgency)
    return (Point(words.date_of(snapshot.as_of), (low, medium, high, critical)),)


def _labels(words: Words) -> tuple[str, str]:
    return words.say("edition.chart.axis"), words.say("edition.chart.count")


def _along(points: tuple[Point, ...], urgency: Urgency) -> tuple[int, ...]:
    return tuple(_count(point, urgency) for point in points)


def _count(point: Point, urgency: Urgency) -> int:
    return point.counts[tuple(Urgency).index(urgency)]


def _day(on: date, words: Words) -> str:
    return words.dated("edition.date.short", on)
