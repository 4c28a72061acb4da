"""Tokens: five posts at once and one a second from then on, however they are asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BUCKET = "chat.postMessage:D1"


@pytest.fixture
async def used(database: Database) -> Database:
    """A database with a bucket from which somebody took a token an hour ago."""
    await database.write(lambda work: work.buckets.take([BUCKET], NOW - timedelta(hours=1)))
    return database


def _seized(work: UnitOfWork, seconds: float) -> bool:
    return work.buckets.seize(BUCKET, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("rest", [5.0, 3600.0])
async def test_a_place_that_has_rested_takes_five_at_once_and_no_more(used: Database, rest: float) -> None:
    assert [await used.write(_seized, 0) for _ in range(6)] == [True] * 5 + [False]
    assert [await used.write(_seized, rest) for _ in range(6)] == [True] * 5 + [False]


async def test_after_the_burst_there_is_one_a_second(used: Database) -> None:
    assert [await used.write(_seized, 0) for _ in range(5)] == [True] * 5
    assert [await used.write(_seized, after) for after in (0.5, 1.0, 1.5, 2.0)] == [False, True, False, True]


async def test_what_slack_wants_later_is_not_seized_however_long_it_rested(used: Database) -> None:
    until = NOW + timedelta(seconds=60)
    await used.write(lambda work: work.buckets.block(BUCKET, until, NOW))
    assert [await used.write(_seized, after) for after in (30, 60)] == [False, True]


async def test_the_first_token_of_a_place_is_taken_by_whoever_may_wait(database: Database) -> None:
    assert not await database.write(_seized, 0)
    assert await database.write(lambda work: work.buckets.take([BUCKET], NOW)) == [None]
    assert await database.write(_seized, 0)
