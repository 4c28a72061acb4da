"""A started database of each kind."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.storage.clocks import machine_clock


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database with all tables, once of each kind, taking units of work."""
    database = Database(database_url, machine_clock)
    await database.start()
    yield database
    await database.close()
