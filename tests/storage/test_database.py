"""Units of work: durable once answered, one's refusal is nobody else's, nothing twice."""

import asyncio
from datetime import UTC, datetime

import pytest

from storage.accounts import Account
from storage.database import Database
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Refused(Exception):  # noqa: N818 - as a workflow would raise it
    """An ordinary no."""


def add(work: UnitOfWork, account_id: str) -> str:
    """Keep an account."""
    work.accounts.add(Account(account_id, f"Name of {account_id}"))
    return account_id


def add_and_refuse(work: UnitOfWork, account_id: str) -> str:
    """Keep an account, then say no."""
    add(work, account_id)
    raise Refused(account_id)


def ids(work: UnitOfWork) -> set[str]:
    """Answer the ids of all accounts."""
    return {account.account_id for account in work.accounts.all()}


async def test_what_was_answered_is_seen_by_every_later_read(database: Database) -> None:
    assert await database.write(add, "A1") == "A1"
    assert await database.read(ids) == {"A1"}


async def test_the_refusal_of_one_unit_takes_back_only_its_own_changes(database: Database) -> None:
    writes = [database.write(add_and_refuse if n % 3 == 0 else add, f"A{n}") for n in range(30)]

    told = await asyncio.gather(*writes, return_exceptions=True)

    assert [type(answer) for answer in told[::3]] == [Refused] * 10
    assert await database.read(ids) == {answer for answer in told if isinstance(answer, str)}


async def test_a_key_that_comes_twice_at_once_has_one_effect(database: Database) -> None:
    told = await asyncio.gather(*(database.once("view:V1", add, f"A{n}") for n in range(8)))

    assert await database.read(ids) == {answer for answer in told if answer is not None}
    assert len(await database.read(ids)) == 1


async def test_a_refused_key_may_come_again(database: Database) -> None:
    with pytest.raises(Refused):
        await database.once("view:V1", add_and_refuse, "A1")

    assert await database.once("view:V1", add, "A1") == "A1"


def test_services_run_without_an_event_loop_too(database_url: str) -> None:
    database = Database(database_url, lambda: NOW)

    database.write_now(add, "A1")

    assert database.read_now(ids) == {"A1"}
