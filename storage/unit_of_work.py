"""One transaction and the repositories on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from storage.accounts import Accounts
from storage.buckets import Buckets
from storage.calls import Calls, Whispers
from storage.deliveries import Deliveries
from storage.drafts import Drafts
from storage.lanes import Lanes
from storage.outbox import Notice, Outbox
from storage.people import People
from storage.phrases import Phrases
from storage.posts import Posts
from storage.receipts import Receipts
from storage.requests import Requests
from storage.setup import Setup
from storage.timers import Timers
from storage.workspace import Workspace


@dataclass
class UnitOfWork:
    """Everything a service may touch; whoever opened it commits.

    `clock` is the machine's (for leases and receipts), `salt` the database's, `woken` the lanes that got notices,
    `pressing` those of them with a new message that goes before all others.
    """

    connection: Connection
    clock: Callable[[], datetime]
    salt: str
    woken: set[str] = field(default_factory=set)
    pressing: set[str] = field(default_factory=set)

    def tell(self, notices: Iterable[Notice], *, is_first: bool = False) -> None:
        """Owe `notices` to their places; they leave once this unit of work is committed.

        `is_first` says that nothing was told of their subjects before: then nothing is looked for.
        """
        added = self.outbox.add(tuple(notices), self.salt, self.clock(), is_first=is_first)
        self.woken.update(notice.lane for notice in added)
        self.pressing.update(notice.lane for notice in added if notice.goes_first and is_first)

    @cached_property
    def people(self) -> People:
        """Who is who."""
        return People(self.connection)

    @cached_property
    def accounts(self) -> Accounts:
        """The customers' companies."""
        return Accounts(self.connection)

    @cached_property
    def requests(self) -> Requests:
        """What customers need."""
        return Requests(self.connection)

    @cached_property
    def calls(self) -> Calls:
        """Who is on the phone."""
        return Calls(self.connection)

    @cached_property
    def whispers(self) -> Whispers:
        """What was whispered, and what came of it."""
        return Whispers(self.connection)

    @cached_property
    def phrases(self) -> Phrases:
        """Which words call for which advice."""
        return Phrases(self.connection)

    @cached_property
    def drafts(self) -> Drafts:
        """What was typed and not filed."""
        return Drafts(self.connection)

    @cached_property
    def timers(self) -> Timers:
        """What must happen at a moment."""
        return Timers(self.connection)

    @cached_property
    def setup(self) -> Setup:
        """What an admin chose in Slack."""
        return Setup(self.connection)

    @cached_property
    def receipts(self) -> Receipts:
        """What has come through a door."""
        return Receipts(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """What we owe to Slack."""
        return Outbox(self.connection)

    @cached_property
    def deliveries(self) -> Deliveries:
        """How far each notice has come."""
        return Deliveries(self.connection)

    @cached_property
    def lanes(self) -> Lanes:
        """Who may deliver where."""
        return Lanes(self.connection)

    @cached_property
    def buckets(self) -> Buckets:
        """How soon Slack may be asked again."""
        return Buckets(self.connection)

    @cached_property
    def posts(self) -> Posts:
        """What Slack has of us."""
        return Posts(self.connection)

    @cached_property
    def workspace(self) -> Workspace:
        """Whose database this is."""
        return Workspace(self.connection)
