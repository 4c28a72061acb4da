"""One transaction and the repositories on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol

from sqlalchemy import Connection

from storage.accounts import Accounts
from storage.backlog import Backlog
from storage.buckets import Buckets
from storage.calls import Calls, CallSummaries, Whispers
from storage.channels import Channels
from storage.deliveries import Deliveries
from storage.digests import Digests, Editions
from storage.drafts import Drafts
from storage.held import Holders
from storage.issues import Issues, IssueSummaries, Sweeps
from storage.lanes import Lanes, Lease
from storage.outbox import Claimed, Notice, Outbox
from storage.people import People
from storage.phrases import Phrases
from storage.posts import Posts
from storage.receipts import Receipts
from storage.requests import Requests, RequestSummaries
from storage.setup import Setup
from storage.timers import Timers
from storage.waits import Waits
from storage.workspace import Workspace

Then = Callable[[], None]
"""What is to be done on the event loop as soon as a unit of work is committed, and never where it is not."""


class Express(Protocol):
    """Who sends what goes first, in the moment in which it is committed."""

    def seize(self, work: "UnitOfWork", notice: Notice) -> Lease | None:
        """Take the lane of a notice, and all else that its sending needs; None where it must wait for anything."""

    def prepare(self, work: "UnitOfWork", claimed: Sequence[tuple[Lease, Claimed]]) -> Then:
        """Answer how these are sent once they are committed."""


@dataclass
class UnitOfWork:
    """Everything a service may touch; whoever opened it commits.

    `clock` is the machine's (for leases and receipts), `salt` the database's, `woken` the lanes that got notices.
    `express` claims what goes first: those are `claimed`, and wake nobody.
    """

    connection: Connection
    clock: Callable[[], datetime]
    salt: str
    woken: set[str] = field(default_factory=set)
    express: Express | None = None
    claimed: list[tuple[Lease, Claimed]] = field(default_factory=list)

    def tell(self, notices: Iterable[Notice], *, is_first: bool = False) -> None:
        """Owe `notices` to their places; they leave once this unit of work is committed.

        `is_first` says that nothing was told of their subjects before: then nothing is looked for.
        """
        now = self.clock()
        ordinary = [each for each in notices if not (is_first and each.goes_first and self._claim(each, now))]
        added = self.outbox.add(ordinary, self.salt, now, is_first=is_first)
        self.woken.update(notice.lane for notice in added)

    def _claim(self, notice: Notice, now: datetime) -> bool:
        """Claim a notice in the moment in which it is told; say no where it goes its ordinary way."""
        lease = None if self.express is None else self.express.seize(self, notice)
        if lease is not None:
            self.claimed.append((lease, self.outbox.add_claimed(notice, self.salt, now)))
        return lease is not None

    def prepared(self) -> Then | None:
        """Answer what is to be done once this unit of work is committed; None where nothing was claimed."""
        return self.express.prepare(self, self.claimed) if self.express is not None and self.claimed else None

    @cached_property
    def backlog(self) -> Backlog:
        """What is owed, stuck or overdue."""
        return Backlog(self.connection)

    @cached_property
    def people(self) -> People:
        """Who is who."""
        return People(self.connection)

    @cached_property
    def channels(self) -> Channels:
        """Who may read which channel."""
        return Channels(self.connection)

    @cached_property
    def accounts(self) -> Accounts:
        """The customers' companies."""
        return Accounts(self.connection)

    @cached_property
    def requests(self) -> Requests:
        """What customers need."""
        return Requests(self.connection)

    @cached_property
    def request_summaries(self) -> RequestSummaries:
        """What customers need, as digests tell of it."""
        return RequestSummaries(self.connection)

    @cached_property
    def calls(self) -> Calls:
        """Who is on the phone."""
        return Calls(self.connection)

    @cached_property
    def whispers(self) -> Whispers:
        """What was whispered, and what came of it."""
        return Whispers(self.connection)

    @cached_property
    def call_summaries(self) -> CallSummaries:
        """Who was on the phone, as digests tell of it."""
        return CallSummaries(self.connection)

    @cached_property
    def phrases(self) -> Phrases:
        """Which words call for which advice."""
        return Phrases(self.connection)

    @cached_property
    def digests(self) -> Digests:
        """Which summaries post themselves, where and when."""
        return Digests(self.connection)

    @cached_property
    def editions(self) -> Editions:
        """What was posted for which slot."""
        return Editions(self.connection)

    @cached_property
    def issues(self) -> Issues:
        """What became of requests in Jira."""
        return Issues(self.connection)

    @cached_property
    def issue_summaries(self) -> IssueSummaries:
        """What became of requests in Jira, as digests tell of it."""
        return IssueSummaries(self.connection)

    @cached_property
    def sweeps(self) -> Sweeps:
        """How Jira is set up, and how far it was read."""
        return Sweeps(self.connection)

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
    def holders(self) -> Holders:
        """Who holds transactions open."""
        return Holders(self.connection)

    @cached_property
    def waits(self) -> Waits:
        """What waits for a moment."""
        return Waits(self.connection)

    @cached_property
    def posts(self) -> Posts:
        """What Slack has of us."""
        return Posts(self.connection)

    @cached_property
    def workspace(self) -> Workspace:
        """Whose database this is."""
        return Workspace(self.connection)
