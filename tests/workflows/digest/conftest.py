"""A team whose requests are told of in digests, on each kind of database."""

import pytest

from storage.database import Database
from tests.workflows.digest.room import a_room
from tests.workflows.escalation.team import NOW, Team


@pytest.fixture
def team(database_url: str) -> Team:
    """Answer people, two customers, channels of either kind, and no request."""
    database = Database(database_url, lambda: NOW)
    database.write_now(a_room)
    return Team(database)
