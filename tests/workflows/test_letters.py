"""Admins see what could not be posted and try it again, once for each letter whoever else is at it; nobody else may."""

import asyncio

import pytest

from storage.database import Database
from storage.outbox import State, outbox
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock
from tests.storage.records import person
from workflows.letters import reading, service
from workflows.notices import CardChanged
from workflows.people.policy import Roles
from workflows.refusals import DeskRefused, Refusal

ADMIN, OTHER, LEAD = "U0ADMIN", "U0OTHER", "U0LEAD"
ROLES = Roles(leads=frozenset({LEAD}), admins=frozenset({ADMIN, OTHER}))
KEYS = ("R-1001", "R-1002", "R-1003")


def bury(work: UnitOfWork) -> None:
    """Three cards, all of them refused."""
    work.people.remember([person(name) for name in (ADMIN, OTHER, LEAD)])
    work.tell([CardChanged(key, f"C0{key[-1]}") for key in KEYS])
    work.connection.execute(outbox.update().values(state=State.DEAD, error="is_archived"))


@pytest.fixture
async def graveyard(database_url: str) -> Database:
    database = Database(database_url, machine_clock)
    await database.start()
    await database.write(bury)
    return database


def states(work: UnitOfWork) -> dict[str, State]:
    return {row.subject: row.state for row in work.connection.execute(outbox.select())}


async def test_an_admin_tries_one_again_and_then_the_rest(graveyard: Database) -> None:
    listed = await graveyard.read(reading.listed, ADMIN, ROLES)
    assert ([letter.subject for letter in listed.letters], listed.count) == (list(KEYS), 3)

    assert await graveyard.write(service.retry, ADMIN, listed.letters[1].number, ROLES)

    assert (await graveyard.read(states))["R-1002"] is State.PENDING
    assert await graveyard.write(service.retry_all, OTHER, ROLES)
    assert set((await graveyard.read(states)).values()) == {State.PENDING}
    assert (await graveyard.read(reading.listed, ADMIN, ROLES)).count == 0
    await graveyard.close()


async def test_of_two_admins_at_once_one_is_told_that_the_other_was_faster(graveyard: Database) -> None:
    [first, *_] = (await graveyard.read(reading.listed, ADMIN, ROLES)).letters
    tries = [graveyard.write(service.retry, by, first.number, ROLES) for by in (ADMIN, OTHER)]
    assert sorted(await asyncio.gather(*tries)) == [False, True]
    rest = [graveyard.write(service.retry_all, by, ROLES) for by in (ADMIN, OTHER)]
    assert sorted(await asyncio.gather(*rest)) == [False, True]
    await graveyard.close()


async def test_what_wakes_the_relay_is_the_lane_of_what_is_owed_again(graveyard: Database) -> None:
    woken: list[str] = []
    graveyard.on_commit = woken.extend
    [first, *_] = (await graveyard.read(reading.listed, ADMIN, ROLES)).letters
    await graveyard.write(service.retry, ADMIN, first.number, ROLES)
    await graveyard.write(service.retry, ADMIN, 999_999_999, ROLES)
    assert woken == [first.lane]
    await graveyard.close()


async def test_a_long_list_is_cut_and_counted(graveyard: Database) -> None:
    more = [CardChanged(f"R-{number}", "C0MORE") for number in range(2000, 2000 + reading.LISTED)]
    await graveyard.write(lambda work: work.tell(more))
    await graveyard.write(lambda work: work.connection.execute(outbox.update().values(state=State.DEAD, error="x")))

    listed = await graveyard.read(reading.listed, ADMIN, ROLES)

    assert len(listed.letters) == reading.LISTED
    assert [letter.subject for letter in listed.letters[:3]] == list(KEYS)
    assert listed.count == reading.LISTED + len(KEYS)
    await graveyard.close()


async def test_leads_and_strangers_see_nothing_and_change_nothing(graveyard: Database) -> None:
    for by in (LEAD, "U0NOBODY", ""):
        with pytest.raises(DeskRefused) as seen:
            await graveyard.read(reading.listed, by, ROLES)
        with pytest.raises(DeskRefused) as one:
            await graveyard.write(service.retry, by, 1, ROLES)
        with pytest.raises(DeskRefused) as every:
            await graveyard.write(service.retry_all, by, ROLES)
        for refused in (seen, one, every):
            assert (refused.value.code, refused.value.people) == (Refusal.ADMINS_ONLY, (ADMIN, OTHER))
    assert set((await graveyard.read(states)).values()) == {State.DEAD}
    await graveyard.close()


async def test_what_names_no_letter_is_refused(graveyard: Database) -> None:
    with pytest.raises(DeskRefused) as refused:
        await graveyard.write(service.retry, ADMIN, None, ROLES)
    assert refused.value.code is Refusal.NO_SUCH_LETTER
    await graveyard.close()
