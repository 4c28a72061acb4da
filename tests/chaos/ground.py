"""The world of one leg: a Slack, a Jira, a telephone, a database, and the processes of Baton between them."""

import asyncio
import signal
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, a_site
from sandbox.slack.server import SlackServer
from sandbox.telephone.phone import Telephone
from storage.database import Database, migrate
from tests.chaos.cast import CALLS, LEAD, a_workspace, settle
from tests.chaos.doorstep import Doorstep
from tests.chaos.plan import Leg
from tests.chaos.record import Trouble
from tests.faults.balancer import a_balancer
from tests.faults.processes import CHANNEL, OPERATOR, SECRET, Town
from tests.postgresql import PostgresServer
from tests.shelf import a_name

LEASE = 4.0
HOOK_SECRET, CALLS_SECRET = "jira-and-baton", "phone-and-baton"
LONGEST_STOP = 15.0
"""Seconds that a process may take to end once it was told to: ten by the contract, and a busy machine."""
MOST_STARTS = 20
"""How often a process is started whose database is just not there."""
HOOKS_AGAIN = (1.0, 2.0, 4.0, 8.0)
"""Seconds after which Jira tells again what nobody took."""


class CannotStart(Exception):  # noqa: N818  what is found, rather than what went wrong
    """No process can be started here; the message says what the last one said."""


@dataclass
class Ground:
    """What a leg stands on.

    `troubles` tell what was the matter when, `current` what still is, `failures` what its processes should not do.
    """

    leg: Leg
    town: Town
    jira: JiraServer
    phone: Telephone
    step: Doorstep
    server: PostgresServer | None
    troubles: list[Trouble] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told, as far as it says what messages look like."""
        known = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": SECRET, "DATABASE_URL": self.town.url}
        return known | {"BATON_ESCALATION_CHANNEL": CHANNEL, "BATON_ADMINS": OPERATOR} | self.town.settings

    @property
    def slack(self) -> SlackServer:
        """The Slack of this leg."""
        return self.town.slack

    @asynccontextmanager
    async def trouble(self, why: str) -> AsyncIterator[None]:
        """Note how long something is the matter."""
        began = time.time()
        self.current.append(why)
        try:
            yield
        finally:
            self.current.remove(why)
            self.troubles.append(Trouble(why, began, time.time()))

    async def start(self) -> None:
        """Start a process, as often as it takes while its database is not there. Raises CannotStart at last."""
        for _ in range(MOST_STARTS):
            began, known = time.time(), set(self.town.running)
            try:
                await self.town.start()
            except (AssertionError, TimeoutError) as failure:
                await self._forget_new(known, began, str(failure))
            else:
                self._stand_in_between()
                return
        raise CannotStart(self.failures[-1] if self.failures else "")

    async def _forget_new(self, known: set[Process], began: float, said: str) -> None:
        for process in set(self.town.running) - known:
            if process.returncode is None:
                process.kill()
            await process.wait()
            self.town.running.remove(process)
        lately = [trouble.why for trouble in self.troubles if trouble.over >= began]
        if not any(why.startswith(("server", "connections", "locked")) for why in [*self.current, *lately]):
            self.failures.append(f"a process did not start: {said[-2000:]}")

    def _stand_in_between(self) -> None:
        """Let all that Slack sends pass the doorstep."""
        self.step.inner = self.slack.sockets if self.town.has_sockets else self.slack.http
        self.slack.switchboard.door = self.step

    async def stop(self, process: Process) -> None:
        """Tell a process to stop, and note where it does not end well, or not in time."""
        began = time.monotonic()
        try:
            await asyncio.wait_for(self.town.stop(process), LONGEST_STOP)
        except TimeoutError:
            self.failures.append(f"told to stop, a process still ran after {LONGEST_STOP} s")
            await self.town.kill(process)
            return
        if process.returncode != 0:
            seconds = time.monotonic() - began
            self.failures.append(f"told to stop, a process ended with {process.returncode} after {seconds:.1f} s")

    def note_the_dead(self) -> None:
        """Note processes that ended though nobody told them to."""
        for process in [each for each in self.town.running if each.returncode is not None]:
            self.failures.append(f"a process ended by itself with {process.returncode}")
            self.town.running.remove(process)

    async def make_well(self) -> None:
        """End whatever still strikes, and have as many processes as there should be."""
        for faults in (self.slack.faults, self.jira.faults):
            faults.clear()
        self.step.loses_acks = self.step.sends_twice = False
        self.note_the_dead()
        for process in self.town.running:
            process.send_signal(signal.SIGCONT)
        while len(self.town.running) < self.leg.replicas:
            await self.start()


@asynccontextmanager
async def a_ground(leg: Leg, server: PostgresServer | None) -> AsyncIterator[Ground]:
    """Build the world of a leg and start its processes; end all of it afterwards."""
    async with AsyncExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="baton-chaos-")))
        url = f"sqlite:///{folder / 'baton.db'}" if server is None else server.cluster.create(a_name())
        migrate(url)
        balancer = await ending.enter_async_context(a_balancer())
        jira = JiraServer(a_site(), secret=HOOK_SECRET, retry_seconds=HOOKS_AGAIN)
        jira.site.index_lag = timedelta(seconds=1)
        await jira.start()
        ending.push_async_callback(jira.stop)
        database = Database(url, lambda: datetime.now(UTC))
        database.write_now(settle)
        slack = SlackServer(a_workspace())
        slack.switchboard.retry_seconds = (0.0, 3.0, 10.0)
        await slack.start()
        ending.push_async_callback(slack.stop)
        town = Town(slack, database, url, LEASE, settings=_settings(leg, jira), balancer=balancer)
        ending.push_async_callback(_end, town)
        phone = Telephone(f"{balancer.address}/webhooks/calls", CALLS_SECRET, lambda: datetime.now(UTC))
        ending.push_async_callback(phone.stop)
        jira.reach(f"{balancer.address}/webhooks/jira")
        ground = Ground(leg, town, jira, phone, Doorstep(slack.http), server)
        await asyncio.gather(*(ground.start() for _ in range(leg.replicas)))
        yield ground


def _settings(leg: Leg, jira: JiraServer) -> dict[str, str]:
    given = {
        "BATON_LEADS": LEAD,
        "BATON_CALLS_CHANNEL": CALLS,
        "BATON_WEBHOOK_SECRET": CALLS_SECRET,
        "JIRA_URL": jira.url,
        "JIRA_USER": BOT_EMAIL,
        "JIRA_TOKEN": BOT_TOKEN,
        "JIRA_PROJECT": "SUP",
        "JIRA_WEBHOOK_SECRET": HOOK_SECRET,
    }
    return given | ({"SLACK_APP_TOKEN": "xapp-test"} if leg.transport == "socket" else {})


async def _end(town: Town) -> None:
    for process in tuple(town.running):
        if process.returncode is None:
            process.kill()
        await process.wait()
    await town.database.close()
