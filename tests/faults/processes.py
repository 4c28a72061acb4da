"""Baton as a true process, to be killed and started again, and people who use it through the sandbox's Slack."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import yaml

from sandbox.slack.faults import Fault
from sandbox.slack.records import Call, Message
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from storage.accounts import Account
from storage.database import Database
from storage.outbox import State, outbox
from storage.people import Person
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from tests.faults.balancer import Balancer

HERE = Path(__file__).parent
"""Where the processes run: a folder without a developer's `.env`."""
ROOT = HERE.parents[1]
CHANNEL, AGENT, MANAGER, OPERATOR = "C_ESC", "U_AGENT", "U_MANAGER", "U_OPERATOR"
WITHIN = 60.0
SECRET = "signing-secret"


def a_workspace() -> Workspace:
    """An agent, an account manager, whoever operates Baton, and the channel of escalations."""
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    workspace = Workspace.new(
        team="T_TEST", bot_token="xoxb-test", app_token="xapp-test", signing_secret=SECRET, manifest=manifest
    )
    workspace.add_person(AGENT, name="agent", real_name="Agent", locale="ja-JP", tz="Asia/Tokyo")
    workspace.add_person(MANAGER, name="manager", real_name="Manager")
    workspace.add_person(OPERATOR, name="operator", real_name="Operator")
    workspace.add_channel(CHANNEL, name="escalations", members=[AGENT, MANAGER, workspace.bot_user_id])
    return workspace


