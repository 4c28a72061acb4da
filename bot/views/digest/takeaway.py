"""The sentence on top of a digest, which can be read alone: zero is said as zero."""

from collections.abc import Iterator, Sequence
from functools import reduce

from bot.views.digest import facts
from bot.words import Words
from storage.vocabulary import DigestKind, Section, Urgency
from workflows.digest.snapshot import IssueRow, IssueState, Row, Snapshot


def build(snapshot: Snapshot, words: Words) -> str:
    """Say how much is in work and what that means against the last digest, what nobody has, what Jira came to."""
    if snapshot.is_empty:
        return words.say("edition.empty.morning" if facts.is_morning(snapshot) else "edition.empty")
    told = _plate(snapshot, words) if facts.is_morning(snapshot) else _team(snapshot, words)
    return reduce(lambda one, other: words.say("edition.both", one=one, other=other), told)


def _plate(snapshot: Snapshot, words: Words) -> Iterator[str]:
    """Say what is on one person's plate."""
    dues = [facts.due_of(row, snapshot, words) for row in snapshot.rows]
    due = sum(found in {facts.Due.OVERDUE, facts.Due.TODAY} for found in dues)
    yield words.plural("edition.plate", len(snapshot.rows), critical=_critical(snapshot.rows))
    yield words.say("edition.plate.unowned", count=len(snapshot.unowned))
    yield words.say("edition.plate.due", count=due)
    yield from _jira(snapshot, words)


def _team(snapshot: Snapshot, words: Words) -> Iterator[str]:
    yield _in_work(snapshot, words)
    if snapshot.form.kind is DigestKind.CLOSE:
        yield words.plural("edition.finished", len(snapshot.finished))
    yield words.say("edition.unowned", count=len(snapshot.unowned), critical=_critical(snapshot.unowned))
    yield from _jira(snapshot, words)


def _in_work(snapshot: Snapshot, words: Words) -> str:
    """Say how much is in work, and how much more or less than when the last digest was made."""
    count, before = len(snapshot.rows), snapshot.in_work_before
    if before is None:
        return words.say("edition.in_work.first", count=count)
    change = "same" if count == before else "more" if count > before else "fewer"
    difference = abs(count - before)
    return words.say(f"edition.in_work.{change}", count=count, difference=difference, before=_before(snapshot, words))


def _before(snapshot: Snapshot, words: Words) -> str:
    """Name the last digest: yesterday, where it was, else as the last one."""
    since = snapshot.since
    days = None if since is None else (words.date_of(snapshot.as_of) - words.date_of(since)).days
    return words.say("edition.before.yesterday" if days == 1 else "edition.before.last")


def _jira(snapshot: Snapshot, words: Words) -> Iterator[str]:
    if snapshot.has_jira and Section.JIRA in snapshot.form.sections:
        counts = {state.value: _count(snapshot.issues, state) for state in IssueState}
        yield words.say("edition.jira", **counts)


def _count(issues: Sequence[IssueRow], state: IssueState) -> int:
    """Count issues, each once; one whose customer is not told may have moved, too."""
    told = (each for each in issues if each.state is state or (state is IssueState.MOVED and each.before is not None))
    return len({each.issue_key for each in told})


def _critical(rows: Sequence[Row]) -> int:
    return sum(row.urgency is Urgency.CRITICAL for row in rows)
