"""What is looked at while it runs: the process from outside, Python's objects from inside, the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, text

import storage.tables

TABLES: Final = tuple(sorted(storage.tables.metadata.tables))
SIZE: Final = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
SESSIONS: Final = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: `at` in seconds from the first contact, `requests` filed by then; memory in MiB.

    `blocks` are those of Python's objects, `ours` how many of these are Baton's own; `sessions` the database's, None
    where it has none; `rows` by table.
    """

    at: float
    requests: int
    resident: float
    blocks: int
    ours: int
    handles: int
    sockets: int
    threads: int
    sessions: int | None
    size: float
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """Where to look: the process, the file in which it counts, its database."""

    pid: int
    told: Path
    engine: Engine

    def sample(self, at: float, requests: int) -> Sample | None:
        """Look once; None before the process has counted."""
        if not self.told.exists() or not (counted := self.told.read_text(encoding="ascii")):
            return None
        handles, inside = _handles(self.pid), json.loads(counted)
        with self.engine.connect() as connection:
            return Sample(
                at=at,
                requests=requests,
                resident=_status(self.pid, "VmRSS:") / 1024,
                blocks=inside["blocks"],
                ours=inside["ours"],
                handles=len(handles),
                sockets=sum(each.startswith("socket:") for each in handles),
                threads=_status(self.pid, "Threads:"),
                sessions=_sessions(connection),
                size=_number(connection, SIZE[connection.dialect.name]) / MIB,
                rows={table: _number(connection, f"SELECT count(*) FROM {table}") for table in TABLES},  # noqa: S608  our own names
            )


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    [found] = [int(line.split()[1]) for line in lines if line.startswith(name)]
    return found


def _handles(pid: int) -> list[str]:
    """Answer what each open handle leads to; one that is closed meanwhile leads nowhere."""
    found = []
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(handle.readlink()))
        except FileNotFoundError:
            continue
    return found


def _sessions(connection: Connection) -> int | None:
    return _number(connection, SESSIONS) if connection.dialect.name == "postgresql" else None


def _number(connection: Connection, query: str) -> int:
    return int(connection.execute(text(query)).scalar_one())
