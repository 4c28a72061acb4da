"""A Slack to be made ill, and a relay on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from sandbox.slack.server import SlackServer
from tests.delivery.running import Desk, a_desk, a_slack


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace that is served."""
    async with a_slack() as server:
        yield server


@pytest.fixture
async def desk(slack: SlackServer, database_url: str) -> AsyncIterator[Desk]:
    """A running relay, once on each kind of database."""
    async with a_desk(slack, database_url) as running:
        yield running
