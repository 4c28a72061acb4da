"""`python app.py …` as a true process: what it says, how it ends, how it exits."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from sandbox.slack.server import SlackServer
from storage.database import Database
from workflows.people.service import Identity, recognise

APP = Path(__file__).parents[2] / "app.py"
WITHIN = 60.0


@dataclass(frozen=True)
class Place:
    """A folder of its own to run in, and an environment without anybody's tokens."""

    folder: Path

    def environment(self, **given: str) -> dict[str, str]:
        """The machine's variables without ours, and `given`."""
        ours = ("SLACK_", "BATON_", "DATABASE_URL", "JIRA_")
        return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | given

    async def begin(self, *arguments: str, **given: str) -> Process:
        """Start a process."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            str(APP),
            *arguments,
            cwd=self.folder,
            env=self.environment(**given),
            stdout=PIPE,
            stderr=PIPE,
        )

    async def run(self, *arguments: str, **given: str) -> tuple[int | None, str, str]:
        """Run a process to its end; answer its exit code, what it printed and what it complained."""
        process = await self.begin(*arguments, **given)
        out, complaints = await asyncio.wait_for(process.communicate(), WITHIN)
        return process.returncode, out.decode(), complaints.decode()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@asynccontextmanager
async def running(place: Place, *arguments: str, **given: str) -> AsyncIterator[Process]:
    """A process that is ended, come what may."""
    process = await place.begin(*arguments, **given)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line(stream: asyncio.StreamReader | None, containing: str) -> str:
    """Read on until a line says `containing`."""
    assert stream is not None
    async with asyncio.timeout(WITHIN):
        while True:
            said = (await stream.readline()).decode()
            assert said, f"ended without saying {containing}"
            if containing in said:
                return said.strip()


TOKENS = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": "secret", "BATON_PORT": "0"}


BAD = [
    ({"BATON_PORT": "eighty"}, "BATON_PORT"),
    ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
    ({**TOKENS, "DATABASE_URL": "sqlite+aiosqlite:///x.db"}, "DATABASE_URL"),
]
NOT_OURS = ({**TOKENS, "BATON_HOST": "192.0.2.1"}, "BATON_HOST")


@pytest.mark.parametrize(
    ("command", "given", "variable"), [*(("run", *bad) for bad in [*BAD, NOT_OURS]), *(("doctor", *bad) for bad in BAD)]
)
async def test_bad_settings_are_one_line_and_exit_2(
    place: Place, command: str, given: dict[str, str], variable: str
) -> None:
    code, out, complaint = await place.run(command, **given)
    assert code == 2
    assert complaint.startswith(variable)
    assert (complaint.count("\n"), out) == (1, "")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else has."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


async def test_a_port_that_is_taken_is_said_so(place: Place, taken: int) -> None:
    code, _, complaint = await place.run("run", **(TOKENS | {"BATON_PORT": str(taken)}))
    assert code == 2
    assert complaint == f"BATON_PORT is wrong: it should be a port that is free, and {taken} is not\n"


@pytest.mark.parametrize("command", [("run",), ("doctor",), ("accounts", "import", "accounts.csv")])
async def test_the_database_of_another_team_is_refused(
    place: Place, slack: SlackServer, command: tuple[str, ...]
) -> None:
    (place.folder / "accounts.csv").write_text("account_id,name,account_manager\nA-1,Blue Sky,@aoi\n")
    url = f"sqlite:///{place.folder / 'other.db'}"
    Database(url, lambda: datetime.now(UTC)).write_now(recognise, Identity("T_OTHER", "B1", "U1", None))
    code, _, complaint = await place.run(*command, **TOKENS, DATABASE_URL=url, SLACK_API_URL=slack.api_url)
    assert code == 2
    assert complaint.splitlines()[-1].startswith("DATABASE_URL is wrong")
    assert "Traceback" not in complaint
    assert "T_OTHER" in complaint


UNUSABLE = ["postgresql://127.0.0.1:9/nothing", "sqlite:////proc/nowhere/baton.db", "sqlite:///letter.db"]


@pytest.mark.parametrize("command", ["run", "migrate", "doctor"])
@pytest.mark.parametrize("url", UNUSABLE)
async def test_a_database_that_cannot_be_used_is_one_line(place: Place, url: str, command: str) -> None:
    (place.folder / "letter.db").write_text("Dear customer, this is no database. " * 100)
    nowhere = "http://127.0.0.1:9/api/"
    code, out, complaint = await place.run(command, **TOKENS, DATABASE_URL=url, SLACK_API_URL=nowhere)
    assert code == 2
    *waiting, last = complaint.splitlines()
    assert last.startswith("DATABASE_URL is wrong: it should name a database that can be used (")
    assert bool(waiting) == (command == "run" and url.startswith("postgresql"))
    assert {json.loads(line)["event"] for line in waiting} <= {"database_waited_for"}
    assert ("Database: it cannot be used" in out) if command == "doctor" else out == ""


async def test_an_import_before_the_first_start_asks_slack_who_is_who(place: Place, slack: SlackServer) -> None:
    (place.folder / "accounts.csv").write_text("account_id,name,account_manager\nA-1,Blue Sky,@aoi\n")
    file, given = ("accounts", "import", "accounts.csv"), TOKENS | {"SLACK_API_URL": slack.api_url}

    assert await place.run(*file, **given) == (0, "1 added, 0 updated, 0 unchanged.\n", "")

    (place.folder / "accounts.csv").write_text("account_id,name,account_manager\nA-1,Blue Sky,@nobody\n")
    code, _, complaint = await place.run(*file, **given)
    assert (code, complaint.split(":")[1]) == (1, "2")


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_drains_and_ends_it(place: Place, slack: SlackServer, kind: signal.Signals) -> None:
    slack.faults.add(kind="hang", method="users.list", times=None)
    async with running(place, "run", **TOKENS, SLACK_API_URL=slack.api_url) as process:
        await line(process.stderr, "listening")
        began = time.monotonic()
        process.send_signal(kind)
        assert await asyncio.wait_for(process.wait(), WITHIN) == 0
        assert time.monotonic() - began < 10


async def status_of(address: str) -> int:
    """Ask once, on a connection of its own."""
    async with aiohttp.ClientSession() as client, client.get(address) as answer:
        await answer.read()
        return answer.status


def resident(process: Process) -> int:
    """How many KiB a process holds."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return next(int(entry.split()[1]) for entry in status.splitlines() if entry.startswith("VmRSS"))


