"""Fixtures: a database of its own, of each kind, for each test that asks for one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import migrate
from tests.postgresql import Cluster, PostgresServer, PostgresUnavailable, temporary_server
from tests.prerequisites import lacks
from tests.shelf import Shelf, a_name


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """The run's PostgreSQL: the server of TEST_DATABASE_URL, else one started from the wheel, else a skip.

    No test cuts the power: without syncing to disk, a database is made and dropped in half the time.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield Cluster(url)
        return
    try:
        with temporary_server(syncs=False) as server:
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


# ---- empty, for whoever looks at how the tables come to be


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'baton.db'}"


@pytest.fixture
def empty_postgresql_url(postgresql: Cluster) -> Iterator[str]:
    """An empty PostgreSQL database, dropped afterwards."""
    name = a_name()
    yield postgresql.create(name)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind, as DATABASE_URL would name it."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


# ---- with all tables and nothing in them, for everyone else: to migrate anew would take most of a test's time


@pytest.fixture(scope="session")
def blank_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that `sqlite_url` copies."""
    file = tmp_path_factory.mktemp("blank") / "baton.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def shelf(postgresql: Cluster) -> Iterator[Shelf]:
    """The copies that `postgresql_url` lends."""
    name = a_name()
    migrate(postgresql.create(name))
    shelf = Shelf(postgresql, name)
    yield shelf
    shelf.clear()
    postgresql.drop(name)


@pytest.fixture
def sqlite_url(empty_sqlite_url: str, blank_sqlite: Path) -> str:
    """A SQLite file as the first start leaves it."""
    shutil.copyfile(blank_sqlite, empty_sqlite_url.removeprefix("sqlite:///"))
    return empty_sqlite_url


@pytest.fixture
def postgresql_url(shelf: Shelf) -> Iterator[str]:
    """A PostgreSQL database as the first start leaves it."""
    with shelf.lent() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database as the first start leaves it, once of each kind, as DATABASE_URL would name it."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
