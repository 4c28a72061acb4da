"""A site of the sandbox's Jira, a clock that stands still, the true library's client, and a door for webhooks."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from aiohttp import ClientSession, encode_basic_auth
from jira import JIRA
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN
from sandbox.slack.changes import Changes
from sandbox.slack.listener import Listener

SECRET = "jira-secret"
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
Result = TypeVar("Result")


@dataclass
class Watch:
    """A clock that moves by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Rest:
    """The REST API, asked without any library."""

    http: ClientSession
    jira: JiraServer

    async def ask(
        self, method: str, path: str, body: object = None, *, token: str | None = BOT_TOKEN, rest: str = "3"
    ) -> tuple[int, Any]:
        """Status and answer of one call; `token` None does not log in."""
        login = {"Authorization": encode_basic_auth(BOT_EMAIL, token)} if token else {}
        url = f"{self.jira.url}/rest/api/{rest}/{path}"
        async with self.http.request(method, url, json=body, headers=login) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def page(self, jql: str, **body: object) -> Any:  # noqa: ANN401 - any answer
        """One page of a search."""
        status, page = await self.ask("POST", "search/jql", {"jql": jql, "fields": ["summary"], **body})
        assert status == 200, page
        return page

    async def found(self, jql: str, **body: object) -> list[str]:
        """The keys that a search finds, in its order."""
        return [issue["key"] for issue in (await self.page(jql, **body))["issues"]]

    async def refused(self, jql: str) -> str:
        """What is said of a query that is not understood."""
        status, answer = await self.ask("POST", "search/jql", {"jql": jql})
        assert status == 400, answer
        return str(answer["errorMessages"][0])


async def client(jira: JiraServer, token: str = BOT_TOKEN) -> JIRA:
    """The true library's client as Baton makes it."""
    return await asyncio.to_thread(
        JIRA,
        jira.url,
        options={"rest_api_version": "3", "check_update": False},
        basic_auth=(BOT_EMAIL, token),
        max_retries=0,
        get_server_info=True,
        timeout=5,
    )


async def beside(work: Callable[[], Result]) -> Result:
    """Run what blocks while the server goes on."""
    return await asyncio.to_thread(work)


@dataclass
class Door:
    """A tiny stand-in for Baton's webhook: checks the signature, keeps what it took."""

    listener: Listener = field(init=False)
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    def __post_init__(self) -> None:
        """Stand ready to listen."""
        self.listener = Listener(Starlette(routes=[Route("/webhooks/jira", self.answer, methods=["POST"])]))

    @property
    def url(self) -> str:
        """Where changes are told."""
        return f"{self.listener.url}/webhooks/jira"

    async def answer(self, request: Request) -> Response:
        """Take one event, unless its signature is wrong or another answer was asked for."""
        body = await request.body()
        expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        if request.headers.get("x-hub-signature") != f"sha256={expected}":
            return Response(status_code=401)
        self.headers.append(dict(request.headers))
        status = self.statuses.pop(0) if self.statuses else 204
        if status < 300:
            self.taken.append(json.loads(body))
        self.changes.announce()
        return Response(status_code=status)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    """A door, open."""
    opened = Door()
    await opened.listener.open()
    yield opened
    await opened.listener.close()
