"""What a digest says, as of one moment: values alone, kept as JSON, so that it reads the same for ever."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from storage.vocabulary import (
    Category,
    DigestKind,
    EmptyDay,
    Locale,
    Order,
    RequestType,
    Section,
    Status,
    Urgency,
    Waiting,
)


class ChangeKind(StrEnum):
    """What happened to a request since the last digest."""

    NEW = "new"
    MOVED = "moved"
    RAISED = "raised"
    LOWERED = "lowered"
    REOPENED = "reopened"
    FINISHED = "finished"


class IssueState(StrEnum):
    """Why an issue stands in a digest: it moved, nobody moved it for days, or it is done and the customer not told."""

    MOVED = "moved"
    STUCK = "stuck"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Row:
    """A request as a digest shows it; people by their ids with plain names beside them.

    `is_masked` says that its readers are others than the digest's: then `key`, `customer`, `summary` and all names are
    None, and only what is counted is left. `due_at` is by when the customer was promised to hear; `waiting_until` and
    `waiting_for` say what it waits for, `waiting_words` in its owner's words.
    """

    key: str | None
    request_type: RequestType
    urgency: Urgency
    status: Status
    filed_at: datetime
    changed_at: datetime
    customer: str | None = None
    plan: str | None = None
    summary: str | None = None
    owner: str | None = None
    owner_name: str | None = None
    asked_name: str | None = None
    waiting_for: Waiting | None = None
    waiting_until: datetime | None = None
    waiting_words: str | None = None
    due_at: datetime | None = None
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one request since the last digest: the first state, the last, and who brought it there.

    `before` and `after` are codes: statuses of a move, urgencies of a raise. A masked one has no key and no names.
    """

    key: str | None
    kind: ChangeKind
    before: str | None
    after: str | None
    at: datetime
    by_name: str | None = None
    customer: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A Jira issue as a digest shows it; `idle_days` are the working days since its last move of status.

    `request` is the key of the request that it belongs to, None where that is masked: then its summary is None, too.
    """

    issue_key: str
    project: str
    state: IssueState
    status: str
    issue_category: Category
    before: str | None = None
    idle_days: int = 0
    request: str | None = None
    customer: str | None = None
    summary: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """What happened on calls since the last digest; `helpers` are plain names with the number of signs each took."""

    calls: int = 0
    whispers: int = 0
    used: int = 0
    signs: int = 0
    helpers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """How much was in work on one business day, by urgency: low, medium, high, critical."""

    day: date
    counts: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Form:
    """How a digest is shown, as it was set up when it was composed."""

    kind: DigestKind
    locale: Locale
    zone: str
    sections: tuple[Section, ...]
    order: Order
    empty: EmptyDay


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one edition says. Counts leave out `fyi`; `rows` are what is in work, in the digest's order.

    `since` is the moment of the last one, None for the first, and `in_work_before` what was in work then. `reader` is
    whose morning it is, None for a channel. `late_for` is the due time that was missed, `skipped` are the due times
    that went by unposted. `jira_failing_since` says that Jira is not reached. `seen` and `seen_moves` are the positions
    of the last steps and moves that were looked at: for composing the next one, nothing to show.
    """

    as_of: datetime
    form: Form
    since: datetime | None = None
    reader: str | None = None
    rows: tuple[Row, ...] = ()
    in_work_before: int | None = None
    changes: tuple[Change, ...] = ()
    finished: tuple[Row, ...] = ()
    finished_by: tuple[tuple[str, int], ...] = ()
    taken_over_by: tuple[tuple[str, int], ...] = ()
    points: tuple[Point, ...] = ()
    help: Help = field(default_factory=Help)
    issues: tuple[IssueRow, ...] = ()
    has_jira: bool = False
    jira_failing_since: datetime | None = None
    late_for: datetime | None = None
    skipped: tuple[datetime, ...] = ()
    seen: tuple[int, ...] = ()
    seen_moves: tuple[int, ...] = ()

    @property
    def unowned(self) -> tuple[Row, ...]:
        """Answer what nobody has taken up, masked ones, too: whatever has an owner is no longer `todo`."""
        return tuple(row for row in self.rows if row.status is Status.TODO)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing at all to tell."""
        told = (self.rows, self.changes, self.finished, self.issues)
        return not any(told) and self.help == Help() and self.jira_failing_since is None
