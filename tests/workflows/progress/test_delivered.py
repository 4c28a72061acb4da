"""What Jira has taken belongs to its request; what it has not taken, whoever asked is told of."""

from dataclasses import replace
from functools import partial

import pytest

from storage.issues import Issue
from storage.outbox import Notice
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category, request_number
from tests.workflows.escalation.team import CHANNEL, MANAGER, NEAR
from tests.workflows.progress.jiras import (
    FIRST,
    Tracked,
    a_tracked_team,
    lines,
    minutes,
    moved,
    pings,
    silent,
    standing,
)
from workflows.notices import IssueLinked, IssueMoved, IssueRefused, IssueWanted, ProgressMade
from workflows.progress import delivered
from workflows.progress.news import IssueGone, IssueNews

PLACE = "jira:SUP"


@pytest.fixture
def jira(database_url: str) -> Tracked:
    return a_tracked_team(database_url)


def wanted(key: str, by: str = NEAR) -> IssueWanted:
    """What somebody asked Jira to create."""
    return IssueWanted(f"{key}/2", PLACE, "Task", "High", [], "請求書の再発行", by)


def taken(jira: Tracked, notice: Notice, news: IssueNews | None) -> list[Notice]:
    """Let Jira take something; answer what is owed for it."""
    jira.database.write_now(delivered.delivered, notice, news, jira.now)
    return jira.told()


def issues(jira: Tracked, key: str) -> tuple[Issue, ...]:
    """The issues of a request."""
    number = request_number(key) or 0
    return jira.database.read_now(lambda work: work.issues.of_requests([number])).get(number, ())


def test_what_jira_has_created_is_on_the_card_and_told_in_its_thread(jira: Tracked) -> None:
    key = jira.file()
    assert taken(jira, wanted(key), FIRST) == [*silent(key), IssueMoved(key, CHANNEL, 0, 0, "10001")]
    [issue] = issues(jira, key)
    assert (issue.issue_key, issue.status, issue.category) == ("SUP-88", "未着手", Category.TODO)


def test_what_jira_has_taken_twice_is_linked_once(jira: Tracked) -> None:
    key = jira.file()
    taken(jira, wanted(key), FIRST)
    assert taken(jira, wanted(key), FIRST) == []
    assert len(issues(jira, key)) == 1


def test_what_moves_right_after_waits_for_the_minute(jira: Tracked) -> None:
    key = jira.file()
    taken(jira, wanted(key), FIRST)
    assert lines(jira.hear(moved("未着手", "進行中", minutes(0.5)))) == []
    assert lines(jira.pass_by(minutes=1)) == [IssueMoved(key, CHANNEL, 0, 1)]


def test_an_issue_that_was_only_found_is_asked_for(jira: Tracked) -> None:
    key = jira.file()
    notice = wanted(key)

    def found(work: UnitOfWork) -> None:
        work.posts.keep(notice.topic, notice.subject, notice.place, Post("10001", "SUP-88"))
        delivered.delivered(work, notice, None, jira.now)
        delivered.delivered(work, notice, None, jira.now)

    jira.database.write_now(found)
    [asking] = jira.told()
    assert asking == IssueLinked(notice.subject, PLACE, "SUP-88", NEAR)
    assert issues(jira, key) == ()
    taken(jira, asking, FIRST)
    assert [issue.issue_key for issue in issues(jira, key)] == ["SUP-88"]


def test_an_issue_of_another_request_is_brought_up_to_date_for_both(jira: Tracked) -> None:
    one, other = jira.file(), jira.file()
    jira.link(one)
    jira.now = minutes(3)
    told = taken(jira, IssueLinked(f"{other}/2", PLACE, "SUP-88", NEAR), standing("進行中", minutes(2)))
    assert lines(told) == [IssueMoved(one, CHANNEL, 0, 1), IssueMoved(other, CHANNEL, 0, 0, "10001")]
    assert issues(jira, one) == issues(jira, other)


def test_an_issue_that_was_gone_is_there_again_once_it_is_linked(jira: Tracked) -> None:
    one, other = jira.file(), jira.file()
    jira.link(one)
    jira.hear(IssueGone("10001", "SUP-88", minutes(1)))
    taken(jira, IssueLinked(f"{other}/2", PLACE, "SUP-88", NEAR), FIRST)
    assert jira.issue().gone_at is None


@pytest.mark.parametrize(("by", "told"), [(NEAR, [(MANAGER, "done")]), (MANAGER, [])])
def test_linking_what_is_done_tells_whoever_tells_the_customer(
    jira: Tracked, by: str, told: list[tuple[str, str]]
) -> None:
    key = jira.file()
    assert pings(taken(jira, IssueLinked(f"{key}/2", PLACE, "SUP-88", by), standing("完了", minutes(0)))) == told
    assert not any(isinstance(each, ProgressMade) for each in jira.hear(standing("完了", minutes(1))))


def test_what_jira_refuses_is_told_to_whoever_asked(jira: Tracked) -> None:
    key = jira.file()
    before = jira.request(key)
    notice = wanted(key)
    jira.database.write_now(delivered.undelivered, notice, "400 valid project is required")
    linked = IssueLinked(f"{key}/2", PLACE, "SUP-404", NEAR)
    jira.database.write_now(delivered.undelivered, linked, "404 gone")
    assert [told for told in jira.told() if isinstance(told, IssueRefused)] == [
        IssueRefused(notice.subject, NEAR, "400 valid project is required"),
        IssueRefused(notice.subject, NEAR, "404 gone", "SUP-404"),
    ]
    assert jira.request(key) == before
    assert issues(jira, key) == ()


def test_what_is_asked_of_a_request_that_is_not_there_is_left_alone(jira: Tracked) -> None:
    assert taken(jira, wanted("R-9999"), FIRST) == []
    assert taken(jira, replace(wanted("R-9999"), subject="nothing"), FIRST) == []


def test_other_messages_are_none_of_its_business(jira: Tracked) -> None:
    key = jira.file()
    [card, *_] = silent(key)
    assert taken(jira, card, None) == []
    jira.database.write_now(partial(delivered.undelivered, notice=card, error="is_archived"))
    assert jira.told() == []
