"""What people type is written down after a moment of silence, and at the latest when Baton stops."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.listeners.drafts import Keeper
from storage.database import Database
from storage.drafts import KeptDraft
from tests.faults.locks import locked

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database that works."""
    database = Database(database_url, lambda: NOW)
    await database.start()
    yield database
    await database.close()


def a_draft(summary: str, draft_id: str = "d1") -> KeptDraft:
    """Something that Aoi types."""
    return KeptDraft(draft_id, "U_AOI", NOW, {"summary": summary})


async def kept(database: Database) -> list[Mapping[str, Any]]:
    """Answer what is written down."""
    return [draft.typed for draft in await database.read(lambda work: work.drafts.offered_to("U_AOI", NOW))]


async def test_the_last_of_what_is_typed_is_written_down_after_a_silence(database: Database) -> None:
    keeper = Keeper(database, lambda: NOW, quiet=0.01)
    for summary in ("請", "請求", "請求書"):
        keeper.later(a_draft(summary))
    async with asyncio.timeout(5):
        while not await kept(database):  # noqa: ASYNC110  the database says nothing by itself
            await asyncio.sleep(0.01)
    assert await kept(database) == [{"summary": "請求書"}]


async def test_nothing_waits_for_silence_when_baton_stops(database: Database) -> None:
    keeper = Keeper(database, lambda: NOW, quiet=60)
    keeper.later(a_draft("請求書"))
    keeper.later(a_draft("領収書", "d2"))
    await keeper.drain()
    assert len(await kept(database)) == 2


async def test_what_is_filed_is_not_written_down_any_more(database: Database) -> None:
    keeper = Keeper(database, lambda: NOW, quiet=60)
    keeper.later(a_draft("請求書"))
    keeper.forget(("U_AOI", "d1"))
    await keeper.drain()
    assert await kept(database) == []


async def test_a_draft_is_kept_while_another_waits(database: Database) -> None:
    keeper = Keeper(database, lambda: NOW, quiet=60)
    keeper.later(a_draft("領収書", "d2"))
    assert await keeper.keep(a_draft("請求書"))
    assert await kept(database) == [{"summary": "請求書"}]
    assert not await keeper.keep(None)
    keeper.forget(("U_AOI", "d2"))


async def test_a_database_that_is_gone_ends_nothing_else(database: Database) -> None:
    keeper = Keeper(database, lambda: NOW, quiet=60)
    await database.close()
    assert not await keeper.keep(a_draft("請求書"))
    keeper.at_once(a_draft("請求書"))
    await keeper.drain()


async def test_a_database_that_hangs_holds_nobody_up(sqlite_url: str) -> None:
    database = Database(sqlite_url, lambda: NOW)
    await database.start()
    keeper = Keeper(database, lambda: NOW)
    with locked(sqlite_url):
        async with asyncio.timeout(1.5):
            assert not await keeper.keep(a_draft("請求書"))
    await database.close()
