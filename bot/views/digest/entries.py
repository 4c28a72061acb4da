"""What a digest tells line by line: what is due, what has changed, what goes on, what is finished, what Jira did."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.views.digest import facts
from bot.views.digest.facts import Due
from bot.views.texts import BLANK, Markup, clock, dotted, escape, link, say
from bot.words import Words
from storage.vocabulary import Section, Status, Urgency
from workflows.digest.snapshot import Change, ChangeKind, IssueRow, IssueState, Row, Snapshot

MOST_PEOPLE: Final = 6
"""So many are thanked by name: those who did most."""

_ISSUE_STATES: Final = tuple(IssueState)
_COUNTED: Final = frozenset({Section.UNOWNED, Section.IN_WORK})
"""What stands in the table, row by row."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, put into words where it is shown; those with the same `group` in a row stand below it as a heading."""

    tell: Callable[[], Markup]
    group: Markup | None = None

    @property
    def text(self) -> Markup:
        """Answer the line in words."""
        return self.tell()


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a digest: its lines, how many things they tell of, and a word at its end."""

    section: Section
    lines: tuple[Line, ...]
    count: int
    private: int = 0
    closing: Markup | None = None
    is_continued: bool = False

    def first(self, most: int) -> "Part":
        """Answer the part with its first lines, and its closing words."""
        return replace(self, lines=self.lines[:most])

    def after(self, most: int) -> "Part":
        """Answer the rest of its lines, for elsewhere."""
        return replace(self, lines=self.lines[most:], private=0, closing=None, is_continued=True)


def parts_of(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Answer the sections that were chosen, in their order, empty ones, too."""
    for section in Section:
        if section in snapshot.form.sections and section not in _COUNTED:
            yield from _BUILDERS[section](snapshot, words)


# ---- due


