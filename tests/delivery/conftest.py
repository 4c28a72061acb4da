"""A database whose machine clock the test moves, and two relays' books on it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.jira import Jira
from bot.delivery.jira_reading import Catalogue
from bot.delivery.ledger import Ledger
from bot.delivery.steps import Advance, Answer, Rest, Step
from bot.delivery.transitions import Accepted, Result
from sandbox.jira.server import JiraServer
from sandbox.slack.server import SlackServer
from storage.database import Database
from storage.lanes import LeaseLost
from storage.outbox import Notice, State, outbox
from storage.posts import Post
from tests.delivery.jiras import a_carrier, a_jira
from tests.delivery.mirrors import Glass, a_glass
from tests.delivery.notices import CHANNEL, Heard, tell
from tests.delivery.readings import Reading, a_reading
from tests.delivery.running import Desk, a_desk, a_slack

LEASE = timedelta(seconds=30)


@dataclass
class Machine:
    """A machine clock that stands still until it is moved."""

    now: datetime = datetime(2026, 7, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Answer the instant."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Books:
    """A database and the units of work of one relay, called one by one as the relay would."""

    database: Database
    machine: Machine
    heard: Heard = field(default_factory=Heard)

    def ledger(self, holder: str = "one") -> Ledger:
        """Answer the books of one process."""
        return Ledger(holder, LEASE, self.heard.consequences, lambda: 0.0)

    def tell(self, *notices: Notice) -> None:
        """Owe notices, as a service would."""
        self.database.write_now(tell, *notices)

    def begin(self, *lanes: str, holder: str = "one") -> list[Step | Rest]:
        """Lease lanes; answer what is first in each."""
        wanted = lanes or (CHANNEL,)
        advances: list[Advance] = self.database.write_now(self.ledger(holder).begin, wanted, 32)
        return [advance.then for advance in advances]

    def first(self, *, holder: str = "one") -> Step:
        """Lease the channel's lane, in which there must be something to send."""
        [step] = self.begin(holder=holder)
        assert isinstance(step, Step)
        return step

    def advance(self, step: Step, result: Result) -> Step | Rest:
        """Settle and go on."""
        return self.settled(step, result).then

    def settled(self, step: Step, result: Result) -> Advance:
        """Settle and go on; answer what was settled, too."""
        [advance] = self.database.write_now(self.ledger(step.lease.holder).advance, [Answer(step, result)])
        if isinstance(advance, LeaseLost):
            raise advance
        return advance

    def accept(self, step: Step, ts: str = "1.000001") -> Step | Rest:
        """Let Slack take the message."""
        return self.advance(step, Accepted(Post(step.delivery.notice.place, ts)))

    def states(self) -> list[tuple[str, State]]:
        """Answer how far each notice has come."""
        rows = self.database.read_now(lambda work: work.connection.execute(outbox.select()).all())
        return [(row.subject, row.state) for row in sorted(rows, key=lambda row: row.number)]

    def with_work(self, holder: str = "one") -> list[str]:
        """Answer what a poll finds."""
        return self.database.read_now(self.ledger(holder).look_around, 32, ())


@pytest.fixture
def books(database_url: str) -> Books:
    """Empty books, once on each kind of database."""
    machine = Machine()
    database = Database(database_url, machine)
    database.prepare()
    return Books(database, machine)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace that is served."""
    async with a_slack() as server:
        yield server


@pytest.fixture
async def desk(slack: SlackServer, sqlite_url: str) -> AsyncIterator[Desk]:
    """A running relay."""
    async with a_desk(slack, sqlite_url) as running:
        yield running


@pytest.fixture
async def glass(slack: SlackServer, sqlite_url: str) -> AsyncIterator[Glass]:
    """A mirror that has not looked yet."""
    async with a_glass(slack, sqlite_url) as hung:
        yield hung


@pytest.fixture
async def reading(database_url: str) -> AsyncIterator[Reading]:
    """Everything that reads Jira, at work by one clock."""
    async with a_reading(database_url) as begun:
        yield begun


@pytest.fixture
async def server() -> AsyncIterator[JiraServer]:
    """A site that is served."""
    async with a_jira() as served:
        yield served


@pytest.fixture
async def jira(server: JiraServer) -> AsyncIterator[Jira]:
    """Baton's side of it, connected."""
    async with a_carrier(server.url) as carrier:
        assert isinstance(await carrier.catalogue(), Catalogue)
        server.calls.clear()
        yield carrier
