"""How a digest comes to say what it says: all of it read in one transaction, nothing counted from history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.requests import Brief, Stride
from storage.unit_of_work import UnitOfWork
from workflows.digest.changes import Course, News, courses, news, unseen
from workflows.digest.lines import Lines, lines_for
from workflows.digest.since import LATE, Since, points, since_last
from workflows.digest.snapshot import ChangeKind, Form, Row, Snapshot


@dataclass(frozen=True, slots=True)
class Composing:
    """What a digest is composed for.

    `place` is the channel whose members read it, `digest` the number of the digest that it is an edition of, None where
    somebody asked for one. `reader` is whose morning it is: then `place` is theirs, and only what is theirs is told.
    `stuck_days` are the working days after which an issue that does not move is told. `late_for` and `skipped` are due
    times that were missed, for the digest to say so.
    """

    form: Form
    place: str
    digest: int | None = None
    reader: str | None = None
    stuck_days: int = 3
    late_for: datetime | None = None
    skipped: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All that was read for one digest: requests by their numbers, what happened to them, and how to tell of it."""

    since: Since
    in_work: tuple[Brief, ...]
    briefs: dict[int, Brief]
    courses: tuple[Course, ...]
    seen: tuple[int, ...]
    lines: Lines


def compose(work: UnitOfWork, request: Composing, now: datetime) -> Snapshot:
    """Answer what a digest says as of `now`, all from the one transaction of `work`; changes nothing.

    Raises NoSuchZone where its zone no longer exists.
    """
    found = _find(work, request, now)
    order = request.form.order
    rows = tuple(map(found.lines.row, found.lines.sorted(found.in_work, order)))
    told = news(found.courses)
    return Snapshot(
        as_of=now,
        form=request.form,
        since=found.since.told_at,
        reader=request.reader,
        rows=rows,
        in_work_before=found.since.in_work,
        changes=tuple(found.lines.change(each, found.briefs[each.number]) for each in told),
        finished=_finished(found, told),
        finished_by=_thanked(found, ([course.helper] for course in found.courses if course.is_over)),
        points=points(found.since, rows, request.form.zone, now),
        late_for=request.late_for,
        skipped=request.skipped,
        seen=found.seen,
    )


def _find(work: UnitOfWork, request: Composing, now: datetime) -> Found:
    since = since_last(work, request.digest, request.place, request.form.zone, now)
    in_work = tuple(_in_work(work, request))
    strides = work.request_summaries.strides(min(since.reads_after, now - LATE))
    taken = courses(each for each in unseen(strides, since.seen) if each.at > since.reads_after)
    briefs = {each.number: each for each in in_work}
    theirs = taken if request.reader is None else tuple(each for each in taken if _is_of(each, request.reader, briefs))
    briefs |= work.request_summaries.among({each.number for each in theirs} - briefs.keys())
    place = request.place if request.reader is None else None
    others = {stride.by for course in theirs for stride in course.strides}
    lines = lines_for(work, place, briefs.values(), others)
    return Found(since, in_work, briefs, theirs, _seen(strides, now), lines)


def _in_work(work: UnitOfWork, request: Composing) -> list[Brief]:
    summaries = work.request_summaries
    return summaries.in_work() if request.reader is None else summaries.in_work_of(request.reader)


def _is_of(course: Course, reader: str, in_work: dict[int, Brief]) -> bool:
    """Say whether a request is someone's: in work for them, or theirs when it came to its end."""
    return course.number in in_work or (course.is_over and course.last.owner == reader)


def _seen(strides: Iterable[Stride], now: datetime) -> tuple[int, ...]:
    """Answer the positions of the steps that the next digest will read once more."""
    return tuple(each.position for each in strides if each.at > now - LATE)


def _finished(found: Found, told: Iterable[News]) -> tuple[Row, ...]:
    numbers = (each.number for each in told if each.kind is ChangeKind.FINISHED)
    return tuple(found.lines.row(found.briefs[number]) for number in numbers)


def _thanked(found: Found, people: Iterable[Iterable[str | None]]) -> tuple[tuple[str, int], ...]:
    """Count by plain name, most first."""
    names = Counter(name for each in people for person in each if (name := found.lines.name_of(person)) is not None)
    return tuple(sorted(names.items(), key=lambda each: (-each[1], each[0])))
