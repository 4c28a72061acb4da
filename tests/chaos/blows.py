"""How each thing strikes, and how it ends."""

import asyncio
import signal
import sqlite3
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from tests.chaos.ground import Ground
from tests.chaos.plan import Blow, Kind, stream_of
from tests.faults.locks import locked

POSTS = ("chat.postMessage", "chat.postMessage", "chat.update", "conversations.open")
CALLS = (*POSTS, "views.*", "conversations.history", "*")
"""What of Slack is struck; posts most often, for they are what can be doubled or lost."""
LATEST = 12
"""Seconds after which Slack does at the latest what it has not answered for; after 18 it would be beyond promising."""
REBUILT = 35.0
"""Seconds within which there are new sockets: thirty by the contract, and a busy machine."""
EVERYBODY_ELSE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
HELD = (
    "SELECT 1 FROM requests ORDER BY number DESC LIMIT 3 FOR UPDATE SKIP LOCKED",
    "SELECT 1 FROM lanes LIMIT 2 FOR UPDATE SKIP LOCKED",
)


@dataclass
class Blows:
    """Lets a leg's blows strike its ground at their times."""

    ground: Ground
    _turns: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _ways: dict[Kind, Callable[[Blow], Awaitable[None]]] = field(init=False)

    def __post_init__(self) -> None:
        """Know how each kind strikes."""
        self._ways = {
            Kind.KILL: self._kill,
            Kind.RESTART: self._restart,
            Kind.FREEZE: self._freeze,
            Kind.SERVER_STOPPED: self._stop_server,
            Kind.SERVER_CRASHED: self._crash_server,
            Kind.CONNECTIONS_CUT: self._cut_connections,
            Kind.TRANSACTION_HELD: self._hold_transaction,
            Kind.LOCKED: self._lock,
            Kind.SLACK_IS_GONE: self._leave_slack,
            Kind.JIRA_IS_GONE: self._leave_jira,
            Kind.ACKS_LOST: self._lose_acks,
            Kind.SENT_TWICE: self._send_twice,
            Kind.SENT_AGAIN: self._send_again,
            Kind.SOCKETS_CUT: self._cut_sockets,
            Kind.SOCKETS_MUTE: self._mute_sockets,
            Kind.SOCKETS_RENEWED: self._renew_sockets,
        }

    async def storm(self) -> None:
        """Let everything strike that the plan has; return once the last has ended."""
        async with asyncio.TaskGroup() as striking:
            for blow in self.ground.leg.blows:
                striking.create_task(self._strike(blow))

    async def _strike(self, blow: Blow) -> None:
        """Strike in time, or as soon as what struck the same before has ended."""
        await asyncio.sleep(blow.at)
        way = self._ways.get(blow.kind, self._fall_ill)
        async with self._turns[stream_of(blow.kind)], self.ground.trouble(blow.kind):
            await way(blow)

    # ---- processes

    async def _kill(self, blow: Blow) -> None:
        if process := self._target(blow):
            await self.ground.town.kill(process)
            await asyncio.sleep(blow.seconds)
            await self.ground.start()

    async def _restart(self, blow: Blow) -> None:
        if process := self._target(blow):
            await self.ground.stop(process)
            await asyncio.sleep(blow.seconds)
            await self.ground.start()

    async def _freeze(self, blow: Blow) -> None:
        if process := self._target(blow):
            process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(blow.seconds)
            process.send_signal(signal.SIGCONT)

    def _target(self, blow: Blow) -> asyncio.subprocess.Process | None:
        self.ground.note_the_dead()
        running = self.ground.town.running
        return running[blow.target % len(running)] if running else None

    # ---- the database

    async def _stop_server(self, blow: Blow) -> None:
        await self._replace_server(signal.SIGINT, blow.seconds)

    async def _crash_server(self, blow: Blow) -> None:
        await self._replace_server(signal.SIGQUIT, blow.seconds)

    async def _replace_server(self, how: signal.Signals, seconds: float) -> None:
        server = self.ground.server
        assert server is not None
        assert server.process is not None
        server.process.send_signal(how)
        await asyncio.to_thread(server.process.wait)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(server.start)

    async def _cut_connections(self, _: Blow) -> None:
        await asyncio.to_thread(self._cut)

    def _cut(self) -> None:
        assert self.ground.server is not None
        with psycopg.connect(self.ground.server.cluster.url, autocommit=True) as admin:
            admin.execute(EVERYBODY_ELSE, [self.ground.town.url.rpartition("/")[2]])

    async def _hold_transaction(self, blow: Blow) -> None:
        await asyncio.to_thread(self._hold, blow.seconds)

    def _hold(self, seconds: float) -> None:
        with psycopg.connect(self.ground.town.url) as other:
            for statement in HELD:
                other.execute(statement)
            time.sleep(seconds)

    async def _lock(self, blow: Blow) -> None:
        with suppress(sqlite3.OperationalError):
            await asyncio.to_thread(self._hold_file, blow.seconds)

    def _hold_file(self, seconds: float) -> None:
        with locked(self.ground.town.url):
            time.sleep(seconds)

    # ---- Slack and Jira

    async def _fall_ill(self, blow: Blow) -> None:
        """Let calls to Slack or Jira meet a fault for a while."""
        faults = self.ground.jira.faults if blow.kind.startswith("jira") else self.ground.slack.faults
        rule = faults.add(**_rule(blow))
        await asyncio.sleep(blow.seconds)
        rule.times = 0

    async def _leave_slack(self, blow: Blow) -> None:
        await self.ground.slack.refuse()
        await asyncio.sleep(blow.seconds)
        await self.ground.slack.listen()

    async def _leave_jira(self, blow: Blow) -> None:
        await self.ground.jira.refuse()
        await asyncio.sleep(blow.seconds)
        await self.ground.jira.listen()

    # ---- the way between Slack and Baton

    async def _lose_acks(self, blow: Blow) -> None:
        self.ground.step.loses_acks = True
        await asyncio.sleep(blow.seconds)
        self.ground.step.loses_acks = False

    async def _send_twice(self, blow: Blow) -> None:
        self.ground.step.sends_twice = True
        await asyncio.sleep(blow.seconds)
        self.ground.step.sends_twice = False

    async def _send_again(self, _: Blow) -> None:
        await self.ground.step.repeat()

    async def _cut_sockets(self, _: Blow) -> None:
        await self._replaced(self.ground.slack.sockets.close())

    async def _mute_sockets(self, _: Blow) -> None:
        await self._replaced(self._mute())

    async def _mute(self) -> None:
        self.ground.slack.sockets.mute()

    async def _renew_sockets(self, _: Blow) -> None:
        await self._replaced(self.ground.slack.sockets.disconnect())

    async def _replaced(self, ending: Awaitable[None]) -> None:
        """Let sockets end so, and wait until there are others; note where that takes longer than it may."""
        sockets, former = self.ground.slack.sockets, list(self.ground.slack.sockets.connections)
        await ending

        def are_new() -> bool:
            now = sockets.connections
            return bool(now) and not any(old is new for old in former for new in now)

        try:
            await self.ground.slack.workspace.changes.wait(are_new, REBUILT)
        except TimeoutError:
            self.ground.failures.append(f"no new sockets within {REBUILT} s")


