"""Row 24, rolling restart: behind the balancer of compose.yaml no form fails while each replica is replaced."""

import asyncio
import re
import shutil
from asyncio import StreamReader
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.documents import ROOT
from tests.faults.processes import WITHIN, Town, a_town
from tests.faults.verdict import assert_kept
from tests.postgresql import free_port
from tests.prerequisites import lacks

FIRST_THAT_TRIES_AGAIN = (2, 11, 2)
"""Until then Caddy lost the body of a form that it could not bring to one replica, and brought nothing to the other.

https://github.com/caddyserver/caddy/issues/7546
"""
SOME = 5
"""Forms of which it can be said that they came all the while."""


def caddyfile(address: str, upstreams: list[int]) -> str:
    """The balancer's file, for this machine instead of a domain and two containers."""
    text = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    replicas = " ".join(f"127.0.0.1:{port}" for port in upstreams)
    there = text.replace("{$PUBLIC_DOMAIN}", address).replace("baton-1:3000 baton-2:3000", replicas)
    assert there.count("127.0.0.1") == 1 + len(upstreams)
    return "{\n\tadmin off\n}\n" + there


@dataclass
class Balancer:
    """A Caddy in front of the replicas, and what it says of them."""

    address: str
    log: StreamReader

    async def sees(self, port: int) -> None:
        """Wait until it has noticed that the replica on `port`, which was away, is back."""
        async with asyncio.timeout(WITHIN):
            while not ("host is up" in (line := (await self.log.readline()).decode()) and f":{port}" in line):
                assert line, "the balancer has ended"


async def caddy() -> str:
    """The program, if it is one that tries again."""
    program = shutil.which("caddy") or lacks("caddy", "there is no Caddy on this machine")
    asked = await asyncio.create_subprocess_exec(program, "version", stdout=PIPE)
    version = (await asked.communicate())[0].decode()
    numbers = tuple(map(int, re.findall(r"\d+", version)[:3]))
    return program if numbers >= FIRST_THAT_TRIES_AGAIN else lacks("caddy", f"{version.strip()} loses forms")


@asynccontextmanager
async def balancer(folder: Path, upstreams: list[int]) -> AsyncIterator[Balancer]:
    """Start one, and wait until a replica answers through it."""
    program = await caddy()
    address = f"http://127.0.0.1:{free_port()}"
    (folder / "Caddyfile").write_text(caddyfile(address, upstreams))
    arguments = ("run", "--config", "Caddyfile", "--adapter", "caddyfile")
    place = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    running = await asyncio.create_subprocess_exec(program, *arguments, cwd=folder, env=place, stderr=PIPE)
    assert running.stderr is not None
    try:
        await answering(f"{address}/healthz")
        yield Balancer(address, running.stderr)
    finally:
        running.terminate()
        await running.communicate()


async def answering(address: str) -> None:
    """Wait until an address answers 200."""
    async with asyncio.timeout(WITHIN), aiohttp.ClientSession() as session:
        while await status(session, address) != 200:  # noqa: ASYNC110  a door tells nobody that it opens
            await asyncio.sleep(0.05)


async def status(session: aiohttp.ClientSession, address: str) -> int:
    """Answer the status of an address, 0 where nobody is there."""
    try:
        async with session.get(address) as answer:
            return answer.status
    except aiohttp.ClientConnectionError:
        return 0


async def begin(town: Town, port: int) -> None:
    """Start a replica on its port and wait until it is ready; people go on coming in by the door they know."""
    door = town.slack.http.request_url
    town.settings["BATON_PORT"] = str(port)
    await town.start()
    town.slack.reach(door or town.address)
    await answering(f"http://127.0.0.1:{port}/readyz")


@pytest.fixture
async def town(postgresql_url: str) -> AsyncIterator[Town]:
    """Replicas on one PostgreSQL."""
    async with a_town(postgresql_url, lease=4.0) as town:
        yield town


@asynccontextmanager
async def filing(town: Town) -> AsyncIterator[list[str]]:
    """Let the agent file one form after the other while the block lasts, each of which must be acked."""
    filed: list[str] = []
    over = asyncio.Event()

    async def file() -> None:
        while not over.is_set():
            await town.file(summary := f"Export {len(filed)} fails")
            filed.append(summary)

    going_on = asyncio.create_task(file())
    yield filed
    over.set()
    await going_on


async def test_row_24_no_form_fails_while_every_replica_is_replaced(town: Town, tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    for port in ports:
        await begin(town, port)
    async with balancer(tmp_path, ports) as front:
        town.slack.reach(f"{front.address}/slack/events")
        async with filing(town) as filed:
            for process, port in zip(tuple(town.running), ports, strict=True):
                await town.stop(process)
                await begin(town, port)
                await front.sees(port)
        assert len(town.requests()) == len(filed) >= SOME
        await assert_kept(town)
        async with aiohttp.ClientSession() as session:
            assert [await status(session, f"{front.address}{path}") for path in ("/metrics", "/readyz")] == [404, 404]
