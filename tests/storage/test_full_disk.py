"""A full disk: SQLite rolls the whole transaction back, and a later COMMIT through the driver says nothing.

Units of work that share a commit must not be told that they are stored then.
"""

import asyncio
from datetime import UTC, datetime

import pytest

from storage.database import Database, StorageFailed
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = 4096


def fill(work: UnitOfWork, pages_left: int) -> None:
    """Leave the disk of this connection so many pages."""
    used = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    work.connection.exec_driver_sql(f"PRAGMA max_page_count = {used + pages_left}")


def keep(work: UnitOfWork, size: int, name: str) -> str:
    """Store a text of `size` bytes under `name`."""
    work.connection.exec_driver_sql("INSERT INTO texts VALUES (?, ?)", (name, "x" * size))
    return name


def names(work: UnitOfWork) -> set[str]:
    """Answer what is stored."""
    return set(work.connection.exec_driver_sql("SELECT name FROM texts").scalars())


@pytest.fixture
async def database(sqlite_url: str) -> Database:
    database = Database(sqlite_url, machine_clock)
    await database.start()
    await database.write(lambda work: work.connection.exec_driver_sql("CREATE TABLE texts (name, content)"))
    return database


async def test_nobody_is_told_stored_when_the_disk_fills_up_in_the_middle_of_a_group(database: Database) -> None:
    await database.write(fill, 3)
    sizes = {"a": 10, "b": 20, "too long": 40 * PAGE, "c": 30, "d": 40}

    told = await asyncio.gather(
        *(database.write(keep, size, name) for name, size in sizes.items()), return_exceptions=True
    )

    stored = await database.read(names)
    assert {answer for answer in told if isinstance(answer, str)} == stored == {"a", "b", "c", "d"}
    assert [type(answer) for answer in told if not isinstance(answer, str)] == [StorageFailed]
    await database.close()


async def test_a_disk_with_no_room_at_all_fails_every_unit_and_heals(database: Database) -> None:
    await database.write(fill, 0)

    told = await asyncio.gather(
        *(database.write(keep, 2 * PAGE, str(number)) for number in range(20)), return_exceptions=True
    )

    assert [type(answer) for answer in told] == [StorageFailed] * 20
    assert await database.read(names) == set()
    await database.write(fill, 1000)
    assert await database.write(keep, 2 * PAGE, "later") == "later"
    await database.close()


async def test_a_unit_that_hides_the_error_is_not_told_stored_either(database: Database) -> None:
    def hide(work: UnitOfWork) -> str:
        try:
            return keep(work, 40 * PAGE, "hidden")
        except Exception as error:  # noqa: BLE001 - the mistake that this test makes
            return type(error).__name__

    await database.write(fill, 3)

    told = await asyncio.gather(
        database.write(keep, 10, "before"),
        database.write(hide),
        database.write(keep, 10, "after"),
        return_exceptions=True,
    )

    assert told[0] == "before"
    assert isinstance(told[1], StorageFailed)
    assert told[2] == "after"
    assert await database.read(names) == {"before", "after"}
    await database.close()
