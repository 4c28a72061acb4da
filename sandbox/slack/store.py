"""What the sandbox's Slack remembers over a restart: one SQLite file, written through."""

import json
import sqlite3
from dataclasses import asdict, fields
from pathlib import Path
from typing import TypeVar

from sandbox.slack.records import Channel, Group, Member, Message, ScheduledMessage, SharedFile
from sandbox.slack.view import View

Keepable = Member | Channel | Group | Message | SharedFile | ScheduledMessage | View
Record = TypeVar("Record", Member, Channel, Group, Message, SharedFile, ScheduledMessage, View)


class Store:
    """A shelf of records by kind and id; without a path it lives in memory."""

    def __init__(self, path: Path | None = None) -> None:
        """Open (or make) the file at `path`."""
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS kept"
            " (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, body TEXT, UNIQUE (kind, id))"
        )

    def keep(self, identity: str, record: Keepable) -> None:
        """Write `record` through, replacing what stood under its kind and `identity`."""
        self._database.execute(
            "INSERT INTO kept (kind, id, body) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (type(record).__name__, identity, json.dumps(asdict(record))),
        )

    def forget(self, identity: str, record: Keepable) -> None:
        """Take `record` off the shelf."""
        kind = type(record).__name__
        self._database.execute("DELETE FROM kept WHERE kind = ? AND id = ?", (kind, identity))

    def kept(self, kind: type[Record]) -> list[Record]:
        """All records of `kind` in the order in which they were first kept, also those of an older version.

        Fields that `kind` has no more are left out; what it has got since needs a default.
        """
        known = {field.name for field in fields(kind)}
        rows = self._database.execute("SELECT body FROM kept WHERE kind = ? ORDER BY number", (kind.__name__,))
        bodies = (json.loads(body) for (body,) in rows)
        return [kind(**{name: body[name] for name in known & body.keys()}) for body in bodies]

    def close(self) -> None:
        """Close the file."""
        self._database.close()
