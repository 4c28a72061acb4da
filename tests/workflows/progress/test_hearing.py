"""What Jira tells is kept once, in whatever order it comes, and told where it must be."""

from dataclasses import replace

import pytest

from storage.vocabulary import Category, MoveField
from tests.workflows.escalation.team import CHANNEL
from tests.workflows.progress.jiras import (
    FIRST,
    NOW,
    Tracked,
    a_tracked_team,
    lines,
    minutes,
    moved,
    said,
    silent,
    standing,
)
from workflows.notices import IssueMoved
from workflows.progress.news import Happening, IssueGone


@pytest.fixture
def jira(database_url: str) -> Tracked:
    return a_tracked_team(database_url)


def test_a_move_changes_the_card_and_is_told_in_its_thread(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    assert jira.hear(moved("未着手", "進行中", minutes(1))) == [*silent(key), IssueMoved(key, CHANNEL, 0, 1)]
    issue = jira.issue()
    assert (issue.status, issue.category, issue.status_since) == ("進行中", Category.DOING, minutes(1))
    [move] = jira.moves()
    assert (move.field, move.before, move.after, move.by) == (MoveField.STATUS, "未着手", "進行中", "森")
    assert jira.request(key).steps == 1


def test_what_is_told_twice_is_told_once(jira: Tracked) -> None:
    jira.link(jira.file())
    jira.hear(moved("未着手", "進行中", minutes(1)))
    assert jira.hear(moved("未着手", "進行中", minutes(1))) == []
    assert jira.hear(standing("進行中", minutes(1))) == []
    assert len(jira.moves()) == 1


def test_what_a_sweep_has_seen_is_no_news_from_a_webhook(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    assert len(lines(jira.hear(standing("完了", minutes(3))))) == 1
    for late in (moved("未着手", "進行中", minutes(1)), moved("進行中", "完了", minutes(3))):
        assert jira.hear(late) == []
    [move] = jira.moves()
    assert (move.before, move.after, move.since) == ("未着手", "完了", NOW)
    assert jira.issue().status == "完了"


def test_a_webhook_that_comes_late_changes_nothing_that_is_younger(jira: Tracked) -> None:
    jira.link(jira.file())
    jira.hear(moved("進行中", "完了", minutes(2)))
    jira.hear(moved("未着手", "進行中", minutes(1)))
    assert jira.issue().status == "完了"
    assert [(move.before, move.after) for move in jira.moves()] == [("未着手", "進行中"), ("進行中", "完了")]


def test_an_issue_of_nobody_is_not_kept(jira: Tracked) -> None:
    jira.file()
    assert jira.hear(moved("未着手", "進行中", minutes(1))) == []
    assert jira.database.read_now(lambda work: work.issues.by_id("10001")) is None


def test_what_happened_before_an_issue_was_linked_is_nobodys_news(jira: Tracked) -> None:
    jira.link(jira.file(), standing("進行中", minutes(5)))
    assert jira.hear(moved("未着手", "進行中", minutes(5))) == []
    assert jira.hear(moved("未着手", "完了", minutes(4))) == []
    assert jira.moves() == []
    assert jira.issue().status == "進行中"


def test_who_has_it_and_the_version_and_the_key_are_told(jira: Tracked) -> None:
    jira.link(jira.file())
    news = replace(
        FIRST, updated_at=minutes(1), assignee="森", fix_versions=("2026.12",), issue_key="DEV-1", project="DEV"
    )
    told = (
        Happening(MoveField.ASSIGNEE, None, "森", minutes(1), "Ben"),
        Happening(MoveField.FIX_VERSION, None, "2026.12", minutes(1), "Ben"),
        Happening(MoveField.KEY, "SUP-88", "DEV-1", minutes(1), "Ben"),
    )
    assert len(lines(jira.hear(replace(news, happenings=told)))) == 1
    issue = jira.issue()
    assert (issue.assignee, issue.fix_versions, issue.issue_key, issue.project) == ("森", ("2026.12",), "DEV-1", "DEV")
    assert {move.field for move in jira.moves()} == {MoveField.ASSIGNEE, MoveField.FIX_VERSION, MoveField.KEY}


def test_a_comment_is_kept_masked_and_short_and_changes_nothing_else(jira: Tracked) -> None:
    jira.link(jira.file(), replace(FIRST, fix_versions=("2026.12",)))
    jira.hear(said("電話は 090-1234-5678 です。\n" + "あ" * 400, minutes(2)))
    [move] = jira.moves()
    assert "090" not in (move.after or "")
    assert len(move.after or "") == 300
    assert jira.issue().fix_versions == ("2026.12",)
    assert jira.issue().updated_at == NOW


def test_an_issue_that_is_gone_is_told_once_and_again_when_it_is_back(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    gone = IssueGone("10001", "SUP-88", minutes(1))
    assert lines(jira.hear(gone)) == [IssueMoved(key, CHANNEL, 0, 1)]
    assert jira.hear(gone) == []
    assert jira.hear(standing("進行中", minutes(1))) == []
    jira.hear(standing("進行中", minutes(2)))
    assert jira.issue().gone_at is None
    assert [move.field for move in jira.moves()] == [MoveField.GONE, MoveField.STATUS, MoveField.GONE]


def test_an_issue_of_two_requests_is_told_in_both_threads(jira: Tracked) -> None:
    one, other = jira.file(), jira.file()
    jira.link(one)
    jira.hear(moved("未着手", "進行中", minutes(1)))
    jira.now = minutes(5)
    jira.link(other)
    told = lines(jira.hear(moved("進行中", "完了", minutes(5))))
    assert told == [IssueMoved(one, CHANNEL, 1, 2), IssueMoved(other, CHANNEL, 0, 2)]
    heard = jira.database.read_now(lambda work: work.issues.moves_for(jira.request(other).number, 0, 2))
    assert [move.after for move in heard] == ["完了"]
