"""No token, secret or password is ever said: not in a log, an error, a metric, a door's answer, or a command's print.

True processes with secrets of which each letter is known are brought to fail in every way that has to do with them.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from sqlalchemy import create_engine, text

from bot import settings
from sandbox.jira.server import JiraServer
from sandbox.jira.site import a_site
from sandbox.slack.server import SlackServer
from tests.edge.raising import a_workspace
from tests.postgresql import Cluster, free_port

APP = Path(__file__).parents[2] / "app.py"
WITHIN = 60.0
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-1111-hunterbot",
    "SLACK_SIGNING_SECRET": "huntersigning",
    "SLACK_APP_TOKEN": "xapp-1-hunterapp",
    "BATON_WEBHOOK_SECRET": "hunterphone",
    "JIRA_WEBHOOK_SECRET": "hunterhook",
    "JIRA_TOKEN": "huntertoken",
}
PASSWORD = "hunterpass"
MARK = "hunter"
"""What each of them holds, and nothing else does."""

HTTP_MODE = {name: value for name, value in SECRETS.items() if name != "SLACK_APP_TOKEN"}
LOUD = {"BATON_LOG_LEVEL": "debug", "BATON_PORT": "0", "JIRA_USER": "baton@example.com", "JIRA_PROJECT": "SUP"}
DOORS = ("/healthz", "/readyz", "/metrics", "/slack/events", "/webhooks/jira", "/webhooks/calls")


class Heard:
    """All that a process said, and that anyone was told at its doors."""

    def __init__(self, folder: Path, **given: str) -> None:
        ours = ("SLACK_", "BATON_", "DATABASE_URL", "JIRA_")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.folder, self.environment = folder, inherited | LOUD | given
        self.said: list[str] = []

    async def type(self, *typed: str) -> int | None:
        """Type a command to its end; answer its exit code."""
        process = await self._begin(*typed)
        out, _ = await asyncio.wait_for(process.communicate(), WITHIN)
        self.said.append(out.decode())
        return process.returncode

    @asynccontextmanager
    async def run(self, until: str = '"listening"') -> AsyncIterator[str]:
        """Run a process until the block ends; answers where it listens, once it has said `until`."""
        process = await self._begin("run")
        begun = [await self._line(process)]
        while until not in begun[-1]:
            begun.append(await self._line(process))
        reading = asyncio.create_task(self._rest(process))
        address = next((line.split('"address": "')[1].split('"')[0] for line in begun if "listening" in line), "")
        try:
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), WITHIN)
            await reading

    async def come(self, words: str) -> None:
        """Wait until the process has said something."""
        async with asyncio.timeout(WITHIN):
            while words not in "".join(self.said):  # noqa: ASYNC110  a process tells nobody what it has said
                await asyncio.sleep(0.05)

    async def ask_doors(self, address: str) -> None:
        """Keep what everyone is told at the doors, whether they ask or bring something unsigned."""
        async with aiohttp.ClientSession() as session:
            for door in DOORS:
                for method in ("GET", "POST"):
                    async with session.request(method, f"{address}{door}", data=b"{}") as answer:
                        self.said.append(f"{door} {answer.status} {answer.headers} {await answer.text()}")

    def assert_silent(self, about: str) -> None:
        """See that `about` was spoken of, so that this looked at something, and no secret was."""
        said = "\n".join(self.said)
        assert about in said, said
        assert MARK not in said, said

    async def _begin(self, *typed: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, str(APP), *typed, cwd=self.folder, env=self.environment, stdout=PIPE, stderr=STDOUT
        )

    async def _line(self, process: asyncio.subprocess.Process) -> str:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), WITHIN)).decode()
        assert line, "".join(self.said)
        self.said.append(line)
        return line

    async def _rest(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.said.append(line.decode())


@pytest.fixture
async def jira() -> AsyncIterator[JiraServer]:
    """A Jira that does not know our token, either."""
    server = JiraServer(a_site(), secret="another")
    await server.start()
    yield server
    await server.stop()


@pytest.mark.parametrize("given", [HTTP_MODE, SECRETS], ids=["http", "socket"])
async def test_where_slack_and_jira_let_nobody_in(
    tmp_path: Path, slack: SlackServer, jira: JiraServer, given: dict[str, str]
) -> None:
    heard = Heard(tmp_path, **given, SLACK_API_URL=slack.api_url, JIRA_URL=jira.url)
    async with heard.run() as address:
        await heard.come("invalid_auth")
        await heard.ask_doors(address)
    for command in (("doctor",), ("doctor", "--format", "json")):
        await heard.type(*command)
    heard.assert_silent("invalid_auth")


async def test_where_nobody_answers(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    heard = Heard(tmp_path, **SECRETS, SLACK_API_URL=nowhere, JIRA_URL=nowhere)
    async with heard.run() as address:
        await heard.ask_doors(address)
    await heard.type("doctor")
    heard.assert_silent("ready")


async def test_where_a_listener_crashes(tmp_path: Path) -> None:
    """Two tables are gone under a running process: what it says of that holds no word and no secret."""
    workspace = a_workspace()
    workspace.app.bot_token, workspace.app.signing_secret = SECRETS["SLACK_BOT_TOKEN"], SECRETS["SLACK_SIGNING_SECRET"]
    slack = SlackServer(workspace)
    await slack.start()
    heard = Heard(tmp_path, **HTTP_MODE, SLACK_API_URL=slack.api_url, DATABASE_URL=f"sqlite:///{tmp_path}/baton.db")
    async with heard.run() as address:
        slack.reach(f"{address}/slack/events")
        with create_engine(f"sqlite:///{tmp_path}/baton.db").begin() as connection:
            for table in ("requests", "accounts"):
                connection.execute(text(f"DROP TABLE {table}"))
        reply = await slack.person("U_AOI").command("/escalate", f"find {MARK}words")
        assert reply.acked
        await heard.come('"fault"')
    heard.said.append(str(reply.body))
    await slack.stop()
    heard.assert_silent("OperationalError")


WRONG = [
    ("SLACK_BOT_TOKEN", "xxxb-hunterbot"),
    ("SLACK_APP_TOKEN", "hunterapp"),
    ("DATABASE_URL", f"postgresql+asyncpg://baton:{PASSWORD}@127.0.0.1/baton"),
    ("DATABASE_URL", f"postgresql://baton:{PASSWORD}/x@127.0.0.1/baton"),
    ("DATABASE_URL", f"postgresql://baton:p@{PASSWORD}@127.0.0.1/baton"),
    ("DATABASE_URL", f"mysql://baton:{PASSWORD}@127.0.0.1/baton"),
    ("JIRA_URL", f"https://baton:{PASSWORD}@jira.example.com"),
    ("SLACK_API_URL", f"ftp://baton:{PASSWORD}@127.0.0.1"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[f"{name} {number}" for number, (name, _) in enumerate(WRONG)])
async def test_where_a_setting_is_wrong(tmp_path: Path, name: str, value: str) -> None:
    heard = Heard(tmp_path, **(HTTP_MODE | {name: value}))
    assert await heard.type("run") == 2
    heard.assert_silent(f"{name} is wrong")


@pytest.mark.parametrize("how", ["nobody there", "no such database", "in the query", "no such option"])
async def test_where_the_database_lets_nobody_in(tmp_path: Path, how: str, postgresql: Cluster) -> None:
    there = postgresql.url.partition("@")[2].partition("/")[0]
    urls = {
        "nobody there": f"postgresql://baton:{PASSWORD}@127.0.0.1:{free_port()}/baton",
        "no such database": f"postgresql://baton:{PASSWORD}@{there}/no_such_database",
        "in the query": f"postgresql://baton@127.0.0.1:{free_port()}/baton?password={PASSWORD}",
        "no such option": f"postgresql://baton@{there}/no_such_database?passwort={PASSWORD}",
    }
    heard = Heard(tmp_path, **HTTP_MODE, DATABASE_URL=urls[how])
    for command in ("run", "doctor", "migrate"):
        assert await heard.type(command) in {1, 2}
    heard.assert_silent("database")


async def test_a_password_that_the_database_refuses(tmp_path: Path, postgresql: Cluster) -> None:
    """A role that may not log in is refused as one with a wrong password is: after both were sent."""
    engine = create_engine(postgresql.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE nobody_at_all NOLOGIN"))
    there = postgresql.url.partition("@")[2]
    heard = Heard(tmp_path, **HTTP_MODE, DATABASE_URL=f"postgresql://nobody_at_all:{quote(PASSWORD)}@{there}")
    for command in ("run", "doctor", "export", "migrate"):
        await heard.type(*([command] if command != "export" else ["export", "requests"]))
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE nobody_at_all"))
    engine.dispose()
    heard.assert_silent("nobody_at_all")


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "not.db").write_bytes(b"this is not a database" * 500)
    heard = Heard(tmp_path, **HTTP_MODE, DATABASE_URL="sqlite:///not.db")
    for command in ("run", "doctor", "migrate"):
        assert await heard.type(command) in {1, 2}
    heard.assert_silent("database")


async def test_settings_never_show_them_however_they_are_printed() -> None:
    loaded = settings.load(None, **SECRETS, DATABASE_URL=f"postgresql://baton:{PASSWORD}@127.0.0.1/baton")
    for shown in (repr(loaded), str(loaded), f"{loaded} {loaded!r}", str(loaded.bot_token), repr(loaded.bot_token)):
        assert MARK not in shown
    assert MARK not in str(vars(loaded)).replace(PASSWORD, "")
