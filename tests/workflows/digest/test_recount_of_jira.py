"""Jira over some busy days, told late, twice and in any order: each digest says what the test itself did there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from storage.issues import IssueLink, NewIssue
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import MoveField, request_number
from tests.workflows.digest.room import DIGEST, PRIVATE, TOKYO, posted
from tests.workflows.digest.test_recount import act, in_work, lived, rows_of
from tests.workflows.digest.test_tracked import CATEGORIES, TRACKER
from tests.workflows.escalation.team import NEAR, Team
from workflows.digest.snapshot import IssueRow, Snapshot
from workflows.progress.hearing import hear
from workflows.progress.news import Happening, IssueNews

DIGESTS, ACTS, TICKETS, STUCK_DAYS = 8, 5, 8, 3
HOLIDAY = date(2026, 11, 23)
"""The one that the story comes by: 勤労感謝の日, a Monday."""
Told = tuple[str, str, str | None, str, int, str | None]
"""How a row reads: its state, its issue, what that was and is, its days of rest, and the request that is named."""


@dataclass
class Ticket:
    """An issue as it is in Jira, and what of that Baton was told.

    `course` has each status that it took on, and when. Baton knows it from the place `known` in that on; of the later
    places it `heard`, in this order, and a digest told of the first `told` of these. `links` are the requests that it
    belongs to, each with how much had been heard by then.
    """

    key: str
    course: list[tuple[datetime, str]]
    known: int = 0
    heard: list[int] = field(default_factory=list)
    told: int = 0
    links: list[tuple[str, int]] = field(default_factory=list)

    def webhook(self, place: int) -> IssueNews:
        """Answer what Jira tells of one move: the issue as it was right after it."""
        at, status = self.course[place]
        happened = Happening(MoveField.STATUS, self.course[place - 1][1], status, at, "jo")
        identity = (self.key, self.key, "10", "SUP", f"Fix {self.key}")
        return IssueNews(*identity, status, CATEGORIES[status], at, happenings=(happened,))


@dataclass
class Jira:
    """A Jira whose webhooks lie in a pile before they arrive, some of them more than once."""

    team: Team
    chance: Random
    tickets: list[Ticket]
    pile: list[tuple[Ticket, int]] = field(default_factory=list)

    def any(self) -> Ticket:
        """Answer an issue: the first are worked on most, the last hardly ever."""
        return self.tickets[int(self.chance.random() ** 2 * len(self.tickets))]

    def move(self) -> None:
        """Let an issue take on another status, of which Baton is to hear."""
        ticket = self.any()
        others = [status for status in CATEGORIES if status != ticket.course[-1][1]]
        ticket.course.append((self.team.now, self.chance.choice(others)))
        self.pile.append((ticket, len(ticket.course) - 1))

    def link(self, keys: list[str]) -> None:
        """Let an issue belong to a request, if it does not yet."""
        ticket, key = self.chance.choice(self.tickets), self.chance.choice(keys)
        if key in dict(ticket.links):
            return
        if not ticket.links:
            ticket.known = len(ticket.course) - 1
        self.team.database.write_now(keep_link, ticket, key, self.team.now)
        ticket.links.append((key, len(ticket.heard)))

    def tell(self) -> None:
        """Let whichever webhook arrive; one in three comes again."""
        if not self.pile:
            return
        told = ticket, place = self.chance.choice(self.pile)
        if self.chance.random() < 0.7:
            self.pile.remove(told)
        self.team.database.write_now(hear, ticket.webhook(place), self.team.now)
        if ticket.links and place > ticket.known and place not in ticket.heard:
            ticket.heard.append(place)

    def be_busy(self, keys: list[str]) -> None:
        """Let a day's work pass, here and at Baton."""
        for _ in range(ACTS):
            act(self.team, self.chance, keys)
            self.chance.choice((self.move, self.move, lambda: self.link(keys)))()
            self.tell()
            self.team.now += timedelta(seconds=1)


def keep_link(work: UnitOfWork, ticket: Ticket, key: str, now: datetime) -> None:
    """Let a request have an issue, which is as it stands now where nobody had it before."""
    at, status = ticket.course[-1]
    identity = (ticket.key, ticket.key, "10", "SUP", f"Fix {ticket.key}")
    issue = work.issues.add(NewIssue(*identity, status, CATEGORIES[status], at, at), now)
    heard = work.issues.last_position([issue.number])
    work.issues.link(IssueLink(request_number(key) or 0, issue.number, NEAR, now, heard))