async def test_it_is_ready_in_seconds_and_lean(place: Place, slack: SlackServer) -> None:
    async with running(place, "run", **TOKENS, SLACK_API_URL=slack.api_url) as process, asyncio.timeout(10):
        address = (await line(process.stderr, "listening")).split('"address": "')[1].split('"')[0]
        while await status_of(f"{address}/readyz") != 200:
            assert process.returncode is None
        assert resident(process) < 120 * 1024


async def test_without_tokens_the_demo_opens_on_the_next_free_port_and_remembers(place: Place, taken: int) -> None:
    for _ in range(2):
        async with running(place, BATON_PORT=str(taken), DATABASE_URL="sqlite:///mine.db") as demo:
            assert str(taken) in await line(demo.stdout, "is taken")
            said = await line(demo.stdout, "http://127.0.0.1:")
            address = said[said.index("http://") :].split()[0]
            assert await status_of(f"{address}/") == 200
            demo.send_signal(signal.SIGINT)
            out, complaints = await asyncio.wait_for(demo.communicate(), WITHIN)
            assert (demo.returncode, out, complaints) == (0, b"", b"")
    assert not (place.folder / "mine.db").exists()
    with sqlite3.connect(place.folder / "var" / "demo.db") as kept:
        filed = kept.execute("SELECT count(*) FROM trail WHERE verb = 'file'").fetchone()[0]
        assert filed == kept.execute("SELECT count(*) FROM requests").fetchone()[0] > 0
    kept.close()
