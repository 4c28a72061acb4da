"""Replicas that look in the same moment, on several connections: one edition, one message, one next moment."""

from datetime import date
from functools import partial

import pytest

from storage.database import Database
from tests.workflows.digest.hanging import (
    CLOSE,
    DAY,
    HOUR,
    MINUTE,
    MORNING,
    Hanging,
    at,
    hang,
    rhythm,
    together,
)
from tests.workflows.digest.room import LOUNGE, a_room
from tests.workflows.escalation.team import LEAD, MANAGER, NOW
from workflows.digest import keeping, morning, slots
from workflows.digest.timing import Subject

FRIDAY = at("2026-11-20 08:30")
REPLICAS = 4


@pytest.fixture
def wall(postgresql_url: str) -> Hanging:
    """Answer a wall where several really write at once."""
    database = Database(postgresql_url, lambda: NOW)
    database.write_now(a_room)
    return hang(database, NOW)


def settle(wall: Hanging, turn: slots.Turn | None) -> bool:
    """Let one replica keep what it has composed."""
    assert turn is not None
    return wall.database.write_now(slots.settle, turn, 0, wall.wall)


def test_replicas_that_tick_together_post_once(wall: Hanging) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    for days in range(3):
        wall.now = FRIDAY + days * DAY
        together([wall.tick] * REPLICAS)
    assert [kept[1].day for kept in wall.kept()] == [20, 21, 22]
    assert wall.owed() == [("digest", LOUNGE), ("digest_sheet", LOUNGE)] * 3
    assert wall.moments() == {digest.key: FRIDAY + 3 * DAY}


def test_of_replicas_that_composed_the_same_only_one_keeps_it(wall: Hanging) -> None:
    digest = wall.save()
    wall.now = FRIDAY
    turns = [wall.look(Subject(digest.key)) for _ in range(REPLICAS)]
    settled = together([partial(settle, wall, turn) for turn in turns])
    assert sorted(map(bool, settled)) == [False] * (REPLICAS - 1) + [True]
    assert len(wall.kept()) == 1


def test_a_replica_whose_clock_is_an_hour_ahead_posts_no_second_one(wall: Hanging) -> None:
    digest = wall.save()
    ahead = Hanging(wall.database, FRIDAY + HOUR)
    wall.now = FRIDAY
    together([wall.tick, ahead.tick])
    ahead.tick()
    wall.wait_until(FRIDAY + MINUTE)
    assert wall.kept() == [(LOUNGE, date(2026, 11, 20), "17:30", False)]
    assert wall.moments() == {digest.key: at("2026-11-24 08:30")}


def test_what_a_lead_does_meanwhile_counts(wall: Hanging) -> None:
    edited, paused, deleted = wall.save(), wall.save(), wall.save()
    wall.now = FRIDAY
    turns = [wall.look(Subject(digest.key)) for digest in (edited, paused, deleted)]
    wall.save(CLOSE, edited.key, at="18:00")
    wall.keep(keeping.pause, paused)
    wall.delete(deleted)
    assert not any(settle(wall, turn) for turn in turns)
    assert wall.owed() == []
    assert wall.moments() == {edited.key: FRIDAY + 30 * MINUTE}


def test_mornings_that_are_seen_to_together_come_once_to_each(wall: Hanging) -> None:
    digest = wall.save(MORNING)
    wall.file()
    wall.now = at("2026-11-24 00:00")
    together([wall.tick] * REPLICAS)
    assert wall.kept(digest) == [(MANAGER, date(2026, 11, 24), "09:00", False)]
    assert wall.moments() == {f"{digest.key}@Asia/Tokyo": at("2026-11-25 00:00")}


def test_a_morning_that_another_replica_has_finished_is_kept_by_nobody_else(wall: Hanging) -> None:
    digest = wall.save(MORNING)
    wall.file()
    wall.now = at("2026-11-24 00:00")
    subject = Subject(digest.key, "Asia/Tokyo")
    found = wall.database.read_now(morning.look, subject, wall.now)
    assert found is not None
    [person] = found.people
    composed = wall.database.read_now(morning.compose_for, found, person, wall.wall)
    assert composed is not None
    wall.tick()
    wall.database.write_now(morning.keep, found, composed, 0)
    wall.database.write_now(morning.settle, found, {LEAD: wall.now + HOUR})
    assert len(wall.kept(digest)) == 1
    assert wall.moments() == {subject.name: at("2026-11-25 00:00")}
