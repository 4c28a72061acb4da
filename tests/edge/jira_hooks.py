"""A door for Jira before a database in which one request has an issue, and what Jira sends there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.web import Guard, Readiness, build
from bot.webhooks.jira import PATH, JiraDoor
from sandbox.jira.hooks import signed as headers_of
from sandbox.slack.listener import Listener
from storage.database import Database
from storage.issues.tables import issue_moves
from storage.receipts import receipts
from storage.unit_of_work import UnitOfWork
from tests.edge.test_guard import Door, a_bolt
from tests.workflows.progress.jiras import NOW, Tracked, a_tracked_team

SECRET = "jira-and-baton"
LATER = NOW + timedelta(minutes=5)
Pairs = list[tuple[bytes, bytes]]


class Hooks:
    """Jira's way to a true door, and what stands behind it."""

    def __init__(self, url: str, database: Database, tracked: Tracked) -> None:
        self.door = Door(url)
        self.database = database
        self.tracked = tracked

    async def post(self, body: bytes, headers: Pairs | None = None, method: bytes = b"POST") -> int:
        """Send these very bytes, well signed unless `headers` say otherwise; answer the status."""
        return await self.door.send(body, signed(body) if headers is None else headers, path=PATH, method=method)

    def kept(self) -> tuple[int, int]:
        """Count the moves and the receipts."""
        return self.database.read_now(_kept)


def _kept(work: UnitOfWork) -> tuple[int, int]:
    told = (issue_moves.select(), receipts.select())
    moves, received = (len(work.connection.execute(each).all()) for each in told)
    return moves, received


@asynccontextmanager
async def hooks_at(url: str, slack: str = "socket") -> AsyncIterator[Hooks]:
    """A door before a database in which one request has SUP-88; `slack` is how Slack reaches the same process."""
    tracked = a_tracked_team(url)
    tracked.link(tracked.file())
    database = Database(url, lambda: LATER)
    await database.start()
    door = JiraDoor(database, lambda: LATER, SECRET.encode())
    guard = Guard(a_bolt([]), b"slack's") if slack == "http" else None
    listener = Listener(build(guard, Readiness({}), {PATH: door}))
    await listener.open()
    yield Hooks(listener.url, database, tracked)
    await listener.close()
    await database.close()


def signed(body: bytes, secret: str = SECRET, identifier: str = "", name: str = "x-hub-signature") -> Pairs:
    """The headers that Jira sends with `body`."""
    headers = {key.lower(): value for key, value in headers_of(body, secret, identifier).items()}
    headers[name] = headers.pop("x-hub-signature")
    return [(key.encode(), value.encode()) for key, value in headers.items() if value]


def issue(**changes: object) -> dict[str, object]:
    """An issue as a webhook has it, but for `changes` to its fields; one that is to be `...` is left out."""
    fields: dict[str, object] = {
        "summary": "請求書の再発行",
        "status": {"name": "進行中", "statusCategory": {"key": "indeterminate"}},
        "issuetype": {"name": "Task"},
        "priority": {"name": "High"},
        "assignee": {"displayName": "森"},
        "fixVersions": [{"name": "2026.12"}],
        "project": {"id": "10000", "key": "SUP"},
        "updated": "2026-11-20T12:01:00.000+0900",
        **changes,
    }
    kept = {name: value for name, value in fields.items() if value is not ...}
    return {"id": "10001", "key": "SUP-88", "fields": kept}


MOVED = {"id": "1", "items": [{"field": "status", "fromString": "未着手", "toString": "進行中"}]}
COMMENT = {"body": "見ています", "author": {"displayName": "Ben"}, "created": "2026-11-20T03:02:00.000+0000"}
NUMBERS = iter(range(10**6))


def event(**changes: object) -> bytes:
    """An update that is in order but for `changes`; a field that is to be `...` is left out."""
    fields = {
        "timestamp": int(NOW.timestamp() * 1000) + next(NUMBERS),
        "webhookEvent": "jira:issue_updated",
        "user": {"displayName": "森"},
        "issue": issue(),
        "changelog": MOVED,
        **changes,
    }
    return json.dumps({name: value for name, value in fields.items() if value is not ...}).encode()


def commented(**changes: object) -> bytes:
    """A comment that is in order but for `changes`."""
    return event(webhookEvent="comment_created", changelog=..., comment=COMMENT | changes)
