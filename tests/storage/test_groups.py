"""SQLite: units that wait together share one commit, and nobody is answered before it."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event

import pytest

from storage.database import Database
from storage.unit_of_work import UnitOfWork
from storage.units import BEHIND
from tests.storage.clocks import machine_clock
from tests.storage.services import Refused, add, add_and_refuse, ids

LONG = 5
"""Seconds after which a test that failed lets everyone go."""


class Stop:
    """A unit of work that stands still until it may go on."""

    def __init__(self) -> None:
        self.reached = Event()
        self.go_on = Event()

    def __call__(self, work: UnitOfWork) -> set[str]:
        """Answer what this transaction sees."""
        self.reached.set()
        self.go_on.wait(LONG)
        return ids(work)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url, machine_clock)
    await database.start()
    yield database
    await database.close()


async def test_a_group_is_one_transaction_and_answers_only_after_its_commit(database: Database) -> None:
    first, last = Stop(), Stop()
    alone = asyncio.create_task(database.write(first))
    await asyncio.to_thread(first.reached.wait, LONG)
    group = [asyncio.create_task(database.write(add, f"A{n}")) for n in range(5)]
    refused = asyncio.create_task(database.write(add_and_refuse, "A9"))
    seen = asyncio.create_task(database.write(last))
    await asyncio.sleep(0)

    first.go_on.set()
    await asyncio.to_thread(last.reached.wait, LONG)
    assert await alone == set()
    assert await database.read(ids) == set(), "the group is not committed yet"
    assert not any(task.done() for task in (*group, refused)), "so nobody may know, nor of a refusal"
    last.go_on.set()

    assert await asyncio.gather(*group) == [f"A{n}" for n in range(5)]
    with pytest.raises(Refused):
        await refused
    assert await seen == {f"A{n}" for n in range(5)}, "one transaction: the last unit saw the others"
    assert await database.read(ids) == {f"A{n}" for n in range(5)}


async def test_a_group_has_at_most_sixty_four_units(database: Database) -> None:
    first, last = Stop(), Stop()
    alone = asyncio.create_task(database.write(first))
    await asyncio.to_thread(first.reached.wait, LONG)
    writes = [asyncio.create_task(database.write(add, f"A{n}")) for n in range(64)]
    seen = asyncio.create_task(database.write(last))
    await asyncio.sleep(0)

    first.go_on.set()
    await asyncio.to_thread(last.reached.wait, LONG)

    assert len(await database.read(ids)) == 64
    last.go_on.set()
    await asyncio.gather(alone, seen, *writes)


async def test_what_comes_through_a_door_goes_before_all_else_and_waits_for_none_of_it(database: Database) -> None:
    first, post = Stop(), Stop()
    alone = asyncio.create_task(database.write(first))
    await asyncio.to_thread(first.reached.wait, LONG)
    posting = asyncio.create_task(database.write(post))
    await asyncio.sleep(0)
    filing = [asyncio.create_task(database.once(f"view:V{n}", add, f"A{n}")) for n in range(3)]
    await asyncio.sleep(0)

    first.go_on.set()
    assert await asyncio.gather(*filing) == ["A0", "A1", "A2"]
    assert not posting.done()
    post.go_on.set()

    assert await posting == {"A0", "A1", "A2"}
    await alone


async def test_what_can_wait_is_not_held_up_for_ever(database: Database) -> None:
    first, late = Stop(), Stop()
    alone = asyncio.create_task(database.write(first))
    await asyncio.to_thread(first.reached.wait, LONG)
    posting = asyncio.create_task(database.write(add, "A1"))
    await asyncio.sleep(BEHIND)
    filing = asyncio.create_task(database.once("view:V1", late))
    await asyncio.sleep(0)

    first.go_on.set()
    await asyncio.to_thread(late.reached.wait, LONG)
    late.go_on.set()

    assert await filing == {"A1"}, "what had waited so long went before it"
    await asyncio.gather(alone, posting)


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    stop = Stop()
    writing = asyncio.create_task(database.write(stop))
    await asyncio.to_thread(stop.reached.wait, LONG)

    assert await database.read(ids) == set()

    stop.go_on.set()
    await writing
