"""However often and in whatever order webhooks and sweeps come, the issue ends the same, and each move counts once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.issues import Issue, IssueChanges, Move
from storage.vocabulary import MoveField
from tests.workflows.progress.jiras import FIRST, NOW, STATUSES, said
from workflows.progress.comparing import compare
from workflows.progress.news import Happening, IssueNews

PEOPLE = [None, "森", "Ben"]
WALKS = st.lists(
    st.one_of(
        st.tuples(st.just(MoveField.STATUS), st.sampled_from(sorted(STATUSES))),
        st.tuples(st.just(MoveField.ASSIGNEE), st.sampled_from(PEOPLE)),
        st.tuples(st.just(MoveField.COMMENT), st.text("あa ", min_size=1, max_size=3)),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class Kept:
    """An issue and its moves as storage would keep them."""

    issue: Issue
    moves: list[Move]

    def hear(self, news: IssueNews) -> None:
        """Keep what is new."""
        known = [move for move in self.moves if any(move.at >= each.at for each in news.happenings)]
        difference = compare(self.issue, news, known)
        changes: IssueChanges = difference.changes
        self.issue = replace(self.issue, **changes)
        position = len(self.moves)
        self.moves += [
            Move(**{name: getattr(new, name) for name in _FIELDS}, position=position + number, heard_at=NOW)
            for number, new in enumerate(difference.moves, 1)
        ]


_FIELDS = ("issue", "at", "field", "before", "after", "by", "category", "since")


def kept() -> Kept:
    """An issue as it was linked."""
    known = {name: getattr(FIRST, name) for name in IssueNews.__slots__ if name in Issue.__dataclass_fields__}
    values = known | {"status_since": NOW}
    return Kept(Issue(**values, number=1, heard_at=NOW, known_since=NOW), [])


def history(walk: Sequence[tuple[MoveField, str | None]]) -> tuple[list[IssueNews], list[IssueNews]]:
    """What webhooks tell of a walk, and what a sweep would see after each step; a step to where it is, is none."""
    standing, webhooks, sweeps = FIRST, [], []
    for number, (field, value) in enumerate(walk, 1):
        at = NOW + timedelta(minutes=number)
        before = standing
        match field:
            case MoveField.STATUS if value and value != standing.status:
                standing = replace(standing, status=value, category=STATUSES[value], updated_at=at)
                webhooks.append(_told(standing, field, before.status, value, at))
            case MoveField.ASSIGNEE if value != standing.assignee:
                standing = replace(standing, assignee=value, updated_at=at)
                webhooks.append(_told(standing, field, before.assignee, value, at))
            case MoveField.COMMENT:
                standing = replace(standing, updated_at=at)
                webhooks.append(said(value or "", at))
        sweeps.append(standing)
    return webhooks, sweeps


def _told(standing: IssueNews, field: MoveField, before: str | None, after: str | None, at: datetime) -> IssueNews:
    return replace(standing, happenings=(Happening(field, before, after, at, "森"),))


def covered(happening: Happening, moves: Sequence[Move]) -> int:
    """How many moves are what happened, or sum it up."""
    same = [move for move in moves if move.field is happening.field]
    return sum(move.at == happening.at if move.since is None else move.since < happening.at <= move.at for move in same)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(walk=WALKS, data=st.data())
def test_each_move_counts_once_and_the_end_is_the_same(
    walk: list[tuple[MoveField, str | None]], data: st.DataObject
) -> None:
    webhooks, sweeps = history(walk)
    seen = data.draw(st.lists(st.sampled_from(sweeps), max_size=4)) if sweeps else []
    again = data.draw(st.lists(st.sampled_from(webhooks), max_size=4)) if webhooks else []
    heard = data.draw(st.permutations([*webhooks, *again, *seen, sweeps[-1]]))
    standing = kept()
    for news in heard:
        standing.hear(news)
    end = sweeps[-1]
    assert (standing.issue.status, standing.issue.category) == (end.status, end.category)
    assert (standing.issue.assignee, standing.issue.updated_at) == (end.assignee, end.updated_at)
    counts = [covered(happening, standing.moves) for news in webhooks for happening in news.happenings]
    assert counts == [1] * len(counts)
