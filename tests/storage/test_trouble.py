"""A database that is locked, slow, restarted or cut off: told in time, never falsely, and mended by itself."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Barrier, BrokenBarrierError, Event

import psycopg
import pytest
from sqlalchemy import make_url, select

from storage.accounts import accounts
from storage.database import POSTGRESQL_WRITERS, Database, StorageFailed
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock
from tests.storage.cutting import cutting_wire
from tests.storage.services import add, ids

TOLD_WITHIN = 2.5


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Keep others from writing accounts, as another process would that stands still."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url) as connection:
            connection.execute("LOCK TABLE accounts IN SHARE MODE")
            yield


async def failed_after(write: "asyncio.Future[str] | asyncio.Task[str]") -> float:
    """Answer the seconds until a write has failed."""
    began = time.monotonic()
    with pytest.raises(StorageFailed):
        await write
    return time.monotonic() - began


async def test_a_locked_database_is_told_in_time_and_nothing_is_stored(database: Database, database_url: str) -> None:
    with locked(database_url):
        early = [asyncio.create_task(failed_after(asyncio.create_task(database.write(add, f"A{n}")))) for n in range(9)]
        await asyncio.sleep(1)
        late = asyncio.create_task(failed_after(asyncio.create_task(database.write(add, "late"))))
        assert max(await asyncio.gather(*early, late)) < TOLD_WITHIN

    assert await database.read(ids) == set()
    assert await database.write(add, "after") == "after"


async def test_whoever_waits_for_a_short_lock_is_stored(database: Database, database_url: str) -> None:
    with locked(database_url):
        writes = [asyncio.create_task(database.write(add, f"A{n}")) for n in range(9)]
        await asyncio.sleep(0.5)

    assert set(await asyncio.gather(*writes)) == await database.read(ids)


async def test_a_unit_told_as_failed_before_it_began_is_never_run(database: Database) -> None:
    held = Event()
    stops = [asyncio.create_task(database.write(lambda _: held.wait(5))) for _ in range(POSTGRESQL_WRITERS)]
    await asyncio.sleep(0)

    assert await failed_after(asyncio.create_task(database.write(add, "A1"))) < TOLD_WITHIN

    held.set()
    await asyncio.gather(*stops, return_exceptions=True)
    assert await database.write(ids) == set()


def end_all_connections(url: str) -> None:
    """Throw everyone out of the database, as a restart does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
async def on_postgresql(postgresql_url: str) -> Database:
    database = Database(postgresql_url, machine_clock)
    await database.start()
    return database


async def test_killed_connections_are_made_anew(on_postgresql: Database, postgresql_url: str) -> None:
    for turn in range(3):
        await asyncio.gather(*(on_postgresql.write(add, f"A{turn}-{n}") for n in range(8)))
        end_all_connections(postgresql_url)
        assert len(await on_postgresql.read(ids)) == 8 * (turn + 1)
    await on_postgresql.close()


async def test_a_connection_killed_in_the_middle_of_a_unit_is_retried(
    on_postgresql: Database, postgresql_url: str
) -> None:
    tries: list[str] = []

    def add_and_be_killed(work: UnitOfWork) -> str:
        tries.append(add(work, f"A{len(tries)}"))
        if len(tries) == 1:
            end_all_connections(postgresql_url)
        return add(work, "B")

    assert await on_postgresql.write(add_and_be_killed) == "B"
    assert await on_postgresql.read(ids) == {"A1", "B"}
    await on_postgresql.close()


KILLED_DURING_COMMIT = """
    CREATE SEQUENCE commits;
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER die AFTER INSERT ON accounts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION die();
"""


async def test_a_connection_lost_during_commit_fails_a_bare_write(on_postgresql: Database, postgresql_url: str) -> None:
    """Nobody can know whether it was stored, so it is not done again behind the caller's back."""
    with psycopg.connect(postgresql_url) as connection:
        connection.execute(KILLED_DURING_COMMIT)

    await failed_after(asyncio.create_task(on_postgresql.write(add, "A1")))

    assert await on_postgresql.read(ids) == set()
    await on_postgresql.close()


async def test_a_connection_lost_during_commit_is_retried_under_a_receipt(
    on_postgresql: Database, postgresql_url: str
) -> None:
    with psycopg.connect(postgresql_url) as connection:
        connection.execute(KILLED_DURING_COMMIT)

    assert await on_postgresql.once("view:V1", add, "A1") == "A1"

    assert await on_postgresql.read(ids) == {"A1"}
    await on_postgresql.close()


async def test_units_that_block_each_other_both_come_through(on_postgresql: Database) -> None:
    """PostgreSQL breaks off one of two that lock crosswise (deadlock, 40P01): it begins anew, and nobody is told."""
    await asyncio.gather(on_postgresql.write(add, "A1"), on_postgresql.write(add, "A2"))
    meeting = Barrier(2)

    def hold(work: UnitOfWork, account_id: str) -> None:
        work.connection.execute(select(accounts).where(accounts.c.account_id == account_id).with_for_update())

    def hold_both(work: UnitOfWork, first: str, second: str) -> str:
        hold(work, first)
        try:
            meeting.wait(1)
        except BrokenBarrierError:
            return "the second try"
        hold(work, second)
        meeting.abort()
        return "the first try"

    told = await asyncio.gather(on_postgresql.write(hold_both, "A1", "A2"), on_postgresql.write(hold_both, "A2", "A1"))

    assert set(told) == {"the first try", "the second try"}
    await on_postgresql.close()


async def test_a_commit_whose_answer_is_lost_has_one_effect_under_a_receipt(postgresql_url: str) -> None:
    """It was stored: the second try finds the receipt, and nobody is told that it failed."""
    with cutting_wire(postgresql_url) as (wire, through):
        database = Database(through, machine_clock)
        await database.start()
        wire.losses = 1

        assert await database.once("view:V1", add, "A1") is None

        assert wire.losses == 0
        assert await database.read(ids) == {"A1"}
        await database.close()


async def test_a_commit_whose_answer_is_lost_is_told_as_failed_without_a_receipt(postgresql_url: str) -> None:
    with cutting_wire(postgresql_url) as (wire, through):
        database = Database(through, machine_clock)
        await database.start()
        wire.losses = 1

        await failed_after(asyncio.create_task(database.write(add, "A1")))

        assert await database.read(ids) == {"A1"}
        await database.close()
