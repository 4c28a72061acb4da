"""What has happened since the last digest: told once, whatever happened in between."""

from datetime import timedelta

import pytest

from storage.requests.tables import trail
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Urgency
from tests.workflows.digest.room import DIGEST, PRIVATE, composed, posted
from tests.workflows.escalation.team import (
    AGENT,
    FAR,
    LEAD,
    MANAGER,
    NEAR,
    Act,
    Team,
    accepts,
    accepts_answer,
    answers,
    claims,
    declines,
    edits,
    hands_off,
    rates,
    reopens,
    resolves,
    takes_over,
    waits,
    withdraws,
)
from workflows.digest.composing import Composing
from workflows.digest.snapshot import Snapshot

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
Told = tuple[str | None, str, str | None, str | None]


def told(snapshot: Snapshot) -> list[Told]:
    """Answer the changes: of what, which, from what, to what."""
    return [(each.key, each.kind.value, each.before, each.after) for each in snapshot.changes]


def later(team: Team, *acts: Act, key: str) -> None:
    """Let an hour pass after the last digest, then let things happen a minute apart."""
    team.now += HOUR
    for act in acts:
        team.now += timedelta(minutes=1)
        act(team, key)


@pytest.mark.parametrize(
    ("before", "since", "expected"),
    [
        ((), (claims(NEAR),), [("moved", "todo", "doing")]),
        ((), (claims(NEAR), waits(NEAR)), [("moved", "todo", "waiting")]),
        ((claims(NEAR),), (declines(NEAR), claims(NEAR)), []),
        ((), (rates(AGENT, Urgency.CRITICAL),), [("raised", "high", "critical")]),
        ((), (rates(AGENT, Urgency.CRITICAL), rates(AGENT, Urgency.LOW)), [("lowered", "high", "low")]),
        ((), (rates(AGENT, Urgency.LOW), rates(AGENT, Urgency.HIGH)), []),
        ((claims(NEAR),), (resolves(NEAR),), [("finished", "doing", "done")]),
        ((), (claims(NEAR), resolves(NEAR)), [("finished", "todo", "done")]),
        ((claims(NEAR), resolves(NEAR)), (reopens(AGENT),), [("reopened", "done", "doing")]),
        ((claims(NEAR), resolves(NEAR)), (reopens(AGENT), resolves(NEAR)), [("finished", "done", "done")]),
        ((claims(NEAR),), (resolves(NEAR), reopens(AGENT)), [("reopened", "done", "doing")]),
        ((claims(NEAR),), (takes_over(LEAD),), []),
        ((), (rates(AGENT, Urgency.LOW), claims(NEAR)), [("lowered", "high", "low"), ("moved", "todo", "doing")]),
    ],
)
def test_the_first_state_and_the_last_are_told(
    team: Team, before: tuple[Act, ...], since: tuple[Act, ...], expected: list[tuple[str, str, str]]
) -> None:
    key = team.after(*before)
    posted(team)
    later(team, *since, key=key)
    assert told(composed(team)) == [(key, *each) for each in expected]


def test_what_is_new_is_told_as_it_stands(team: Team) -> None:
    posted(team)
    team.now += HOUR
    taken, over = team.after(claims(NEAR)), team.after(claims(NEAR), resolves(NEAR))
    team.file(request_type=RequestType.FYI)

    assert told(composed(team)) == [
        (taken, "new", None, "doing"),
        (over, "finished", None, "done"),
        (over, "new", None, "done"),
    ]


def test_what_becomes_more_than_a_notice_is_new_and_what_becomes_less_is_no_more(team: Team) -> None:
    more, less = team.file(request_type=RequestType.FYI), team.file()
    posted(team)
    team.now += HOUR
    edits(AGENT, request_type=RequestType.ACTION)(team, more)
    edits(AGENT, request_type=RequestType.FYI)(team, less)

    snapshot = composed(team)
    assert told(snapshot) == [(more, "new", None, "todo")]
    assert [row.key for row in snapshot.rows] == [more]


def test_each_change_is_told_once_and_who_brought_it_about(team: Team) -> None:
    key = team.file()
    posted(team)
    later(team, claims(NEAR), key=key)
    [change] = posted(team).changes
    assert (change.by_name, change.customer, change.at) == ("u_near", "株式会社青空", team.now)

    team.now += HOUR
    assert composed(team).changes == ()


def test_the_first_digest_tells_what_the_day_has_brought(team: Team) -> None:
    """The team's day began at 00:00 in Tokyo, 15:00 UTC; nothing was counted before."""
    old = team.file()
    team.now += timedelta(days=1)
    new = team.file()
    snapshot = composed(team)

    assert (snapshot.since, snapshot.in_work_before) == (None, None)
    assert told(snapshot) == [(new, "new", None, "todo")]
    assert {row.key for row in snapshot.rows} == {old, new}


