"""A team on the phone, on each kind of database."""

import pytest

from storage.database import Database
from tests.workflows.whisper.team import NOW, Team, a_team


@pytest.fixture
def team(database_url: str) -> Team:
    """Answer people and two customers, and nobody on the phone."""
    return _at_work(database_url)


@pytest.fixture
def sqlite_team(sqlite_url: str) -> Team:
    """Answer the same for tables of rules, in which no query is of another kind than elsewhere."""
    return _at_work(sqlite_url)


@pytest.fixture
def postgresql_team(postgresql_url: str) -> Team:
    """Answer the same where several really write at once."""
    return _at_work(postgresql_url)


def _at_work(url: str) -> Team:
    database = Database(url, lambda: NOW)
    database.write_now(a_team)
    return Team(database)
