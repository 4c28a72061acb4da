"""The page as it is served to tests, and windows on it: in a true browser, and without one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from playwright.async_api import Browser as Chromium
from playwright.async_api import ConsoleMessage, Page

from sandbox import page
from sandbox.slack.server import SlackServer

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
CAST = [page.Featured("U_AOI", {"ja": "サポート", "en": "Agent"}, {"ja": "試す", "en": "Try"})]


@dataclass
class Browser:
    """A window of the page, without the browser."""

    http: ClientSession
    url: str
    marks: dict[str, str] = field(default_factory=dict)

    async def html(self, query: str = "", **headers: str) -> str:
        """The whole page."""
        async with self.http.get(f"{self.url}/{query}", headers=headers) as answer:
            return await answer.text()

    async def act(self, user: str, name: str, /, **sent: object) -> dict[str, Any]:
        """Do something; the status under `status`."""
        async with self.http.post(f"{self.url}/page/act/{name}?as={user}", json=sent) as answer:
            body = await answer.json() if answer.content_type == "application/json" else {}
            return {**body, "status": answer.status}

    async def dial(self, user: str, path: str, /, **sent: object) -> int:
        """Use the telephone; the status."""
        async with self.http.post(f"{self.url}/page/telephone/{path}?as={user}", json=sent) as answer:
            return answer.status

    async def changed(self, user: str, at: str = "home", **query: str) -> dict[str, str]:
        """The HTML of the parts that are not as this browser last saw them."""
        have = ",".join(f"{name}:{mark}" for name, mark in self.marks.items())
        async with self.http.get(
            f"{self.url}/page/parts", params={"as": user, "at": at, "have": have, **query}
        ) as answer:
            parts = (await answer.json())["parts"]
        self.marks |= {name: part["mark"] for name, part in parts.items()}
        return {name: part["html"] for name, part in parts.items()}


@asynccontextmanager
async def serving(server: SlackServer) -> AsyncIterator[SlackServer]:
    """Serve a Slack while the block lasts."""
    await server.start()
    yield server
    await server.stop()


@asynccontextmanager
async def browsing(slack: SlackServer) -> AsyncIterator[Browser]:
    """Somebody at the page of a Slack, without a browser."""
    async with ClientSession(timeout=ClientTimeout(total=10)) as http:
        yield Browser(http, slack.url)


def _is_fault(said: ConsoleMessage) -> bool:
    """Say whether the browser complains: of anything but an act that the page has refused, as it may."""
    return said.type == "error" and "409 (Conflict)" not in said.text


@asynccontextmanager
async def a_window(browser: Chromium, address: str) -> AsyncIterator[Page]:
    """A window in a true browser; whatever goes wrong in there fails the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    opened = await context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if _is_fault(said) else None)
    await opened.goto(address)
    yield opened
    await context.close()
    assert wrong == []
