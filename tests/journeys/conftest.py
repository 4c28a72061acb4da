"""The team of every journey, on both databases and over both of Slack's doors."""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.team import Team, a_team


@pytest.fixture(params=["http", "socket"])
async def team(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Team]:
    """A team at work, once for each database and each transport."""
    async with a_team(database_url, request.param) as working:
        yield working
