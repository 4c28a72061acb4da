"""A team one of whose requests has Jira issues, and what Jira tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.issues import Issue, IssueLink, Move, NewIssue
from storage.outbox import Notice, State, outbox
from storage.posts import Post
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category, MoveField, request_number
from tests.workflows.escalation.team import AGENT, CHANNEL, DESK, DRAFT, MANAGER, a_team
from workflows.escalation import filing
from workflows.notices import CardChanged, HandoffChanged, IssueMoved, ProgressMade, ReceiptChanged
from workflows.progress.hearing import hear, hear_all
from workflows.progress.news import Happening, IssueGone, IssueNews
from workflows.progress.telling import tell_due

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=99)
STATUSES = {
    "未着手": Category.TODO,
    "進行中": Category.DOING,
    "レビュー": Category.DOING,
    "完了": Category.DONE,
}
FIRST = IssueNews("10001", "SUP-88", "10000", "SUP", "請求書の再発行", "未着手", Category.TODO, NOW)


def minutes(count: float) -> datetime:
    """So many minutes after it began."""
    return NOW + timedelta(minutes=count)


def moved(before: str, after: str, at: datetime, news: IssueNews = FIRST, by: str | None = "森") -> IssueNews:
    """What a webhook tells of a move."""
    happening = Happening(MoveField.STATUS, before, after, at, by)
    return replace(news, status=after, category=STATUSES[after], updated_at=at, happenings=(happening,))


def standing(status: str, at: datetime, news: IssueNews = FIRST) -> IssueNews:
    """What a sweep tells of an issue."""
    return replace(news, status=status, category=STATUSES[status], updated_at=at)


def said(text: str, at: datetime, news: IssueNews = FIRST, by: str = "Ben") -> IssueNews:
    """What a webhook tells of a comment."""
    return replace(news, updated_at=at, is_whole=False, happenings=(Happening(MoveField.COMMENT, None, text, at, by),))


@dataclass
class Tracked:
    """A team at work; `now` is what it goes by."""

    database: Database
    now: datetime = field(default=NOW)

    def file(self) -> str:
        """File a request whose card and handoff are posted; answer its key."""
        key = self.database.write_now(filing.file_request, DRAFT, DESK, self.now).key
        self.told()
        return key

    def link(self, key: str, news: IssueNews = FIRST) -> Issue:
        """Let a request have an issue, without telling."""
        return self.database.write_now(_linked, key, news, self.now)

    def hear(self, news: IssueNews | IssueGone) -> list[Notice]:
        """Let Jira tell something; answer what is owed for it."""
        self.database.write_now(hear, news, self.now)
        return self.told()

    def hear_all(self, *news: IssueNews | IssueGone) -> list[Notice]:
        """Let a page of a sweep tell something."""
        self.database.write_now(hear_all, news, self.now)
        return self.told()

    def pass_by(self, **time: float) -> list[Notice]:
        """Let time pass, and what is due happen."""
        self.now += timedelta(**time)
        self.database.write_now(tell_due, self.now)
        return self.told()

    def told(self) -> list[Notice]:
        """Deliver what is owed; answer it, in order."""
        return self.database.write_now(_delivered)

    def issue(self, issue_id: str = "10001") -> Issue:
        """Answer an issue as it is kept."""
        found = self.database.read_now(lambda work: work.issues.by_id(issue_id))
        assert found is not None
        return found

    def moves(self, issue_id: str = "10001") -> list[Move]:
        """Answer all that is known to have happened to an issue, by when it did."""
        number = self.issue(issue_id).number
        found = self.database.read_now(lambda work: work.issues.moves_from([number], LONG_AGO))
        return sorted(found, key=lambda move: (move.at, move.position))

    def request(self, key: str) -> Request:
        """Answer a request as it stands."""
        found = self.database.read_now(lambda work: work.requests.get(key))
        assert found is not None
        return found


def a_tracked_team(url: str) -> Tracked:
    """A team on an empty database."""
    tracked = Tracked(Database(url, lambda: NOW))
    tracked.database.write_now(a_team)
    return tracked


def lines(notices: Sequence[Notice]) -> list[IssueMoved]:
    """The lines in threads."""
    return [notice for notice in notices if isinstance(notice, IssueMoved)]


def pings(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    """Whom it pings, and why."""
    return [(notice.place, notice.why) for notice in notices if isinstance(notice, ProgressMade)]


def silent(key: str) -> list[Notice]:
    """What is updated where it stands."""
    return [CardChanged(key, CHANNEL), ReceiptChanged(key, AGENT), HandoffChanged(key, MANAGER)]


def _linked(work: UnitOfWork, key: str, news: IssueNews, now: datetime) -> Issue:
    known = {name: getattr(news, name) for name in NewIssue.__slots__ if name != "status_since"}
    issue = work.issues.add(NewIssue(**known, status_since=news.updated_at), now)
    number = request_number(key)
    assert number is not None
    work.issues.link(IssueLink(number, issue.number, MANAGER, now, work.issues.last_position([issue.number])))
    return issue


def _delivered(work: UnitOfWork) -> list[Notice]:
    """Settle all that is owed as the relay would."""
    found = []
    for row in work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by("number")):
        found.append(Notice.restore(row.topic, row.subject, row.place, row.args))
        if row.kept:
            work.posts.keep(row.topic, row.subject, row.place, Post(f"D_{row.place}", str(row.number)))
    work.connection.execute(outbox.update().values(state=State.SENT))
    return found
