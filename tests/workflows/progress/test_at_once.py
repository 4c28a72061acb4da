"""What Jira tells in one moment, on several connections: each move once, and nobody waits crosswise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from threading import Barrier, Thread

import pytest

from storage.issues import Tracker
from storage.outbox import Notice
from storage.vocabulary import MoveField, request_number
from tests.postgresql import crossed
from tests.workflows.escalation.team import NEAR
from tests.workflows.progress.jiras import FIRST, Tracked, a_tracked_team, lines, minutes, moved, pings, said, standing
from workflows.notices import IssueLinked
from workflows.progress import delivered, setup
from workflows.progress.hearing import hear, hear_all

Act = Callable[[], object]
OTHER = replace(FIRST, issue_id="10002", issue_key="SUP-89")


@pytest.fixture
def jira(postgresql_url: str) -> Tracked:
    return a_tracked_team(postgresql_url)


def together(*acts: Act) -> None:
    """Let all of them happen in one moment, each on a connection of its own; what any raises is raised."""
    ready, errors = Barrier(len(acts)), list[Exception]()

    def act_once(act: Act) -> None:
        ready.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001  raised below, in the test's own thread
            errors.append(error)

    threads = [Thread(target=act_once, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error


def heard(jira: Tracked, key: str, upto: int = 10**6, after: int = 0) -> list[int]:
    """The positions of the moves of which the thread of a request is to hear, or heard between two of them."""
    number = request_number(key) or 0
    return [move.position for move in jira.database.read_now(lambda work: work.issues.moves_for(number, after, upto))]


def told_in(jira: Tracked, key: str, told: Sequence[Notice]) -> list[int]:
    """The positions of the moves that the lines in the thread of a request tell."""
    mine = [line for line in lines(told) if line.subject == key]
    return sorted(position for line in mine for position in heard(jira, key, line.upto, line.after))


def test_a_webhook_that_comes_to_four_replicas_at_once_is_told_once(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    for number in range(5):
        jira.now = minutes(5 * number)
        news = moved("未着手", "完了", minutes(5 * number + 1)) if number % 2 == 0 else standing("未着手", jira.now)
        together(*[lambda news=news: jira.database.write_now(hear, news, jira.now)] * 4)
        assert len(lines(jira.told())) == 1
    assert len(jira.moves()) == 5


def test_webhooks_beside_a_sweep_count_each_move_once(jira: Tracked) -> None:
    key = jira.file()
    jira.link(key)
    hooks = [moved("未着手", "進行中", minutes(1)), moved("進行中", "完了", minutes(2)), said("見ました", minutes(3))]
    sweep = standing("完了", minutes(3))
    together(*(lambda news=news: jira.database.write_now(hear, news, jira.now) for news in (*hooks, sweep, *hooks)))
    assert jira.issue().status == "完了"
    told = jira.told()
    assert len(pings(told)) == 1
    assert told_in(jira, key, [*told, *jira.pass_by(minutes=2)]) == heard(jira, key)
    moves = [move for move in jira.moves() if move.field is MoveField.STATUS]
    assert moves[-1].after == "完了"
    assert moves[0].before in {"未着手", "進行中"}


def test_issues_and_requests_that_belong_together_crosswise_are_held_in_one_order(jira: Tracked) -> None:
    one, other = jira.file(), jira.file()
    for key, news in ((one, FIRST), (other, FIRST), (other, OTHER), (one, OTHER)):
        jira.link(key, news)
    told: list[Notice] = []
    for number in range(1, 9):
        jira.now = minutes(10 * number)
        status = "進行中" if number % 2 else "完了"
        first, second = standing(status, jira.now), standing(status, jira.now, OTHER)
        pages = ((first, second), (second, first), (second,), (first,))
        together(*(partial(jira.database.write_now, hear_all, page, jira.now) for page in pages))
        told += [*jira.told(), *jira.pass_by(minutes=2)]
    for key in (one, other):
        assert told_in(jira, key, told) == heard(jira, key)
    assert len(jira.moves()) == len(jira.moves("10002")) == 8


def test_linking_beside_webhooks_and_the_end_of_a_minute_loses_no_move(jira: Tracked) -> None:
    one, other = jira.file(), jira.file()
    jira.link(one)
    assert told_in(jira, one, jira.hear(moved("未着手", "進行中", minutes(1)))) == [1]
    linked = IssueLinked(f"{other}/2", "jira:SUP", "SUP-88", NEAR)
    news = standing("進行中", minutes(1))
    together(
        lambda: jira.database.write_now(delivered.delivered, linked, news, jira.now),
        lambda: jira.database.write_now(hear, moved("進行中", "レビュー", minutes(2)), jira.now),
        lambda: jira.database.write_now(hear, moved("レビュー", "完了", minutes(3)), jira.now),
    )
    told = [*jira.told(), *jira.pass_by(minutes=2)]
    assert jira.issue().status == "完了"
    for key in (one, other):
        assert told_in(jira, key, told) == [position for position in heard(jira, key) if position > 1]
    assert pings(told)


def test_a_replica_that_starts_and_one_that_has_just_asked_jira_never_wait_crosswise(jira: Tracked) -> None:
    tracker = Tracker("https://jira.example.com/", "SUP", "Task", {}, {}, (), ())
    write = jira.database.write_now
    write(setup.begin, tracker, jira.now)
    starts = partial(write, setup.begin, tracker, jira.now)
    asked = partial(write, setup.choose_from, {"SUP": "Support"}, ("Task",), ("High",), jira.now)
    for _ in range(40):
        together(starts, asked, starts, asked)
    assert jira.database.read_now(crossed) == 0