def _rule(blow: Blow) -> dict[str, object]:
    """Answer the fault that a blow is, in the sandbox's words."""
    forever: dict[str, object] = {"times": None}
    if blow.kind.startswith("jira"):
        forever |= {"method": "POST", "path": "issue"} if blow.target % 2 else {}
    else:
        forever |= {"method": CALLS[blow.target % len(CALLS)]}
    post = {"method": POSTS[blow.target % len(POSTS)]}
    late = {"kind": "late", "seconds": 1.0 + blow.target % LATEST}
    kinds: dict[Kind, dict[str, object]] = {
        Kind.SLACK_LIMITS: {"kind": "ratelimited", "seconds": 1.0 + blow.target % 3},
        Kind.SLACK_FAILS: {"kind": "server_error"},
        Kind.SLACK_FAILS_AFTERWARDS: {"kind": "server_error", "effect": True, **post},
        Kind.SLACK_LOSES: {"kind": "lost", **post},
        Kind.SLACK_POSTS_LATE: {**late, "method": "chat.postMessage"},
        Kind.SLACK_UPDATES_LATE: {**late, "method": "chat.update"},
        Kind.SLACK_IS_SLOW: {"kind": "delay", "seconds": 0.2 + blow.target % 10 / 4},
        Kind.SLACK_HANGS: {"kind": "hang"},
        Kind.JIRA_LIMITS: {"kind": "ratelimited", "seconds": 2.0},
        Kind.JIRA_FAILS: {"kind": "server_error"},
        Kind.JIRA_LOSES: {"kind": "lost"},
        Kind.JIRA_IS_SLOW: {"kind": "delay", "seconds": 0.5},
        Kind.JIRA_HANGS: {"kind": "hang"},
    }
    return forever | kinds[blow.kind]
