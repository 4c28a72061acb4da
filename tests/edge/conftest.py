"""Fixtures that several stories of the edge share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.slack.server import SlackServer
from tests.edge.raising import a_workspace
from tests.edge.ward import Ward, a_ward


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A Slack that listens, with the tokens of its own workspace."""
    server = SlackServer(a_workspace())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def ward(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ward]:
    """What the doctor looks at, in which everything is well; on each database."""
    monkeypatch.chdir(tmp_path)
    async with a_ward(database_url) as ward:
        yield ward
