"""What the figures of digests stand on: a history that looks lived, and as much to tell beside little of it as much."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks import desks, team
from benchmarks.desks import DAY, LEAD, WALL, Desk
from benchmarks.digests import Costs
from benchmarks.history import LONG, finished_number, spare_number
from benchmarks.lives import FINISHED, IN_WORK, Course, Life
from benchmarks.reports.digests import times
from storage.database import Database
from storage.requests.tables import requests, trail
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status
from workflows.digest import posting
from workflows.digest.snapshot import Snapshot

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
LITTLE, MORE = Desk(1_000, 50), Desk(3_000, 50)


def settled(url: str, desk: Desk) -> Database:
    """A database with the team and a desk in it."""
    team.settle_in(url)
    desks.settle_in(url, desk, NOW)
    return Database(url, lambda: NOW)


def told(database: Database) -> Snapshot:
    """What its digest says."""
    return database.read_now(posting.to_preview, LEAD, "digest-1", WALL, NOW).snapshot


def test_the_history_is_spread_over_two_years_and_over_before_yesterday(empty_database_url: str) -> None:
    database = settled(empty_database_url, LITTLE)

    def span(work: UnitOfWork) -> tuple[object, ...]:
        is_old = (requests.c.status == Status.DONE) & (requests.c.finished_at < NOW - DAY)
        found = (func.count(), func.min(requests.c.filed_at), func.max(requests.c.finished_at))
        return tuple(work.connection.execute(select(*found).where(is_old)).one())

    count, first, last = database.read_now(span)

    assert count == LITTLE.finished
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    assert timedelta() <= NOW - DAY - LONG - first <= 2 * DAY
    assert NOW - 3 * DAY <= last <= NOW - DAY


def test_the_trail_of_the_history_leads_to_where_its_requests_stand(empty_database_url: str) -> None:
    database = settled(empty_database_url, LITTLE)

    def standing(work: UnitOfWork) -> tuple[set[tuple[object, ...]], int, int]:
        columns = (requests.c.number, requests.c.status, requests.c.urgency, requests.c.owner)
        stand = {tuple(row) for row in work.connection.execute(select(*columns))}
        steps = work.connection.execute(select(func.count()).select_from(trail)).scalar_one()
        return stand, steps, work.connection.execute(select(func.sum(requests.c.steps))).scalar_one()

    stand, steps, counted = database.read_now(standing)
    replayed = database.read_now(lambda work: list(work.request_summaries.states_at(NOW)))

    assert {(each.number, each.status, each.urgency, each.owner) for each in replayed} == stand
    assert steps == counted


def test_a_digest_tells_as_much_beside_more_history(tmp_path: Path) -> None:
    small, large = (told(settled(f"sqlite:///{tmp_path / str(desk.finished)}.db", desk)) for desk in (LITTLE, MORE))

    assert len(small.rows) == LITTLE.in_work
    assert (len(small.changes), len(small.finished)) == (len(large.changes), len(large.finished))
    assert len(small.issues) == len(large.issues) > 0
    assert small.help == large.help
    assert small.since == NOW - DAY
    assert any(row.is_masked for row in small.rows)


@pytest.mark.parametrize("course", [*FINISHED, *IN_WORK])
def test_a_life_ends_as_its_last_step_says(course: Course) -> None:
    life = Life(7, NOW, course)
    row, steps = life.row(), list(life.trail())

    assert (row["status"], row["urgency"], row["owner"]) == (
        steps[-1]["to_status"],
        steps[-1]["urgency"],
        steps[-1]["owner"],
    )
    assert [step["from_status"] for step in steps[1:]] == [step["to_status"] for step in steps[:-1]]
    assert row["steps"] == len(steps)


def test_no_number_is_given_twice() -> None:
    desk = Desk(2_000, 100)
    over = [finished_number(place) for place in range(1, desk.finished + 1)]
    old = [spare_number(place, 10, desk.finished) for place in range(10)]

    assert len({*over, *old}) == len(over) + len(old)
    assert max(*over, *old) < desk.first


def test_the_share_is_the_median_of_rounds() -> None:
    base = Costs(1.0, composed=[10.0, 20.0, 10.0])

    assert times(Costs(1.0, composed=[15.0, 20.0, 50.0]), base) == pytest.approx(1.5)
