"""What happened to requests between two digests, from the steps that they took; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from storage.requests import Stride
from storage.vocabulary import RequestType, Status, Urgency, Verb
from workflows.digest.snapshot import ChangeKind

_THANKED = frozenset({Verb.RESOLVE, Verb.ACCEPT_ANSWER})
"""The ends that somebody has worked for."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened to the request called `number`; the rest as in `Change`, `by` a user id or BATON."""

    number: int
    kind: ChangeKind
    before: str | None
    after: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Course:
    """All steps that one request took since the last digest, oldest first."""

    strides: tuple[Stride, ...]

    @property
    def number(self) -> int:
        """Answer whose steps these are."""
        return self.strides[0].number

    @property
    def first(self) -> Stride:
        """Answer the first of them, which knows what the request was before."""
        return self.strides[0]

    @property
    def last(self) -> Stride:
        """Answer the last of them, after which the request is what it is."""
        return self.strides[-1]

    @property
    def is_over(self) -> bool:
        """Say whether it came to its end among these steps, and has stayed there."""
        return self.last.to_status is Status.DONE and any(_ends(stride) for stride in self.strides)

    @property
    def achiever(self) -> str | None:
        """Answer whom to thank for its end: its owner, else whoever took the last step; None for one withdrawn."""
        end = next((stride for stride in reversed(self.strides) if _ends(stride)), None)
        return None if end is None or end.verb not in _THANKED else end.owner or end.by

    @property
    def rescuers(self) -> frozenset[str]:
        """Answer who took it over from somebody else."""
        return frozenset(stride.by for stride in self.strides if stride.verb is Verb.TAKE_OVER)


def courses(strides: Iterable[Stride]) -> tuple[Course, ...]:
    """Put the steps of each request together; a request that is `fyi` by now counts for nothing."""
    found: defaultdict[int, list[Stride]] = defaultdict(list)
    for stride in strides:
        found[stride.number].append(stride)
    ordered = (Course(tuple(sorted(each, key=lambda stride: stride.ordinal))) for each in found.values())
    return tuple(course for course in ordered if course.last.request_type is not RequestType.FYI)


def news(taken: Iterable[Course]) -> tuple[News, ...]:
    """Answer what there is to tell of some requests, oldest first: each kind of change at most once of each."""
    told = chain.from_iterable(_news_of(course) for course in taken)
    return tuple(sorted(told, key=lambda each: (each.at, each.number, each.kind)))


def _news_of(course: Course) -> Iterator[News]:
    entered = _entrance(course)
    if entered is not None:
        yield _told(ChangeKind.NEW, None, course.last.to_status, entered)
    else:
        yield from _heated(course)
    if course.is_over:
        before = None if entered is not None else course.first.from_status
        yield _told(ChangeKind.FINISHED, before, Status.DONE, _latest(course, _ends))
    elif entered is None:
        yield from _moved(course)


def _entrance(course: Course) -> Stride | None:
    """Answer the step by which a request first counted: its filing, or what made an `fyi` more than that."""
    if course.first.type_before not in {None, RequestType.FYI}:
        return None
    return next(stride for stride in course.strides if stride.request_type is not RequestType.FYI)


def _heated(course: Course) -> Iterator[News]:
    before, after = course.first.urgency_before, course.last.urgency
    if before is None or after is None or before is after:
        return
    kind = ChangeKind.RAISED if after.rank > before.rank else ChangeKind.LOWERED
    yield _told(kind, before, after, _latest(course, lambda stride: stride.urgency is not stride.urgency_before))


def _moved(course: Course) -> Iterator[News]:
    """Tell of another status; of one that was done and is not any more, that it began again."""
    before, after = course.first.from_status, course.last.to_status
    reopened = [stride for stride in course.strides if _begins_again(stride)]
    if reopened:
        yield _told(ChangeKind.REOPENED, Status.DONE, after, reopened[-1])
    elif before is not after:
        yield _told(ChangeKind.MOVED, before, after, _latest(course, _moves))


def _told(kind: ChangeKind, before: Status | Urgency | None, after: Status | Urgency, by: Stride) -> News:
    return News(by.number, kind, None if before is None else before.value, after.value, by.at, by.by)


def _latest(course: Course, fits: Callable[[Stride], bool]) -> Stride:
    return next(stride for stride in reversed(course.strides) if fits(stride))


def _ends(stride: Stride) -> bool:
    return stride.to_status is Status.DONE and stride.from_status is not Status.DONE


def _begins_again(stride: Stride) -> bool:
    return stride.from_status is Status.DONE and stride.to_status is not Status.DONE


def _moves(stride: Stride) -> bool:
    return stride.from_status is not stride.to_status


def unseen(strides: Iterable[Stride], seen: Sequence[int]) -> tuple[Stride, ...]:
    """Leave out the steps of which the last digest has told already, by their positions."""
    told = frozenset(seen)
    return tuple(stride for stride in strides if stride.position not in told)
