"""Baton whole, in this process: which doors there are, and when they say that it can work."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

import app
from bot import serving, settings
from sandbox.slack.server import SlackServer
from tests.edge.raising import CHANNEL

TOKENS = {"http": {"signing_secret": "secret"}, "socket": {"app_token": "xapp-test"}}


@asynccontextmanager
async def at_work(slack: SlackServer, way_in: str, folder: Path) -> AsyncIterator[str]:
    """Baton, served; answers its address."""
    given = settings.load(
        bot_token="xoxb-test",
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'baton.db'}",
        escalation_channel=CHANNEL,
        **TOKENS[way_in],
    )
    baton = app.build(given, lambda: datetime.now(UTC))
    listening = serving.listen("127.0.0.1", 0)
    address = serving.address_of(listening)
    slack.reach(f"{address}/slack/events" if way_in == "http" else None)
    await baton.start()
    async with serving.served(baton.web, listening):
        yield address
    await baton.stop()


async def ask(address: str, path: str, method: str = "GET") -> tuple[int, str]:
    """Ask once; answer status and body."""
    async with aiohttp.ClientSession() as client, client.request(method, address + path) as answer:
        return answer.status, await answer.text()


async def ready(address: str) -> None:
    """Ask until the answer is yes."""
    async with asyncio.timeout(15):
        while (await ask(address, "/readyz"))[0] != 200:
            continue


@pytest.mark.parametrize("way_in", ["http", "socket"])
async def test_it_tells_how_it_is(slack: SlackServer, way_in: str, tmp_path: Path) -> None:
    async with at_work(slack, way_in, tmp_path) as address:
        await ready(address)
        assert await ask(address, "/healthz") == (200, "ok")
        status, body = await ask(address, "/readyz")
        assert (status, json.loads(body)) == (
            200,
            {"ready": True, "database": "ok", "slack": "ok", "scheduler": "ok", "people": "ok"},
        )
        status, metrics = await ask(address, "/metrics")
        assert status == 200
        assert "baton_faults_total" in metrics


@pytest.mark.parametrize(("way_in", "status"), [("http", 401), ("socket", 404)])
async def test_slack_has_one_way_in(slack: SlackServer, way_in: str, status: int, tmp_path: Path) -> None:
    async with at_work(slack, way_in, tmp_path) as address:
        assert (await ask(address, "/slack/events", "POST"))[0] == status
        await ready(address)
        assert (await slack.person("U_AOI").command("/escalate", channel=CHANNEL)).acked
        for webhook in ("/webhooks/jira", "/webhooks/calls", "/webhooks/calls/twilio"):
            assert (await ask(address, webhook, "POST"))[0] == 404


async def test_while_slack_is_away_the_doors_are_open_but_it_is_not_ready(slack: SlackServer, tmp_path: Path) -> None:
    slack.faults.add(kind="server_error", method="auth.test", times=None)
    async with at_work(slack, "http", tmp_path) as address:
        assert (await ask(address, "/healthz"))[0] == 200
        status, body = await ask(address, "/readyz")
        assert (status, json.loads(body)["slack"]) == (503, "waiting")
        assert (await slack.person("U_AOI").command("/escalate", "x", channel=CHANNEL)).acked
        assert (await slack.person("U_AOI").modal()).callback_id == "escalation.form"
        slack.faults.clear()
        await ready(address)


async def test_who_is_known_from_the_last_run_is_not_waited_for(slack: SlackServer, tmp_path: Path) -> None:
    async with at_work(slack, "http", tmp_path) as address:
        await ready(address)
    slack.faults.add(kind="hang", method="users.list", times=None)
    async with at_work(slack, "http", tmp_path) as address:
        await ready(address)


async def test_nothing_is_asked_of_slack_on_the_way_in(slack: SlackServer, tmp_path: Path) -> None:
    async with at_work(slack, "http", tmp_path) as address:
        await ready(address)
        before = len(slack.workspace.calls)
        for _ in range(3):
            await slack.person("U_AOI").open_home()
            await slack.person("U_AOI").home_shown()
        methods = {call.method for call in slack.workspace.calls[before:]}
        assert methods == {"views.publish"}
