"""A thread is told at once, then at most once a minute; whoever tells the customer, once."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.workflows.escalation.team import CHANNEL, DONE, MANAGER, NEAR, NO_CHANNEL, claims, resolves
from tests.workflows.escalation.team import Team as People
from tests.workflows.progress.jiras import FIRST, Tracked, a_tracked_team, lines, minutes, moved, pings, standing
from workflows.notices import IssueMoved
from workflows.progress.news import IssueGone

OTHER = replace(FIRST, issue_id="10002", issue_key="SUP-89")


@pytest.fixture
def jira(database_url: str) -> Tracked:
    return a_tracked_team(database_url)


def test_a_burst_becomes_two_lines_the_first_at_once_the_rest_at_the_end_of_the_minute(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    walk = ("未着手", "進行中", "レビュー", "進行中", "完了")
    told = []
    for number, (before, after) in enumerate(pairwise(walk)):
        told += lines(jira.hear(moved(before, after, minutes(1) + timedelta(seconds=number))))
        told += lines(jira.pass_by(seconds=10))
    assert told == [IssueMoved(key, CHANNEL, 0, 1)]
    assert lines(jira.pass_by(seconds=15)) == []
    assert lines(jira.pass_by(seconds=5)) == [IssueMoved(key, CHANNEL, 1, 4)]
    assert lines(jira.pass_by(minutes=5)) == []


def test_after_a_quiet_minute_the_next_move_is_told_at_once(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    jira.hear(moved("未着手", "進行中", minutes(1)))
    assert lines(jira.pass_by(seconds=61)) == []
    assert lines(jira.hear(moved("進行中", "完了", minutes(2)))) == [IssueMoved(key, CHANNEL, 1, 2)]


def test_a_page_that_moves_many_issues_of_one_request_is_one_line(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    jira.link(key, OTHER)
    told = jira.hear_all(standing("進行中", minutes(1)), standing("進行中", minutes(1), OTHER))
    assert lines(told) == [IssueMoved(key, CHANNEL, 0, 2)]


def test_a_request_without_a_channel_has_no_thread(jira: Tracked) -> None:
    people = People(jira.database, desk=NO_CHANNEL, now=jira.now)
    key = people.file()
    jira.told()
    jira.link(key)
    assert lines(jira.hear(moved("未着手", "進行中", minutes(1)))) == []


# ---- who tells the customer


def test_the_account_manager_hears_when_the_last_issue_is_done_and_when_one_is_open_again(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    jira.link(key, OTHER)
    assert pings(jira.hear(moved("未着手", "完了", minutes(1)))) == []
    assert pings(jira.hear(moved("未着手", "完了", minutes(2), OTHER))) == [(MANAGER, "done")]
    assert pings(jira.hear(standing("完了", minutes(3), OTHER))) == []
    assert pings(jira.hear(moved("完了", "進行中", minutes(4), OTHER))) == [(MANAGER, "reopened")]
    assert pings(jira.hear(moved("進行中", "完了", minutes(5), OTHER))) == [(MANAGER, "done")]


def test_the_owner_hears_in_the_place_of_the_account_manager_even_after_the_end(jira: Tracked) -> None:
    people = People(jira.database, now=jira.now)
    key = jira.file()
    claims(NEAR)(people, key)
    jira.told()
    jira.link(key)
    resolves(NEAR)(people, key)
    jira.told()
    assert jira.request(key).result == DONE.result
    assert pings(jira.hear(moved("未着手", "完了", minutes(1)))) == [(NEAR, "done")]


def test_the_request_itself_stays_as_it_is(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    before = jira.request(key)
    jira.hear(moved("未着手", "完了", minutes(1)))
    assert jira.request(key) == before


def test_one_more_issue_to_wait_for_is_no_issue_that_was_reopened(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    jira.hear(moved("未着手", "完了", minutes(1)))
    jira.link(key, OTHER)
    assert pings(jira.hear(moved("未着手", "進行中", minutes(2), OTHER))) == []
    assert pings(jira.hear(moved("進行中", "完了", minutes(3), OTHER))) == [(MANAGER, "done")]


def test_what_is_gone_is_waited_for_no_more(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    jira.link(key, OTHER)
    jira.hear(moved("未着手", "完了", minutes(1)))
    assert pings(jira.hear(IssueGone("10002", "SUP-89", minutes(2)))) == [(MANAGER, "done")]
    assert pings(jira.hear(IssueGone("10001", "SUP-88", minutes(3)))) == []
