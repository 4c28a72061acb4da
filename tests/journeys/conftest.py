"""The team of every journey, on both databases and over both of Slack's doors."""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.team import ORDINARY, Team, Way, a_team


@pytest.fixture(params=ORDINARY)
def way(request: pytest.FixtureRequest) -> Way:
    """A database, and how Slack reaches Baton; `every_way` asks for all there are."""
    database, transport = request.param.split("-")
    return Way(request.getfixturevalue(f"{database}_url"), transport)


@pytest.fixture
async def team(way: Way) -> AsyncIterator[Team]:
    """A team at work."""
    async with a_team(way.url, way.transport) as working:
        yield working
