"""Databases for one round each, empty but for the team; on the disk that the checkout is on."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from benchmarks import team
from tests.postgresql import Cluster, PostgresUnavailable, temporary_server

Databases = Callable[[], AbstractContextManager[str]]
"""Opens a fresh database and answers its DATABASE_URL; it is gone after the block."""


@dataclass(frozen=True, slots=True)
class SqliteFolder:
    """Where files of SQLite live for one run."""

    folder: Path

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make one file."""
        path = self.folder / f"{uuid.uuid4().hex}.db"
        url = f"sqlite:///{path}"
        team.settle_in(url)
        yield url
        for each in self.folder.glob(f"{path.name}*"):
            each.unlink()


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A server whose settings are its own defaults."""

    cluster: Cluster

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make one database."""
        name = f"bench_{uuid.uuid4().hex}"
        url = self.cluster.create(name)
        team.settle_in(url)
        yield url
        self.cluster.drop(name)


@contextmanager
def sqlite(below: Path) -> Iterator[Databases]:
    """Offer SQLite in a folder `below` that goes away."""
    below.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=below) as name:
        yield SqliteFolder(Path(name)).fresh


@contextmanager
def postgresql() -> Iterator[Databases | None]:
    """Offer the server of TEST_DATABASE_URL, else one from the wheel; None where neither is there."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresqlServer(Cluster(url)).fresh
        return
    try:
        with temporary_server() as server:
            yield PostgresqlServer(server.cluster).fresh
    except PostgresUnavailable:
        yield None


def count(url: str, table: str) -> int:
    """Count the rows of one table."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  our own name


def version(url: str) -> str:
    """Answer which server or library this is."""
    question = "SELECT sqlite_version()" if url.startswith("sqlite") else "SHOW server_version"
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return str(connection.execute(text(question)).scalar_one())
