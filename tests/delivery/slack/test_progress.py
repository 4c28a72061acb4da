"""Every notice of progress in Jira becomes a message that Slack takes, in the language of whoever reads it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.delivery.outgoing import render, show
from bot.delivery.slack.progress import ProgressMessages
from bot.views.parts import Message
from bot.views.progress.wanted import SoughtIssue
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import mentioned, visible
from storage.issues import Tracker
from storage.outbox import Notice
from storage.vocabulary import Category, Locale, MoveField
from tests.workflows.escalation.team import CHANNEL, MANAGER, NEAR, claims, resolves
from tests.workflows.escalation.team import Team as People
from tests.workflows.progress.jiras import FIRST, NOW, Tracked, a_tracked_team, lines, minutes, moved, said, standing
from workflows.notices import IssueLinked, IssueMoved, IssueRefused, ProgressMade
from workflows.progress.news import Happening, IssueGone, IssueNews

ENGLISH = ProgressMessages(Words(Locale.EN, "Asia/Tokyo"))
HOSTILE = "<!channel> *x* <@U_NEAR> \u202e" + "長" * 400
TRACKER = Tracker("https://jira.example.com/", "SUP", "Task", {}, {}, (), ())


@pytest.fixture
def jira(sqlite_url: str) -> Tracked:
    tracked = a_tracked_team(sqlite_url)
    tracked.database.write_now(lambda work: work.sweeps.keep_tracker(TRACKER))
    return tracked


def shown(jira: Tracked, notice: Notice) -> str:
    """What a message shows; Slack takes it, and it mentions nobody."""
    message: Message = jira.database.read_now(partial(show, ENGLISH.renderers), notice)
    check_message(message.blocks)
    assert list(mentioned(message.text, message.blocks)) == []
    assert message.text
    return visible(message.blocks)


def told(jira: Tracked, *news: IssueNews | IssueGone) -> str:
    """What the line of the last of some news shows."""
    jira.link(jira.file())
    heard = [jira.hear(each) for each in news]
    heard.append(jira.pass_by(minutes=2))
    [*_, line] = [line for each in heard for line in lines(each)]
    return shown(jira, replace(line, after=0))


STORIES: dict[str, tuple[tuple[IssueNews | IssueGone, ...], tuple[str, ...]]] = {
    "a move": ((moved("未着手", "進行中", minutes(1)),), ("SUP-88", "未着手 → 進行中, by 森")),
    "a move that a sweep has seen": ((standing("完了", minutes(1)),), ("未着手 → 完了",)),
    "there and back": (
        (moved("未着手", "進行中", minutes(1)), moved("進行中", "未着手", minutes(2))),
        ("moved, and back at 未着手",),
    ),
    "a move that comes late": (
        (moved("進行中", "完了", minutes(2)), moved("未着手", "進行中", minutes(1))),
        ("未着手 → 完了",),
    ),
    "comments": (
        (said("one", minutes(1)), said("two", minutes(2))),
        ("2 comments, the last by Ben", "two"),
    ),
    "a comment of nobody": ((said("hello", minutes(1), by=""),), ("1 comment by somebody",)),
    "gone": ((IssueGone("10001", "SUP-88", minutes(1)),), ("no longer in Jira",)),
    "who has it": ((replace(FIRST, assignee="森", updated_at=minutes(1)),), ("now with 森",)),
    "planned": ((replace(FIRST, fix_versions=("1.0",), updated_at=minutes(1)),), ("planned for 1.0",)),
    "elsewhere": ((replace(FIRST, issue_key="DEV-1", updated_at=minutes(1)),), ("DEV-1", "was SUP-88 until now")),
    "hostile": (
        (
            replace(moved("未着手", "進行中", minutes(1), by=HOSTILE), status=HOSTILE),
            said(HOSTILE, minutes(2), by=HOSTILE),
        ),
        ("＊x＊",),
    ),
}


@pytest.mark.parametrize(("news", "words"), STORIES.values(), ids=STORIES.keys())
def test_a_line_tells_what_happened(
    jira: Tracked, news: tuple[IssueNews | IssueGone, ...], words: tuple[str, ...]
) -> None:
    text = told(jira, *news)
    assert all(word in text for word in words), text


def test_what_is_taken_away_is_said(jira: Tracked) -> None:
    start = replace(FIRST, assignee="森", fix_versions=("1.0", "2.0"))
    jira.link(jira.file(), start)
    [line] = lines(jira.hear(replace(FIRST, updated_at=minutes(1))))
    assert "now with nobody" in shown(jira, line)
    assert "no longer planned for a version" in shown(jira, line)
    happening = Happening(MoveField.FIX_VERSION, None, "3.0", minutes(2), "Ben")
    jira.hear(replace(FIRST, fix_versions=("1.0", "3.0"), updated_at=minutes(2), happenings=(happening,)))
    assert "planned for 1.0, 3.0" in shown(jira, replace(line, upto=9))


def test_many_issues_are_counted(jira: Tracked) -> None:
    key = jira.file()
    issues = [replace(FIRST, issue_id=str(20000 + number), issue_key=f"SUP-{number}") for number in range(60)]
    for issue in issues:
        jira.link(key, replace(issue, summary=HOSTILE))
    [line] = lines(jira.hear_all(*(replace(issue, assignee=HOSTILE, updated_at=minutes(1)) for issue in issues)))
    assert "48 more Jira issues have moved." in shown(jira, line)
    assert "ほかに Jira の課題 50 件" in shown(jira, ProgressMade(key, MANAGER, "done"))


def test_a_new_issue_is_named_with_a_link(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    notice = IssueMoved(key, CHANNEL, 0, 0, "10001")
    link = "<https://jira.example.com/browse/SUP-88|SUP-88>"
    assert f"Jira issue {link} belongs to this request: 請求書の再発行 (未着手)" in shown(jira, notice)


def test_a_new_issue_is_named_though_it_was_moved_elsewhere_before_anyone_was_told(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    jira.hear(replace(FIRST, issue_key="DEV-1", updated_at=minutes(1)))
    assert "DEV-1> belongs to this request" in shown(jira, IssueMoved(key, CHANNEL, 0, 0, "10001"))


Acts = tuple[Callable[[People, str], object], ...]
STANDINGS: dict[str, tuple[Acts, str, str, str]] = {
    "nobody's": ((), "done", "request.claim", "Jira の課題がすべて完了"),
    "in work": ((claims(NEAR),), "done", "request.resolve", "依頼を完了してください"),
    "finished": ((claims(NEAR), resolves(NEAR)), "done", "request.reopen", "依頼は完了済みです"),
    "open again": ((claims(NEAR),), "reopened", "request.resolve", "再開されました"),
}


@pytest.mark.parametrize(("acts", "why", "button", "words"), STANDINGS.values(), ids=STANDINGS.keys())
def test_whoever_tells_the_customer_reads_what_to_do(
    jira: Tracked, acts: Acts, why: str, button: str, words: str
) -> None:
    people = People(jira.database, now=NOW)
    key = jira.file()
    for act in acts:
        act(people, key)
    jira.link(key, replace(FIRST, status="完了", category=Category.DONE))
    notice = ProgressMade(key, NEAR if acts else MANAGER, why)
    text = shown(jira, notice)
    assert words in text
    assert all(said in text for said in (key, "株式会社青空", "SUP-88"))
    message = jira.database.read_now(partial(show, ENGLISH.renderers), notice)
    assert button in str(message.blocks)


REFUSALS = {
    "400 valid project is required": ("入力が Jira の設定に合いません", "valid project is required"),
    "401": ("Jira にログインできません", "依頼そのものは"),
    "403 Forbidden": ("Jira の権限がありません", "Forbidden"),
    "404 <!channel> gone": ("見当たらない", "gone"),
    "no_jira": ("Jira に接続されていません", "依頼そのものは"),
    "no_issue": ("もう一度お試し", "依頼そのものは"),
}


@pytest.mark.parametrize(("error", "words"), REFUSALS.items(), ids=REFUSALS.keys())
def test_whoever_asked_reads_why_jira_refused_and_what_to_do(jira: Tracked, error: str, words: tuple[str, ...]) -> None:
    key = jira.file()
    for issue_key in (None, "SUP-404"):
        text = shown(jira, IssueRefused(f"{key}/2", NEAR, error, issue_key))
        assert all(word in text for word in (*words, key, issue_key or key))


def test_what_is_to_be_linked_is_named_to_jira(jira: Tracked) -> None:
    notice = IssueLinked("R-1001/2", "jira:SUP", "SUP-88", NEAR)
    assert jira.database.read_now(partial(render, ENGLISH.renderers), notice) == SoughtIssue("SUP-88")