@dataclass
class Town:
    """One Slack, one database, and the processes of Baton that serve them."""

    slack: SlackServer
    database: Database
    url: str
    lease: float = 30.0
    app: Path = ROOT / "app.py"
    address: str = ""
    running: list[Process] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    balancer: Balancer | None = None
    addresses: dict[Process, str] = field(default_factory=dict)

    @property
    def has_sockets(self) -> bool:
        """Say whether its processes open sockets to Slack, instead of being called by it."""
        return "SLACK_APP_TOKEN" in self.settings

    async def start(self) -> Process:
        """Start a process; point Slack at it, or at the balancer before it, once it can be reached."""
        process = await self.launch(PIPE)
        async with asyncio.timeout(WITHIN):
            self.address = self.addresses[process] = await self._address(process)
        if self.balancer is not None:
            await self.balancer.join(_port(self.address))
        front = self.balancer.address if self.balancer is not None else self.address
        self.slack.reach(None if self.has_sockets else f"{front}/slack/events")
        return process

    async def launch(self, log: int | IO[bytes]) -> Process:
        """Begin a process that writes its log there, without waiting for it."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(self.app), "run", cwd=HERE, env=self._environment(), stdout=DEVNULL, stderr=log
        )
        self.running.append(process)
        return process

    async def door(self) -> str:
        """Start one more process; answer where Slack reaches it."""
        await self.start()
        return f"{self.address}/slack/events"

    async def command(self, *typed: str) -> str:
        """Type a command of Baton's at the shell, beside what runs; answer what it printed."""
        shell = await asyncio.create_subprocess_exec(
            sys.executable, str(self.app), *typed, cwd=HERE, env=self._environment(), stdout=PIPE
        )
        printed, _ = await asyncio.wait_for(shell.communicate(), WITHIN)
        assert shell.returncode == 0
        return printed.decode()

    def _environment(self) -> dict[str, str]:
        given = {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.url,
            "BATON_PORT": "0",
            "BATON_ESCALATION_CHANNEL": CHANNEL,
            "BATON_ADMINS": OPERATOR,
            "BATON_SLACK_TIMEOUT": str(min(10.0, self.lease / 2)),
            "BATON_LEASE": str(self.lease),
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "BATON_"))}
        return inherited | given | self.settings

    async def _address(self, process: Process) -> str:
        """Read what the process says until it can be reached, and read on so that it never blocks."""
        said: list[str] = []
        awaited = {"listening", "socket_open"} if self.has_sockets else {"listening"}
        address = ""
        assert process.stderr is not None
        async for line in process.stderr:
            said.append(line.decode())
            event = _event(said[-1])
            awaited.discard(event.get("event", ""))
            address = str(event.get("address", address))
            if not awaited:
                asyncio.get_running_loop().create_task(_drain(process.stderr, self.log)).add_done_callback(_forget)
                return address
        raise AssertionError("Baton did not start:\n" + "".join(said))

    async def kill(self, process: Process) -> None:
        """End a process as a power cut would."""
        process.send_signal(signal.SIGKILL)
        await self.ended(process)

    async def stop(self, process: Process) -> None:
        """Ask a process to end, and wait until it has."""
        process.send_signal(signal.SIGTERM)
        await self.ended(process)

    async def ended(self, process: Process) -> None:
        """Wait until a process has ended."""
        await process.wait()
        self.running.remove(process)
        address = self.addresses.pop(process, None)
        if self.balancer is not None and address is not None:
            self.balancer.leave(_port(address))

    # ---- what people do

    async def open_form(self, summary: str = "Export fails") -> None:
        """Let the agent fill the form, not yet submitted."""
        agent = self.slack.person(AGENT)
        await agent.command("/escalate")
        await agent.modal(until="escalation.form")
        await agent.choose("customer", "A-1", typed="Blue")
        await agent.fill(request_type="action", urgency="high", summary=summary)

    async def file(self, summary: str = "Export fails") -> None:
        """Let the agent file a request."""
        await self.open_form(summary)
        reply = await self.slack.person(AGENT).submit()
        assert reply.acked, reply

    # ---- what there is afterwards

    def requests(self) -> list[Request]:
        """Answer what is stored."""
        return self.database.read_now(lambda work: list(work.requests.every()))

    def messages(self, channel: str) -> list[Message]:
        """Answer what stands in a channel or a DM."""
        return [message for message in self.slack.workspace.posts(channel) if not message.deleted]

    def dm(self, person: str) -> list[Message]:
        """Answer what stands in someone's DM."""
        return self.messages(self.slack.workspace.dm(person).id)

    async def called(self, method: str, channel: str | None = None) -> None:
        """Wait until Slack has been asked."""

        def has_been(workspace: Workspace) -> bool:
            return any(
                call.method == method and channel in {None, call.args.get("channel"), call.args.get("users")}
                for call in workspace.calls
            )

        await self.slack.settled(has_been, timeout=WITHIN)

    async def struck(self, fault: Fault, times: int = 1) -> None:
        """Wait until so many calls have met a fault, whatever became of them."""
        async with asyncio.timeout(WITHIN):
            while fault.hits < times:  # noqa: ASYNC110  a fault tells nobody whom it has struck
                await asyncio.sleep(0.01)

    async def logged(self, event: str, times: int = 1) -> None:
        """Wait until the processes have said something so often."""
        async with asyncio.timeout(WITHIN):
            while sum(_event(line).get("event") == event for line in self.log) < times:  # noqa: ASYNC110  a pipe
                await asyncio.sleep(0.02)

    def asked_to_post(self, place: str) -> list[Call]:
        """Answer every post that Slack was asked for in a channel or someone's DM, accepted or not."""
        places = self.slack.workspace.aliases(place)
        posts = (call for call in self.slack.workspace.calls if call.method == "chat.postMessage")
        return [call for call in posts if call.args.get("channel") in places]

    async def delivered(self) -> None:
        """Wait until the card, the ping and the receipt of the one request are there."""

        def is_there(_: Workspace) -> bool:
            return bool(self.messages(CHANNEL) and self.dm(AGENT) and self.dm(MANAGER))

        await self.slack.settled(is_there, timeout=WITHIN)

    def states(self) -> set[State]:
        """Answer how far the notices have come."""
        return self.database.read_now(lambda work: {row.state for row in work.connection.execute(outbox.select())})

    async def come_to(self, *states: State) -> None:
        """Wait until every notice is in one of these states, and each of these states is some notice's."""
        async with asyncio.timeout(WITHIN):
            while self.states() != set(states):  # noqa: ASYNC110  a process tells nobody of what it settles
                await asyncio.sleep(0.02)

    def keys_posted(self) -> list[str | None]:
        """Answer the key of every message that stands anywhere."""
        return [message.key for message in self.slack.workspace.posts() if not message.deleted]


def _port(address: str) -> int:
    port = urlsplit(address).port
    assert port is not None
    return port


def _event(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


async def _drain(stream: asyncio.StreamReader, log: list[str]) -> None:
    while line := await stream.readline():
        log.append(line.decode())


def _forget(_: object) -> None:
    """The reader of a process ends with it."""


def _prepare(work: UnitOfWork) -> None:
    """One customer, and the people as an earlier look left them."""
    work.accounts.save([Account("A-1", "Blue Sky", account_manager=MANAGER)])
    flags = {"is_admin": False, "is_bot": False, "deactivated": False}
    work.people.remember([Person(name, name, None, Locale.JA, "Asia/Tokyo", **flags) for name in (AGENT, MANAGER)])
    work.people.replace_channel(CHANNEL, [AGENT, MANAGER])


@asynccontextmanager
async def a_town(url: str, lease: float = 30.0, **settings: str) -> AsyncIterator[Town]:
    """Serve a Slack and prepare a database with one customer; end every process afterwards.

    `settings` are variables of the environment, by their names.
    """
    database = Database(url, lambda: datetime.now(UTC))
    database.write_now(_prepare)
    slack = SlackServer(a_workspace())
    await slack.start()
    town = Town(slack, database, url, lease, settings=settings)
    try:
        yield town
    finally:
        for process in tuple(town.running):
            await town.kill(process)
        await slack.stop()
