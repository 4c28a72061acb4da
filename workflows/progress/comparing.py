"""What is new in the news of an issue, whatever has come before, in any order: pure.

Each thing that happened in Jira counts once: by its own moment where a webhook tells of it, else as part of what a
comparison sums up, which says since when; whatever is told of that span later is no news.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from storage.issues.records import Issue, IssueChanges, Move, NewMove
from storage.vocabulary import MoveField
from workflows.masking import mask
from workflows.progress.news import Happening, IssueGone, IssueNews

MOST_SAID = 300
"""Characters that are kept of a comment: it can be read whole in Jira."""
_COMPARED = (MoveField.STATUS, MoveField.ASSIGNEE, MoveField.FIX_VERSION, MoveField.KEY)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes of an issue as it is kept, and what happened to it."""

    changes: IssueChanges = field(default_factory=IssueChanges)
    moves: tuple[NewMove, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything new."""
        return bool(self.changes or self.moves)


def compare(issue: Issue, news: IssueNews, known: Sequence[Move], *, is_there: bool = False) -> Difference:
    """Answer what `news` says that is not known; `known` are the moves of the issue from the first happening on.

    The state is taken where it is younger than what is kept. An issue that was gone is there again where it changed
    after that, or `is_there` for sure.
    """
    told = [happening for happening in map(_masked, news.happenings) if _is_new(issue, happening, known)]
    moves = tuple(_told(issue, news, happening) for happening in told)
    if not news.is_whole or not _counts(issue, news, told, is_there=is_there):
        return Difference(moves=moves)
    fields = {happening.field for happening in news.happenings}
    return Difference(_changes(issue, news, told), (*moves, *_seen(issue, news, fields), *_back(issue, news)))


def compare_gone(issue: Issue, gone: IssueGone) -> Difference:
    """Answer what is new where Jira has the issue no longer: nothing the second time, nor what is older news."""
    if issue.gone_at is not None or gone.at < issue.updated_at:
        return Difference()
    move = NewMove(issue.number, gone.at, MoveField.GONE, issue.issue_key, None)
    return Difference({"gone_at": gone.at}, (move,))


def _counts(issue: Issue, news: IssueNews, told: Sequence[Happening], *, is_there: bool) -> bool:
    """Say whether the state in the news is the younger one; of one instant, what tells something new is."""
    if issue.gone_at is not None and news.updated_at <= issue.gone_at and not is_there:
        return False
    tells_nothing_new = bool(news.happenings) and not told
    return news.updated_at > issue.updated_at or (news.updated_at == issue.updated_at and not tells_nothing_new)


def _masked(happening: Happening) -> Happening:
    """Keep of a comment what its readers may see of it."""
    if happening.field is not MoveField.COMMENT:
        return happening
    said = mask(" ".join((happening.after or "").split()))
    kept = said if len(said) <= MOST_SAID else said[: MOST_SAID - 1] + "…"
    return Happening(happening.field, None, kept, happening.at, happening.by)


def _is_new(issue: Issue, happening: Happening, known: Iterable[Move]) -> bool:
    since = issue.known_since
    if since is not None and happening.at <= since and not _is_of_that_instant(issue, happening):
        return False
    return not any(_covers(move, happening) for move in known if move.issue == issue.number)


def _is_of_that_instant(issue: Issue, happening: Happening) -> bool:
    """Say whether something happened in the very instant as of which an issue became known, and after it."""
    is_unseen = happening.field is not MoveField.COMMENT and happening.after != value_of(issue, happening.field)
    return happening.at == issue.known_since and is_unseen


def _covers(move: Move, happening: Happening) -> bool:
    """Say whether a move is what happened, or sums it up."""
    if move.field is not happening.field:
        return False
    if (move.at, move.before, move.after) == (happening.at, happening.before, happening.after):
        return True
    return move.since is not None and move.since < happening.at <= move.at


def _told(issue: Issue, news: IssueNews, happening: Happening) -> NewMove:
    is_standing = happening.field is MoveField.STATUS and happening.after == news.status and news.is_whole
    category = news.category if is_standing else None
    before, after = happening.before, happening.after
    return NewMove(issue.number, happening.at, happening.field, before, after, happening.by, category)


def _seen(issue: Issue, news: IssueNews, told: Iterable[MoveField]) -> Iterator[NewMove]:
    """Answer what differs and was not told: it happened since the issue was last heard of."""
    for each in _COMPARED:
        before, after = value_of(issue, each), value_of(news, each)
        if before != after and each not in told:
            category = news.category if each is MoveField.STATUS else None
            since = issue.updated_at
            yield NewMove(issue.number, news.updated_at, each, before, after, None, category, since)


def _back(issue: Issue, news: IssueNews) -> Iterator[NewMove]:
    if issue.gone_at is not None:
        yield NewMove(issue.number, news.updated_at, MoveField.GONE, None, news.issue_key)


def value_of(known: Issue | IssueNews, of: MoveField) -> str | None:
    """Answer what an issue has in a field, in Jira's words."""
    match of:
        case MoveField.STATUS:
            return known.status
        case MoveField.ASSIGNEE:
            return known.assignee
        case MoveField.FIX_VERSION:
            return ", ".join(sorted(known.fix_versions)) or None
        case MoveField.KEY:
            return known.issue_key
    return None


# ---- what is kept of the issue itself


def _changes(issue: Issue, news: IssueNews, told: Sequence[Happening]) -> IssueChanges:
    """Answer every field that is other than it was."""
    wanted: IssueChanges = {
        "issue_key": news.issue_key,
        "project_id": news.project_id,
        "project": news.project,
        "summary": news.summary,
        "updated_at": news.updated_at,
        "issue_type": news.issue_type,
        "priority": news.priority,
        "assignee": news.assignee,
        "fix_versions": news.fix_versions,
        "gone_at": None,
        **_standing(issue, news, told),
    }
    changes = {name: value for name, value in wanted.items() if value != getattr(issue, name)}
    return cast("IssueChanges", changes)


def _standing(issue: Issue, news: IssueNews, told: Sequence[Happening]) -> IssueChanges:
    """Answer where the issue stands, and since when: anew where it came back, whose going is not heard of yet."""
    has_moved = any(happening.field is MoveField.STATUS for happening in told)
    if not has_moved and (news.status, news.category) == (issue.status, issue.category):
        return {}
    return {"status": news.status, "category": news.category, "status_since": _status_since(issue, news, told)}


def _status_since(issue: Issue, news: IssueNews, told: Sequence[Happening]) -> datetime:
    moments = [happening.at for happening in told if happening.field is MoveField.STATUS]
    if moments:
        return max(moments)
    said = news.status_since
    return said if said is not None and issue.status_since < said <= news.updated_at else news.updated_at
