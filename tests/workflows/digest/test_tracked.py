"""Jira in a digest: what moved, what is stuck, what is done and the customer does not know."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.issues import Issue, IssueLink, NewIssue, NewMove, Sweep, Tracker
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category, MoveField, request_number
from tests.workflows.digest.room import DIGEST, PRIVATE, composed, posted
from tests.workflows.escalation.team import MANAGER, NEAR, NOW, Team, claims, resolves
from workflows.digest.composing import Composing
from workflows.digest.snapshot import IssueRow, IssueState

TRACKER = Tracker("https://blue.example/jira/", "SUP", "Task", {}, {}, (), ())
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CATEGORIES = {"To Do": Category.TODO, "In Progress": Category.DOING, "Review": Category.DOING, "Done": Category.DONE}


@pytest.fixture(autouse=True)
def _jira(team: Team) -> None:
    """A Jira is connected."""
    team.database.write_now(lambda work: work.sweeps.keep_tracker(TRACKER))


def an_issue(work: UnitOfWork, issue_key: str, now: datetime, requests: tuple[str, ...]) -> Issue:
    """Keep an issue of some requests, in progress since `now`."""
    new = NewIssue(issue_key, issue_key, "10", "SUP", f"Fix {issue_key}", "In Progress", Category.DOING, now, now)
    issue = work.issues.add(new, now)
    for key in requests:
        work.issues.link(IssueLink(request_number(key) or 0, issue.number, NEAR, now))
    return issue


def linked(team: Team, issue_key: str, *requests: str) -> Issue:
    """Answer an issue that belongs to some requests from now on."""
    return team.database.write_now(an_issue, issue_key, team.now, requests)


def moved(team: Team, issue: Issue, *statuses: str) -> None:
    """Let an issue take on one status after the other, as Jira tells a minute later each."""

    def move(work: UnitOfWork) -> None:
        known = work.issues.by_id(issue.issue_id)
        assert known is not None
        for status in statuses:
            team.now += timedelta(minutes=1)
            new = NewMove(issue.number, team.now, MoveField.STATUS, known.status, status, "jo", CATEGORIES[status])
            work.issues.move([new], team.now)
            changes = {"status": status, "category": CATEGORIES[status], "status_since": team.now}
            known = work.issues.change(known, **changes)  # type: ignore[arg-type]  # named as the fields

    team.database.write_now(move)


def stands(team: Team, issue: Issue, status: str, since: datetime) -> None:
    """Let an issue stand as its moves have left it."""
    changes = {"status": status, "category": CATEGORIES[status], "status_since": since}
    team.database.write_now(lambda work: work.issues.change(issue, **changes))  # type: ignore[arg-type]  # as named


def rows(team: Team, state: IssueState, request: Composing = DIGEST) -> list[IssueRow]:
    """Answer the rows of one kind."""
    return [row for row in composed(team, request).issues if row.state is state]


def test_what_moved_is_told_once_from_the_first_status_to_the_last(team: Team) -> None:
    key = team.after(claims(NEAR))
    issue = linked(team, "SUP-88", key)
    posted(team)
    moved(team, issue, "Review", "To Do", "Review")
    [row] = posted(team).issues

    assert (row.issue_key, row.state, row.before, row.status) == ("SUP-88", IssueState.MOVED, "In Progress", "Review")
    assert (row.request, row.customer, row.summary) == (key, "株式会社青空", "Fix SUP-88")
    assert row.url == "https://blue.example/jira/browse/SUP-88"
    team.now += HOUR
    assert composed(team).issues == ()


def test_what_came_back_to_where_it_was_has_not_moved(team: Team) -> None:
    issue = linked(team, "SUP-88", team.file())
    posted(team)
    moved(team, issue, "Review", "In Progress")
    assert composed(team).issues == ()


def test_moves_that_were_heard_of_in_another_order_are_told_in_jiras(team: Team) -> None:
    issue = linked(team, "SUP-88", team.file())
    posted(team)
    first, second = team.now + timedelta(minutes=1), team.now + timedelta(minutes=2)
    heard = (
        NewMove(issue.number, second, MoveField.STATUS, "Review", "To Do", None, Category.TODO),
        NewMove(issue.number, first, MoveField.STATUS, "In Progress", "Review"),
    )
    team.now += timedelta(minutes=3)
    team.database.write_now(lambda work: work.issues.move(heard, team.now))
    stands(team, issue, "To Do", second)
    assert [(row.before, row.status) for row in rows(team, IssueState.MOVED)] == [("In Progress", "To Do")]


def test_an_older_move_that_is_heard_of_late_is_no_news(team: Team) -> None:
    issue = linked(team, "SUP-88", team.after(claims(NEAR)))
    moved(team, issue, "Review")
    posted(team)
    team.now += HOUR
    late = NewMove(issue.number, NOW - HOUR, MoveField.STATUS, "To Do", "In Progress", "jo", Category.DOING)
    team.database.write_now(lambda work: work.issues.move([late], team.now))
    assert composed(team).issues == ()


def test_what_happened_before_an_issue_was_linked_is_nobodys_news(team: Team) -> None:
    posted(team)
    key = team.file()
    issue = linked(team, "SUP-88", key)
    moved(team, issue, "Review")
    position = team.database.read_now(lambda work: work.issues.last_position([issue.number]))
    other = team.file(customer="A-2")
    link = IssueLink(request_number(other) or 0, issue.number, NEAR, team.now, after=position)
    team.database.write_now(lambda work: work.issues.link(link))
    assert [row.request for row in rows(team, IssueState.MOVED)] == [key]


def test_what_moved_is_told_of_what_is_over_too(team: Team) -> None:
    key = team.after(claims(NEAR))
    issue = linked(team, "SUP-88", key)
    posted(team)
    resolves(NEAR)(team, key)
    moved(team, issue, "Done")
    assert [(row.issue_key, row.state) for row in composed(team).issues] == [("SUP-88", IssueState.MOVED)]


def test_what_nobody_moved_for_working_days_is_stuck(team: Team) -> None:
    """The story begins on Friday 20 November 2026; Monday 23 is a holiday in Japan, so that Thursday is day three."""
    linked(team, "SUP-71", team.after(claims(NEAR)))
    for days, stuck in ((5, []), (6, [("SUP-71", 3)])):
        team.now = NOW + days * DAY
        assert [(row.issue_key, row.idle_days) for row in rows(team, IssueState.STUCK)] == stuck
    assert rows(team, IssueState.STUCK, replace(DIGEST, stuck_days=4)) == []


def test_what_is_over_or_gone_is_not_stuck(team: Team) -> None:
    over = team.after(claims(NEAR))
    linked(team, "SUP-1", over)
    gone = linked(team, "SUP-2", team.file())
    team.database.write_now(lambda work: work.issues.change(gone, gone_at=NOW))
    resolves(NEAR)(team, over)
    team.now = NOW + 30 * DAY
    assert rows(team, IssueState.STUCK) == []


def test_what_is_done_is_told_for_each_customer_who_waits(team: Team) -> None:
    first, second, over = team.file(), team.file(customer="A-2"), team.after(claims(NEAR))
    issue = linked(team, "SUP-65", first, second, over)
    resolves(NEAR)(team, over)
    moved(team, issue, "Done")
    team.now += DAY
    told = [(row.request, row.customer) for row in rows(team, IssueState.UNTOLD)]
    assert told == [(second, "みどり商事"), (first, "株式会社青空")]


def test_what_is_done_since_the_last_is_told_once_with_what_it_was(team: Team) -> None:
    key = team.file()
    issue = linked(team, "SUP-65", key)
    posted(team)
    moved(team, issue, "Done")
    [row] = composed(team).issues
    assert (row.state, row.before, row.status, row.request) == (IssueState.UNTOLD, "In Progress", "Done", key)


def test_what_others_may_not_read_has_no_summary_and_no_customer(team: Team) -> None:
    issue = linked(team, "SUP-9", team.after(claims(MANAGER), customer=PRIVATE))
    posted(team)
    moved(team, issue, "Review")
    [row] = composed(team).issues
    assert (row.issue_key, row.request, row.customer, row.summary) == ("SUP-9", None, None, None)


def test_an_issue_of_two_is_told_by_the_one_that_may_be_read(team: Team) -> None:
    hidden, open_one = team.after(claims(MANAGER), customer=PRIVATE), team.file()
    issue = linked(team, "SUP-9", hidden, open_one)
    posted(team)
    moved(team, issue, "Review")
    assert [row.request for row in composed(team).issues] == [open_one]


def test_a_morning_tells_of_ones_own_issues_alone(team: Team) -> None:
    mine, theirs = team.after(claims(MANAGER)), team.after(claims(NEAR), customer="A-2")
    issues = [linked(team, "SUP-1", mine), linked(team, "SUP-2", theirs)]
    morning = Composing(DIGEST.form, MANAGER, 9, reader=MANAGER)
    posted(team, morning)
    for issue in issues:
        moved(team, issue, "Review")
    assert [row.issue_key for row in composed(team, morning).issues] == ["SUP-1"]


def test_rows_are_sorted_by_customer_then_project_then_number(team: Team) -> None:
    issues = [linked(team, key, team.file()) for key in ("SUP-10", "SUP-9")]
    issues.append(linked(team, "SUP-11", team.file(customer="A-2")))
    posted(team)
    for issue in issues:
        moved(team, issue, "Review")
    assert [row.issue_key for row in composed(team).issues] == ["SUP-11", "SUP-9", "SUP-10"]


def test_a_move_heard_of_late_is_told_once(team: Team) -> None:
    """Kept by another replica at a moment before the digest, but committed after it."""
    issue = linked(team, "SUP-88", team.file())
    posted(team)
    late = NewMove(issue.number, team.now, MoveField.STATUS, "In Progress", "Review", None, Category.DOING)
    team.database.write_now(lambda work: work.issues.move([late], team.now - timedelta(seconds=2)))
    stands(team, issue, "Review", team.now)
    assert [row.issue_key for row in posted(team).issues] == ["SUP-88"]
    assert posted(team).issues == ()


def test_since_when_jira_fails_is_told_and_without_a_jira_nothing(team: Team) -> None:
    linked(team, "SUP-88", team.file())
    team.database.write_now(lambda work: work.sweeps.keep(Sweep(failing_since=NOW)))
    team.now = NOW + 30 * DAY
    snapshot = composed(team)
    assert (snapshot.has_jira, snapshot.jira_failing_since, len(snapshot.issues)) == (True, NOW, 1)
    team.database.write_now(lambda work: work.sweeps.keep(Sweep(reached_at=NOW - HOUR, failing_since=NOW)))
    assert composed(team).jira_failing_since == NOW - HOUR

    team.database.write_now(lambda work: work.sweeps.keep_tracker(None))
    snapshot = composed(team)
    assert (snapshot.has_jira, snapshot.jira_failing_since, snapshot.issues) == (False, None, ())