# ---- the recount


def days_worked(since: datetime, until: datetime) -> int:
    """Count the working days after one day in Tokyo, up to another, one by one."""
    day, last = (moment.astimezone(ZoneInfo(TOKYO)).date() for moment in (since, until))
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += day.isoweekday() < 6 and day != HOLIDAY
    return count


def expected(ticket: Ticket, is_open: Iterable[str], hidden: set[str], now: datetime) -> Iterator[Told]:
    """Answer the rows of one issue: what is done in one place, whatever else."""
    last = max([ticket.known, *ticket.heard])
    since, status = ticket.course[last]
    idle = days_worked(since, now)
    fresh = sorted(ticket.heard[ticket.told :])
    is_news = bool(fresh) and fresh[-1] == last
    before, after = (ticket.course[fresh[0] - 1][1], status) if is_news else (None, None)
    waiting = sorted({key for key, _ in ticket.links} & set(is_open))
    if CATEGORIES[status] == "done" and waiting:
        for key in waiting:
            yield "untold", ticket.key, None if before == after else before, status, idle, named([key], hidden)
        return
    if after is not None and before != after:
        concerned = [key for key, heard in ticket.links if len(ticket.heard) > max(heard, ticket.told)]
        yield "moved", ticket.key, before, after, idle, named(concerned, hidden)
    if waiting and CATEGORIES[status] != "done" and idle >= STUCK_DAYS:
        yield "stuck", ticket.key, None, status, idle, named(waiting, hidden)


def named(keys: list[str], hidden: set[str]) -> str | None:
    """Answer the oldest request that all may read of."""
    return min(set(keys) - hidden, default=None)


def told(row: IssueRow) -> Told:
    """Answer how a row reads; what has no request has no words either."""
    assert (row.request is None) == (row.summary is None) == (row.customer is None)
    return row.state.value, row.issue_key, row.before, row.status, row.idle_days or 0, row.request


def assert_is_told(jira: Jira, snapshot: Snapshot) -> None:
    """Compare one digest's rows with what was done to Jira."""
    _, columns = jira.team.database.read_now(rows_of)
    hidden = {key for key, each in columns.items() if each["account_id"] == PRIVATE}
    is_open = in_work(lived(jira.team, snapshot.as_of))
    rows = (row for each in jira.tickets for row in expected(each, is_open, hidden, snapshot.as_of) if each.links)
    assert Counter(map(told, snapshot.issues)) == Counter(rows)


@pytest.mark.parametrize("seed", range(2))
def test_each_digest_of_some_days_says_what_happened_in_jira(team: Team, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  a story's chance, no secret's
    team.database.write_now(lambda work: work.sweeps.keep_tracker(TRACKER))
    jira = Jira(team, chance, [Ticket(f"SUP-{number}", [(team.now, "To Do")]) for number in range(1, TICKETS + 1)])
    keys, states = list[str](), set[str]()
    posted(team, DIGEST)
    for _ in range(DIGESTS):
        jira.be_busy(keys)
        snapshot = posted(team, DIGEST)
        assert_is_told(jira, snapshot)
        states |= {row.state.value for row in snapshot.issues}
        for ticket in jira.tickets:
            ticket.told = len(ticket.heard)
        team.now += timedelta(hours=chance.randint(16, 40))
    assert states == {"moved", "stuck", "untold"}


def test_what_came_back_has_rested_since_then_whichever_move_is_heard_of_first(team: Team) -> None:
    team.database.write_now(lambda work: work.sweeps.keep_tracker(TRACKER))
    ticket = Ticket("SUP-1", [(team.now, "To Do")])
    team.database.write_now(keep_link, ticket, team.file(), team.now)
    team.now += timedelta(days=6)
    ticket.course += [(team.now - timedelta(hours=2), "Review"), (team.now - timedelta(hours=1), "To Do")]
    for place in (2, 1):
        team.database.write_now(hear, ticket.webhook(place), team.now)
    assert posted(team, DIGEST).issues == ()
