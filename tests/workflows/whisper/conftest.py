"""A team on the phone, on each kind of database."""

import pytest

from storage.database import Database
from tests.workflows.whisper.team import NOW, Team, a_team


@pytest.fixture
def team(database_url: str) -> Team:
    """Answer people and two customers, and nobody on the phone."""
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    return Team(database)
