"""`python -m sandbox` as a true process, and people who act in it through its page; what happened, by its door."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.sandbox.windows import Browser

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
WITHIN = 60.0
"""Seconds that nothing takes, however busy the machine."""
GENERAL = "C0GENERAL"
BEN, CARLA = "U0BEN", "U0CARLA"
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Hello"},
    "features": {
        "bot_user": {"display_name": "Hello"},
        "slash_commands": [{"command": "/hello", "description": "Say hello"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "channels:history", "files:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.channels"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
Found = list[dict[str, Any]]


def free_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@dataclass(frozen=True)
class Folder:
    """Where somebody has a manifest and starts the sandbox."""

    path: Path

    def write(self, manifest: dict[str, Any], name: str = "manifest.json") -> None:
        """Put the manifest there."""
        (self.path / name).write_text(json.dumps(manifest))

    async def begin(self, *arguments: str, **given: str) -> Process:
        """Start `python -m sandbox` there, whatever Slack this machine's environment knows."""
        ours = {"PYTHONPATH": str(ROOT), "SLACK_CLIENT_ID": "1.2", "SLACK_APP_TOKEN": "xapp-of-another-slack"}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sandbox",
            *arguments,
            cwd=self.path,
            env={**os.environ, **ours, **given},
            stdout=PIPE,
            stderr=PIPE,
        )

    async def run(self, *arguments: str) -> tuple[int | None, str, str]:
        """Run it to its end; answers its exit code, what it printed and what it complained of."""
        process = await self.begin(*arguments)
        out, complaints = await asyncio.wait_for(process.communicate(), WITHIN)
        return process.returncode, out.decode(), complaints.decode()

    @asynccontextmanager
    async def sandbox(self, *arguments: str, **given: str) -> AsyncIterator["Alone"]:
        """Have it run with its door for tests; it is told to stop at the end, if it still runs."""
        process = await self.begin("--port", "0", "--control", *arguments, **given)
        async with ClientSession() as http:
            said = process.stderr if "--" in arguments else process.stdout
            assert said
            alone = Alone(process, Browser(http, ""), said)
            try:
                alone.browser.url = (await alone.hears(r"open (http://\S+)"))[1]
                yield alone
            finally:
                if process.returncode is None:
                    await alone.interrupt()


@asynccontextmanager
async def running(folder: Folder, app: str, transport: str) -> AsyncIterator["Alone"]:
    """Start `app`, one of our neighbours, beside a sandbox; it is ready by "socket" or by "http"."""
    port = str(free_port())
    by_http = ("--request-url", f"http://127.0.0.1:{port}/slack/events") if transport == "http" else ()
    async with folder.sandbox(*by_http, "--", sys.executable, str(HERE / app), PORT=port) as alone:
        await alone.hears("is verified" if transport == "http" else "is connected")
        yield alone


@dataclass(frozen=True)
class Alone:
    """A sandbox that runs alone."""

    process: Process
    browser: Browser
    said: asyncio.StreamReader

    async def hears(self, pattern: str) -> re.Match[str]:
        """Read on until a line that it says matches `pattern`; fails where it ends before."""
        lines = []
        async with asyncio.timeout(WITHIN):
            while line := (await self.said.readline()).decode():
                lines.append(line)
                if match := re.search(pattern, line):
                    return match
        raise AssertionError(f"it ended without {pattern!r}: {''.join(lines)}")

    async def interrupt(self, kind: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C; answers its exit code."""
        self.process.send_signal(kind)
        await asyncio.wait_for(self.process.communicate(), WITHIN)
        assert self.process.returncode is not None
        return self.process.returncode

    async def look(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """What the door for tests tells."""
        async with self.browser.http.get(f"{self.browser.url}/sandbox/{path}") as answer:
            assert answer.status == 200
            return await answer.json()

    async def until(self, path: str, holds: Callable[[Any], object]) -> Any:  # noqa: ANN401 - JSON
        """Look again after each change until it `holds`; answers what was seen."""
        async with asyncio.timeout(WITHIN), self.browser.http.get(f"{self.browser.url}/page/live?as={BEN}") as live:
            async for line in live.content:
                if line.startswith(b"event") and holds(seen := await self.look(path)):
                    return seen
        raise AssertionError("the page says no more")

    async def says(self, text: str, user: str = BEN) -> None:
        """Write in #general."""
        assert (await self.browser.act(user, "say", text=text, channel=GENERAL))["status"] == 200

    async def shown(self, text: str) -> dict[str, Any]:
        """The app's message of that text in #general, as soon as it is there."""

        def of_app(messages: Found) -> Found:
            return [one for one in messages if one["bot_id"] and one["text"] == text and not one["deleted"]]

        return of_app(await self.until(f"messages?channel={GENERAL}", of_app))[0]