def _due(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Tell what customers expect to hear, the soonest first."""
    found = [(due, row) for row in snapshot.rows if (due := facts.due_of(row, snapshot, words)) is not None]
    told = sorted((each for each in found if not each[1].is_masked), key=lambda each: each[1].due_at or snapshot.as_of)
    lines = tuple(Line(partial(_due_line, due, row, snapshot, words)) for due, row in told)
    yield Part(Section.DUE, lines, len(found), len(found) - len(told))


def _due_line(due: Due, row: Row, snapshot: Snapshot, words: Words) -> Markup:
    due_at = row.due_at or snapshot.as_of
    at = clock(words, due_at, since=due_at if due is Due.TOMORROW else snapshot.as_of)
    return _line(row, say(words, f"edition.due.{due.value}", at=at), words, facts.by(row, words))


# ---- what happened to requests


def _changed(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Tell what happened to each request; what is finished stands in its own section, where there is one."""
    is_told_below = Section.FINISHED in snapshot.form.sections
    changes = [change for change in snapshot.changes if not (is_told_below and change.kind is ChangeKind.FINISHED)]
    told = [change for change in changes if change.key is not None]
    lines = tuple(Line(partial(_change_line, change, words)) for change in told)
    yield Part(Section.CHANGED, lines, len(changes), len(changes) - len(told))


def _change_line(change: Change, words: Words) -> Markup:
    before, after = _state(change, change.before, words), _state(change, change.after, words)
    what = say(words, f"edition.change.{change.kind.value}", before=before, after=after)
    if change.by_name:
        what = say(words, "edition.change.by", what=what, who=escape(change.by_name, facts.MOST_NAME))
    return _line(change, what, words)


def _state(change: Change, code: str | None, words: Words) -> str:
    """Word a status of a move, or an urgency of a raise; what else happens to a request has neither."""
    if code is None:
        return BLANK
    if change.kind in {ChangeKind.RAISED, ChangeKind.LOWERED}:
        return words.of(Urgency(code))
    return words.of(Status(code)) if change.kind is ChangeKind.MOVED else BLANK


def _carried_over(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Tell of what was there at the last digest, and has an owner, how it goes on."""
    since = snapshot.since
    rows = [row for row in snapshot.rows if since and row.filed_at <= since and row.status is not Status.TODO]
    told = facts.shown(rows)
    lines = tuple(Line(partial(_carried_line, row, snapshot, words)) for row in told)
    yield Part(Section.CARRIED_OVER, lines, len(rows), len(rows) - len(told))


def _carried_line(row: Row, snapshot: Snapshot, words: Words) -> Markup:
    step = say(words, "edition.next", what=facts.next_step(row, snapshot, words))
    return _line(row, step, words)


def _finished(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Tell what is finished, and thank whoever did it."""
    told = facts.shown(snapshot.finished)
    lines = tuple(Line(partial(_line, row, None, words, facts.by(row, words))) for row in told)
    count = len(snapshot.finished)
    yield Part(Section.FINISHED, lines, count, count - len(told), _thanks(snapshot, words))


def _thanks(snapshot: Snapshot, words: Words) -> Markup | None:
    people = {"edition.finished.by": snapshot.finished_by, "edition.taken_over_by": snapshot.taken_over_by}
    thanks = [say(words, key, people=_people(named, words)) for key, named in people.items() if named]
    return Markup("\n".join(thanks)) if thanks else None


def _people(named: tuple[tuple[str, int], ...], words: Words) -> Markup:
    counted = [
        say(words, "edition.person", who=escape(who, facts.MOST_NAME), count=str(count))
        for who, count in named[:MOST_PEOPLE]
    ]
    return Markup(words.say("list").join(counted))


def _line(told: Row | Change, what: Markup | None, words: Words, *more: str | None) -> Markup:
    about = dotted(words, facts.customer(told.customer), facts.summary(told.summary), *more)
    if what is None:
        return say(words, "edition.line.bare", key=facts.key(told.key), facts=about)
    return say(words, "edition.line", key=facts.key(told.key), what=what, facts=about)


# ---- calls


def _calls(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Tell how much help was given on calls, and by whom."""
    given = snapshot.help
    numbers = {name: str(getattr(given, name)) for name in ("calls", "signs", "whispers", "used")}
    lines = (
        [Line(partial(say, words, "edition.calls", **numbers))] if given.calls or given.whispers or given.signs else []
    )
    helpers = [
        say(words, "edition.calls.helper", who=escape(who, facts.MOST_NAME), count=str(count))
        for who, count in given.helpers[:MOST_PEOPLE]
    ]
    if helpers:
        people = Markup(words.say("list").join(helpers))
        lines.append(Line(partial(say, words, "edition.calls.helpers", people=people)))
    yield Part(Section.CALLS, tuple(lines), given.calls)


# ---- Jira


def _jira(snapshot: Snapshot, words: Words) -> Iterator[Part]:
    """Tell what became of Jira issues, by customer and project; those of private requests are counted."""
    if not snapshot.has_jira:
        return
    told = [issue for issue in snapshot.issues if issue.request is not None]
    groups: dict[tuple[str, str], list[IssueRow]] = defaultdict(list)
    for issue in told:
        groups[issue.customer or "", issue.project].append(issue)
    lines = tuple(_grouped(groups, words))
    yield Part(Section.JIRA, lines, len(snapshot.issues), len(snapshot.issues) - len(told))


def _grouped(groups: Mapping[tuple[str, str], list[IssueRow]], words: Words) -> Iterator[Line]:
    for customer, project in sorted(groups):
        named = escape(customer, facts.MOST_CUSTOMER) if customer else words.say("edition.jira.no_customer")
        group = say(words, "edition.jira.group", customer=named, project=escape(project, facts.MOST_NAME))
        for issue in sorted(groups[customer, project], key=lambda each: _ISSUE_STATES.index(each.state)):
            yield Line(partial(_issue_line, issue, words), group)


def _issue_line(issue: IssueRow, words: Words) -> Markup:
    what = _issue_state(issue, words)
    about = facts.summary(issue.summary)
    return what if about is None else say(words, "edition.jira.about", what=what, about=about)


def _issue_state(issue: IssueRow, words: Words) -> Markup:
    """Say what became of an issue, in Jira's own words for its statuses."""
    key = link(issue.url, issue.issue_key) if issue.url else escape(issue.issue_key, facts.MOST_NAME)
    status = escape(issue.status, facts.MOST_NAME)
    match issue.state:
        case IssueState.MOVED if issue.before:
            before = escape(issue.before, facts.MOST_NAME)
            return say(words, "edition.jira.moved", key=key, before=before, after=status)
        case IssueState.MOVED:
            return say(words, "edition.jira.new", key=key, after=status)
        case IssueState.STUCK:
            return Markup(words.plural("edition.jira.stuck", issue.idle_days, key=key, status=status))
        case IssueState.UNTOLD if issue.before:
            before, request = escape(issue.before, facts.MOST_NAME), facts.key(issue.request)
            return say(words, "edition.jira.untold.moved", key=key, before=before, after=status, request=request)
        case IssueState.UNTOLD:
            return say(words, "edition.jira.untold", key=key, request=facts.key(issue.request))


_BUILDERS: Final[Mapping[Section, Callable[[Snapshot, Words], Iterator[Part]]]] = {
    Section.DUE: _due,
    Section.CHANGED: _changed,
    Section.CARRIED_OVER: _carried_over,
    Section.FINISHED: _finished,
    Section.CALLS: _calls,
    Section.JIRA: _jira,
}
