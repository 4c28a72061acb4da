"""Moments to come: each is taken once, when it is due, whoever asks."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock
from tests.storage.records import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def database(database_url: str) -> Database:
    """A database without timers."""
    return Database(database_url, machine_clock)


def set_all(work: UnitOfWork, kind: str, subjects: Iterable[str]) -> None:
    """Set one timer a second."""
    for number, subject in enumerate(subjects):
        work.timers.set(kind, subject, NOW + number * SECOND)


def take(work: UnitOfWork, seconds: float, limit: int = 10, kind: str = "wait") -> list[str]:
    """Take what is due so many seconds later."""
    return work.timers.take_due(kind, NOW + seconds * SECOND, limit)


def test_what_is_due_is_taken_once_longest_overdue_first(database: Database) -> None:
    database.write_now(set_all, "wait", ["R-1001", "R-1002", "R-1003"])

    assert [database.write_now(take, seconds) for seconds in (-1, 1, 1, 2, 2)] == [
        [], ["R-1001", "R-1002"], [], ["R-1003"], [],
    ]  # fmt: skip


def test_a_later_moment_replaces_an_earlier_one_for_the_same(database: Database) -> None:
    database.write_now(set_all, "wait", ["R-1001", "R-1002", "R-1001"])
    assert [database.write_now(take, seconds) for seconds in (1.9, 2)] == [["R-1002"], ["R-1001"]]


def test_each_kind_is_taken_by_itself(database: Database) -> None:
    database.write_now(set_all, "wait", ["R-1001"])
    database.write_now(set_all, "remind", ["R-1001"])

    assert [database.write_now(take, 0, kind=kind) for kind in ("wait", "wait", "remind")] == [
        ["R-1001"], [], ["R-1001"],
    ]  # fmt: skip


def test_many_come_in_portions(database: Database) -> None:
    database.write_now(set_all, "wait", ["R-1001", "R-1002", "R-1003"])
    assert [database.write_now(take, 9, 2) for _ in range(3)] == [["R-1001", "R-1002"], ["R-1003"], []]


def test_whether_anything_is_due_is_known_without_taking_it(database: Database) -> None:
    database.write_now(set_all, "wait", ["R-1001"])
    assert not database.read_now(lambda work: work.timers.is_any_due("wait", NOW - SECOND))
    assert database.read_now(lambda work: work.timers.is_any_due("wait", NOW))
    assert database.write_now(take, 0) == ["R-1001"]


def test_whether_anything_of_several_kinds_is_due_is_known_at_once(database: Database) -> None:
    database.write_now(set_all, "long", ["call-1"])
    database.write_now(set_all, "other", ["call-0"])

    def are_due(kinds: list[str], seconds: float) -> bool:
        return database.read_now(lambda work: work.timers.are_any_due(kinds, NOW + seconds * SECOND))

    assert [are_due(["silent", "long"], seconds) for seconds in (-1, 0, 9)] == [False, True, True]
    assert not are_due(["silent"], 9)
    assert not are_due([], 9)
    assert database.write_now(take, 0, kind="long") == ["call-1"]
    assert not are_due(["silent", "long"], 9)


def test_a_moment_that_is_set_once_stays_where_it_was_set_first(database: Database) -> None:
    def set_twice(work: UnitOfWork) -> None:
        work.timers.set_once("words", "call-1", NOW + SECOND)
        work.timers.set_once("words", "call-1", NOW + 9 * SECOND)

    database.write_now(set_twice)
    assert [database.write_now(take, seconds, kind="words") for seconds in (0, 1)] == [[], ["call-1"]]
    database.write_now(lambda work: work.timers.set_once("words", "call-1", NOW))
    assert database.write_now(take, 0, kind="words") == ["call-1"]


def test_whoever_asks_together_takes_each_once(database: Database) -> None:
    keys = [f"R-{number}" for number in range(1001, 1041)]
    database.write_now(set_all, "wait", keys)

    with ThreadPoolExecutor(4) as replicas:
        portions = list(replicas.map(lambda _: database.write_now(take, 99, 10), range(8)))

    assert sorted(key for portion in portions for key in portion) == keys


def test_what_one_replica_holds_is_passed_over_by_the_other(postgresql_url: str) -> None:
    database = Database(postgresql_url, machine_clock)
    database.write_now(set_all, "wait", ["R-1001", "R-1002"])

    def take_while_another_does(work: UnitOfWork) -> tuple[list[str], list[str]]:
        return take(work, 9, 1), database.write_now(take, 9)

    assert database.write_now(take_while_another_does) == (["R-1001"], ["R-1002"])


def test_one_who_holds_something_else_first_takes_a_moment_only_while_it_is_due(database: Database) -> None:
    database.write_now(set_all, "wait", ["R-1001", "R-1002"])
    assert database.read_now(lambda work: work.timers.due("wait", NOW + SECOND, 10)) == ["R-1001", "R-1002"]
    database.write_now(lambda work: work.timers.set("wait", "R-1002", NOW + 9 * SECOND))

    def took(work: UnitOfWork, key: str) -> bool:
        return work.timers.take("wait", key, NOW + SECOND)

    assert [database.write_now(took, key) for key in ("R-1001", "R-1001", "R-1002")] == [True, False, False]


def test_every_moment_of_a_kind_is_known_and_can_be_taken_away(database: Database) -> None:
    database.write_now(set_all, "digest", ["digest-2", "digest-1", "digest-3"])
    database.write_now(set_all, "wait", ["digest-1"])

    database.write_now(lambda work: work.timers.drop("digest", ["digest-3", "digest-4"]))
    database.write_now(lambda work: work.timers.drop("digest", []))

    moments = database.read_now(lambda work: work.timers.of_kind("digest"))
    assert list(moments.items()) == [("digest-2", NOW), ("digest-1", NOW + SECOND)]
    assert database.read_now(lambda work: work.timers.of_kind("wait")) == {"digest-1": NOW}
