"""A team on each kind of database."""

import pytest

from storage.database import Database
from tests.workflows.escalation.team import NOW, Team, a_team


@pytest.fixture
def team(database_url: str) -> Team:
    """Answer people, two customers, and no request."""
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    return Team(database)
