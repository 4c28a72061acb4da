"""Units of work: durable once answered, one's refusal is nobody else's, nothing twice."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import ClassVar

import pytest

from storage.database import POSTGRESQL_WRITERS, Database, StorageFailed
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from storage.units import LONGEST_WAIT
from tests.storage.clocks import machine_clock
from tests.storage.services import Refused, add, add_and_refuse, ids
from tests.storage.statements import connections

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rung(Notice):
    """A notice of these tests."""

    topic: ClassVar[str] = "rung"
    kept: ClassVar[bool] = False


def tell(work: UnitOfWork, place: str) -> None:
    """Owe a notice to a place."""
    work.tell([Rung("R-1001", place)])


def tell_and_refuse(work: UnitOfWork, place: str) -> None:
    """Owe a notice to a place, then say no."""
    tell(work, place)
    raise Refused(place)


async def test_what_was_answered_is_seen_by_every_later_read(database: Database) -> None:
    assert await database.write(add, "A1") == "A1"
    assert await database.read(ids) == {"A1"}


async def test_the_refusal_of_one_unit_takes_back_only_its_own_changes(database: Database) -> None:
    writes = [database.write(add_and_refuse if n % 3 == 0 else add, f"A{n}") for n in range(30)]

    told = await asyncio.gather(*writes, return_exceptions=True)

    assert [type(answer) for answer in told[::3]] == [Refused] * 10
    assert await database.read(ids) == {answer for answer in told if isinstance(answer, str)}


async def test_a_statement_that_breaks_a_rule_of_the_schema_is_its_own_units_fault(database: Database) -> None:
    def forget_the_name(work: UnitOfWork) -> None:
        work.connection.exec_driver_sql("INSERT INTO accounts (account_id) VALUES ('A0')")

    told = await asyncio.gather(
        database.write(add, "A1"),
        database.write(forget_the_name),
        database.write(add, "A2"),
        return_exceptions=True,
    )

    assert [told[0], type(told[1]).__name__, told[2]] == ["A1", "IntegrityError", "A2"]
    assert await database.read(ids) == {"A1", "A2"}


async def test_a_key_that_comes_many_times_at_once_has_one_effect(database: Database) -> None:
    told = await asyncio.gather(*(database.once("view:V1", add, f"A{n}") for n in range(8)))

    [effect] = [answer for answer in told if answer is not None]
    assert await database.read(ids) == {effect}


async def test_a_refused_key_may_come_again(database: Database) -> None:
    with pytest.raises(Refused):
        await database.once("view:V1", add_and_refuse, "A1")

    assert await database.once("view:V1", add, "A1") == "A1"


async def test_cancelled_waiters_harm_nobody_and_take_nothing_back(database: Database) -> None:
    writes = [asyncio.create_task(database.write(add, f"A{n}")) for n in range(20)]
    await asyncio.sleep(0)

    for write in writes[::2]:
        write.cancel()
    told = await asyncio.gather(*writes, return_exceptions=True)

    assert [answer for answer in told if isinstance(answer, str)] == [f"A{n}" for n in range(1, 20, 2)]
    await database.close()
    assert database.read_now(ids) == {f"A{n}" for n in range(20)}


async def test_closing_finishes_what_was_accepted_and_takes_no_more(database: Database) -> None:
    pause = Event()
    slow = [asyncio.create_task(database.write(lambda _: pause.wait(0.1))) for _ in range(POSTGRESQL_WRITERS)]
    writes = [asyncio.create_task(database.write(add, f"A{n}")) for n in range(100)]
    await asyncio.sleep(0)

    await database.close()

    assert database.read_now(ids) == {f"A{n}" for n in range(100)}
    assert await asyncio.gather(*writes) == [f"A{n}" for n in range(100)]
    await asyncio.gather(*slow)
    with pytest.raises(StorageFailed):
        await database.write(add, "late")


async def test_the_relay_hears_of_lanes_with_notices_after_the_commit(database: Database) -> None:
    heard: set[str] = set()
    database.on_commit = heard.update

    told = await asyncio.gather(
        database.write(tell, "C1"),
        database.write(tell_and_refuse, "C2"),
        database.write(tell, "U3"),
        database.write(add, "A1"),
        return_exceptions=True,
    )

    assert isinstance(told[1], Refused)
    assert heard == {"C1", "U3"}


def look_and_add(work: UnitOfWork, account_id: str) -> str:
    """Read before writing, as services do: what SQLite refuses where the lock is taken only then."""
    assert account_id not in ids(work)
    return add(work, account_id)


async def test_two_writers_on_one_database_never_find_it_locked(database_url: str) -> None:
    first, second = Database(database_url, machine_clock), Database(database_url, machine_clock)
    await asyncio.gather(first.start(), second.start())

    told = await asyncio.gather(
        *(each.write(look_and_add, f"{n}{each is first}") for n in range(150) for each in (first, second))
    )

    assert len(told) == 300
    assert await second.read(ids) == set(told)
    await asyncio.gather(first.close(), second.close())


async def test_a_reading_sees_one_moment_however_long_it_looks(database: Database) -> None:
    """Several queries of one reading belong together, whatever is committed between them."""
    await database.write(add, "A1")
    loop = asyncio.get_running_loop()

    def look_twice(work: UnitOfWork) -> tuple[set[str], set[str]]:
        before = ids(work)
        asyncio.run_coroutine_threadsafe(database.write(add, "A2"), loop).result()
        return before, ids(work)

    assert await database.read(look_twice) == ({"A1"}, {"A1"})
    assert await database.read(ids) == {"A1", "A2"}


async def test_only_a_reading_at_leisure_may_take_longer_than_a_person_waits(database: Database) -> None:
    stays = Event()

    def look_long(_work: UnitOfWork) -> str:
        stays.wait(LONGEST_WAIT + 0.3)
        return "all of it"

    with pytest.raises(StorageFailed, match="in time"):
        await database.read(look_long)
    assert await database.read_at_leisure(look_long) == "all of it"


async def test_a_reading_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        await database.read(add, "A1")


def test_services_run_without_an_event_loop_too(database_url: str) -> None:
    database = Database(database_url, lambda: NOW)

    database.write_now(add, "A1")
    with pytest.raises(Refused):
        database.write_now(add_and_refuse, "A2")

    assert database.read_now(ids) == {"A1"}


def test_a_database_is_made_ready_over_one_connection(database_url: str) -> None:
    """A connection to PostgreSQL is a process there: each that is opened before Baton is ready is waited for."""
    database = Database(database_url, machine_clock)

    with connections() as opened:
        database.prepare()

    assert len(opened) == 1