def test_what_was_in_work_before_is_known_and_previews_and_other_digests_count_for_nothing(team: Team) -> None:
    team.file()
    first = posted(team)
    team.now += HOUR
    team.file()
    posted(team, Composing(DIGEST.form, DIGEST.place, 2))
    snapshot = composed(team)
    assert (snapshot.since, snapshot.in_work_before, len(snapshot.rows)) == (first.as_of, 1, 2)
    assert len(snapshot.changes) == 1


def backdate(work: UnitOfWork, by: timedelta) -> None:
    """Let the last step say that it was taken earlier, as one that waited for its commit."""
    last = work.connection.execute(trail.select().order_by(trail.c.position.desc()).limit(1)).one()
    change = trail.update().where(trail.c.position == last.position)
    work.connection.execute(change.values(at=last.at - by))


def test_a_step_that_was_committed_late_is_told_once(team: Team) -> None:
    """It says that it was taken before the last digest, which could not see it yet."""
    seen = team.file()
    posted(team)
    team.now += SECOND
    late = team.file()
    team.database.write_now(backdate, 3 * SECOND)

    assert told(posted(team)) == [(late, "new", None, "todo")]
    assert told(posted(team)) == []
    assert {seen, late} == {row.key for row in composed(team).rows}


def test_what_a_replica_with_a_fast_clock_did_is_told_once(team: Team) -> None:
    posted(team)
    team.now += 30 * SECOND
    ahead = team.file()
    team.now -= 25 * SECOND

    assert told(posted(team)) == [(ahead, "new", None, "todo")]
    for seconds in (20, 40, 90):
        team.now += seconds * SECOND
        assert told(posted(team)) == []


def test_a_digest_that_was_long_away_looks_back_a_month(team: Team) -> None:
    posted(team)
    team.now += timedelta(days=1)
    team.file()
    team.now += timedelta(days=40)
    recent = team.file()
    snapshot = composed(team)
    assert told(snapshot) == [(recent, "new", None, "todo")]
    assert snapshot.since == team.now - timedelta(days=31)
    assert snapshot.in_work_before == 0


def test_whoever_finished_or_took_over_is_thanked_by_name(team: Team) -> None:
    posted(team)
    team.now += HOUR
    team.after(claims(NEAR), resolves(NEAR))
    team.after(claims(NEAR), takes_over(MANAGER), resolves(LEAD))
    team.after(answers(NEAR), accepts_answer(AGENT), request_type=RequestType.CONSULT)
    team.after(withdraws(AGENT))
    team.after(claims(NEAR), hands_off(NEAR, FAR), accepts(FAR))
    snapshot = composed(team)

    assert snapshot.finished_by == (("u_near", 2), ("u_manager", 1))
    assert snapshot.taken_over_by == (("u_manager", 1),)
    assert len(snapshot.finished) == 4


def test_nobody_is_thanked_for_what_the_others_may_not_know(team: Team) -> None:
    posted(team)
    team.now += HOUR
    team.after(claims(MANAGER), resolves(MANAGER), customer=PRIVATE)
    snapshot = composed(team)
    assert (len(snapshot.finished), snapshot.finished_by) == (1, ())
    assert {(change.key, change.by_name, change.summary) for change in snapshot.changes} == {(None, None, None)}


def mornings(person: str) -> Composing:
    """Answer the morning of someone."""
    return Composing(DIGEST.form, person, 9, reader=person)


def test_a_morning_tells_what_is_ones_own_and_masks_nothing(team: Team) -> None:
    asked = team.file(customer=PRIVATE)
    owned = team.after(claims(MANAGER))
    offered = team.after(claims(NEAR), hands_off(NEAR, MANAGER), customer="A-2")
    team.after(claims(NEAR), customer="A-2")
    posted(team, mornings(MANAGER))
    team.now += HOUR
    resolves(MANAGER)(team, owned)
    rates(AGENT, Urgency.CRITICAL)(team, asked)
    team.after(claims(NEAR), resolves(NEAR), customer="A-2")
    snapshot = composed(team, mornings(MANAGER))

    assert {row.key for row in snapshot.rows} == {asked, offered}
    assert all(row.summary for row in snapshot.rows)
    assert told(snapshot) == [(asked, "raised", "high", "critical"), (owned, "finished", "doing", "done")]
    assert [row.key for row in snapshot.finished] == [owned]


def test_a_morning_tells_a_filer_what_is_theirs_to_settle(team: Team) -> None:
    answered = team.after(answers(NEAR), request_type=RequestType.CONSULT)
    team.after(claims(NEAR))
    assert [row.key for row in composed(team, mornings(AGENT)).rows] == [answered]
    assert composed(team, mornings(FAR)).is_empty
