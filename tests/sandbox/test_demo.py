"""The demo's Slack stands where any page of a browser can knock, and its telephone calls Baton."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox import cast, team
from sandbox.demo import Demo
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.receiver import SECRET, receiving
from tests.sandbox.windows import Browser


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


async def test_its_telephone_tells_the_app_that_it_serves(tmp_path: Path) -> None:
    demo = Demo(tmp_path, MANIFEST, webhook_secret=SECRET)
    assert demo.environment["BATON_WEBHOOK_SECRET"] == SECRET
    workspace = demo.workspace(anew=True)
    team.settle_in(workspace)
    async with receiving() as baton:
        shown = await demo.open(workspace, f"{baton.listener.url}/slack/events", 0)
        async with ClientSession() as http:
            aoi = Browser(http, shown.url)
            assert await aoi.dial(cast.AOI.user_id, "play", script="en-cancel", speed="10", mine=True) == 200
            await baton.changes.wait(lambda: len(baton.taken) == 2, 10)
        await shown.stop()

    assert [event["agent"] for event in baton.taken] == [{"slack_id": cast.AOI.user_id}] * 2
    assert baton.taken[1]["text"].startswith("Thank you for calling")


def test_a_team_that_was_there_before_gets_the_channel_for_calls(tmp_path: Path) -> None:
    demo = Demo(tmp_path, MANIFEST)
    before = demo.workspace(anew=True)
    assert before.channels == {}
    before.add_channel(team.ESCALATIONS, name="escalations", members=[before.bot_user_id])
    before.close()

    after = demo.workspace(anew=False)
    assert demo.environment["BATON_CALLS_CHANNEL"] == team.CALLS
    assert after.channel(team.CALLS).name == "calls"
    after.close()
