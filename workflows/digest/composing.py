"""How a digest comes to say what it says: all of it read in one transaction, nothing counted from history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.requests import Brief, Stride
from storage.unit_of_work import UnitOfWork
from workflows.digest.changes import Course, News, courses, news, unseen
from workflows.digest.helping import HelpGiven, help_given
from workflows.digest.lines import Lines, lines_for
from workflows.digest.since import LATE, Since, points, since_last
from workflows.digest.snapshot import ChangeKind, Form, Row, Snapshot
from workflows.digest.tracked import Teller, Tracked, track


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
    """All that was read for one digest: requests by their numbers, what happened to them, and how to tell of it.

    `in_work` stands in the digest's order. `seen` are the positions of the steps that the next one will read once more.
    """

    since: Since
    in_work: tuple[Brief, ...]
    briefs: dict[int, Brief]
    courses: tuple[Course, ...]
    seen: tuple[int, ...]
    tracked: Tracked
    help: HelpGiven
    lines: Lines


def compose(work: UnitOfWork, request: Composing, now: datetime) -> Snapshot:
    """Answer what a digest says as of `now`, all from the one transaction of `work`; changes nothing.

    Raises NoSuchZone where its zone no longer exists.
    """
    found = _find(work, request, now)
    rows = tuple(map(found.lines.row, found.in_work))
    told = news(found.courses)
    ended = [course for course in found.courses if course.is_over]
    return Snapshot(
        as_of=now,
        form=request.form,
        since=found.since.told_at,
        reader=request.reader,
        rows=rows,
        in_work_before=found.since.in_work,
        changes=tuple(found.lines.change(each, found.briefs[each.number]) for each in told),
        finished=_finished(found, told),
        finished_by=_thanked(found, ((course, course.achiever) for course in ended)),
        taken_over_by=_thanked(found, ((course, by) for course in found.courses for by in course.rescuers)),
        points=points(found.since, rows, request.form.zone, now),
        help=found.help.told(found.lines.name_of),
        issues=Teller(found.lines, found.briefs, request.form.zone, request.stuck_days, now).rows(found.tracked),
        has_jira=found.tracked.tracker is not None,
        jira_failing_since=found.tracked.failing_since,
        late_for=request.late_for,
        skipped=request.skipped,
        seen=found.seen,
        seen_moves=found.tracked.seen,
    )


def _find(work: UnitOfWork, request: Composing, now: datetime) -> Found:
    since = since_last(work, request.digest, request.place, request.form.zone, now)
    in_work = _in_work(work, request)
    strides = work.request_summaries.strides(min(since.reads_after, now - LATE))
    fresh = (each for each in unseen(strides, since.seen) if each.at > since.reads_after)
    tracked = track(work, since, in_work, now)
    taken = tuple(each for each in courses(fresh) if _is_told(each, request.reader, in_work))
    touched = {course.number for course in taken} | (tracked.requests if request.reader is None else frozenset())
    briefs = in_work | work.request_summaries.among(touched - in_work.keys())
    given = help_given(work, since.began) if request.reader is None else HelpGiven()
    others = {stride.by for course in taken for stride in course.strides} | given.takers
    lines = lines_for(work, request.place if request.reader is None else None, briefs.values(), others)
    ordered = tuple(lines.sorted(in_work.values(), request.form.order))
    return Found(since, ordered, briefs, taken, _seen(strides, now), tracked, given, lines)


def _in_work(work: UnitOfWork, request: Composing) -> dict[int, Brief]:
    summaries = work.request_summaries
    found = summaries.in_work() if request.reader is None else summaries.in_work_of(request.reader)
    return {brief.number: brief for brief in found}


def _is_told(course: Course, reader: str | None, in_work: dict[int, Brief]) -> bool:
    """Say whether a request is told of: to one person what is in work for them, or was theirs when it ended."""
    return reader is None or course.number in in_work or (course.is_over and course.last.owner == reader)


def _seen(strides: Iterable[Stride], now: datetime) -> tuple[int, ...]:
    return tuple(each.position for each in strides if each.at > now - LATE)


def _finished(found: Found, told: Iterable[News]) -> tuple[Row, ...]:
    numbers = (each.number for each in told if each.kind is ChangeKind.FINISHED)
    return tuple(found.lines.row(found.briefs[number]) for number in numbers)


def _thanked(found: Found, helped: Iterable[tuple[Course, str | None]]) -> tuple[tuple[str, int], ...]:
    """Count requests by the plain name of whoever is to be thanked, most first; what is masked names nobody."""
    shown = (by for course, by in helped if found.lines.shows(found.briefs[course.number]))
    names = Counter(name for by in shown if (name := found.lines.name_of(by)) is not None)
    return tuple(sorted(names.items(), key=lambda each: (-each[1], each[0])))
