"""The demo's Slack stands where any page of a browser can knock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox.demo import Demo
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import MANIFEST


@pytest.fixture
async def shown(tmp_path: Path) -> AsyncIterator[SlackServer]:
    """The demo's server with nobody in it yet."""
    demo = Demo(tmp_path, MANIFEST)
    server = await demo.open(demo.workspace(anew=True), "http://127.0.0.1:9/slack/events", 0)
    yield server
    await server.stop()


async def test_the_demo_has_no_door_by_which_another_page_reads_or_breaks_it(shown: SlackServer) -> None:
    async with ClientSession(shown.url) as browser:
        for path in ("calls", "messages", "faults"):
            async with browser.get(f"/sandbox/{path}") as answer:
                assert answer.status == 404
        async with browser.post("/sandbox/faults", data='{"kind": "refuse"}') as answer:
            assert answer.status == 404
        async with browser.get("/page/static/page.css") as answer:
            assert answer.status == 200

    assert shown.faults.listed() == []
