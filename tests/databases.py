"""Fixtures: a fresh database of each kind for each test that asks for one."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgresql import Cluster, PostgresServer, PostgresUnavailable, temporary_server
from tests.prerequisites import lacks


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """The run's PostgreSQL: the server of TEST_DATABASE_URL, else one started from the wheel, else a skip."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield Cluster(url)
        return
    try:
        with temporary_server() as server:
            yield server.cluster
    except PostgresUnavailable as reason:
        lacks("postgresql", str(reason))


@pytest.fixture
def postgresql_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of the test's own, which it may stop and start again."""
    try:
        with temporary_server() as server:
            yield server
    except PostgresUnavailable as reason:
        lacks("postgresql", str(reason))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'baton.db'}"


@pytest.fixture
def postgresql_url(postgresql: Cluster) -> Iterator[str]:
    """An empty PostgreSQL database, dropped afterwards."""
    name = f"baton_{uuid.uuid4().hex}"
    yield postgresql.create(name)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind, as DATABASE_URL would name it."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
