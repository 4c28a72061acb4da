"""A team with one customer, what its people do with a request, and whom each step pings."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from storage.accounts import Account
from storage.database import Database
from storage.outbox import State, outbox
from storage.people import Person
from storage.posts import Post
from storage.requests import Request, Step
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import CustomerState, Locale, Outcome, RequestType, Urgency
from workflows.escalation import filing, passing, service
from workflows.escalation.draft import Draft
from workflows.escalation.passing import Offer
from workflows.escalation.routing import Desk
from workflows.escalation.service import Pause, Rating, Resolution
from workflows.escalation.standing import Click
from workflows.people.policy import Roles

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
LATER = NOW + timedelta(minutes=48)
TOMORROW = NOW + timedelta(days=1)
AGENT, COLLEAGUE, MANAGER, COVER, LEAD, NEAR, FAR = (
    "U_AGENT", "U_COLLEAGUE", "U_MANAGER", "U_COVER", "U_LEAD", "U_NEAR", "U_FAR",
)  # fmt: skip
EVERYONE = (AGENT, COLLEAGUE, MANAGER, COVER, LEAD, NEAR, FAR)
CHANNEL = "C_ESC"
DESK = Desk(Roles(leads=frozenset({LEAD})), CHANNEL)
NO_CHANNEL = replace(DESK, channel=None)
DRAFT = Draft(
    customer="A-1",
    request_type=RequestType.ACTION,
    urgency=Urgency.HIGH,
    summary="請求書の再発行が三日止まっている",
    filed_by=AGENT,
    customer_words="今日中に届かないなら他社に切り替えます",
)
DONE = Resolution(Outcome.DONE, CustomerState.STAYING, "本日 16 時に届きます。")
Ping = tuple[str, str]
Act = Callable[["Team", str], object]


def someone(user_id: str, *, deactivated: bool = False) -> Person:
    """Answer a person of the workspace, or that they have left: which is the newer of the two."""
    flags = {"is_admin": False, "is_bot": False, "deactivated": deactivated}
    return Person(user_id, user_id.lower(), None, Locale.JA, "Asia/Tokyo", **flags, updated=int(deactivated))


def a_team(work: UnitOfWork) -> None:
    """Keep everyone, who is in the channel, and two customers: one with manager and cover, one with nobody."""
    work.people.remember([someone(user_id) for user_id in EVERYONE])
    work.people.replace_channel(CHANNEL, [NEAR])
    work.accounts.save([Account("A-1", "株式会社青空", "アオゾラ", MANAGER, COVER), Account("A-2", "みどり商事")])


def delivered(work: UnitOfWork) -> list[Ping]:
    """Settle all that is owed as the relay would; answer who hears it ring, as (topic, place), in order.

    What is said rings, and so does the first message of what is kept; an update rings nowhere, nor do the card and
    the lines of its thread, for they mention nobody.
    """
    pings = []
    for row in work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by("number")):
        is_new = not row.kept or work.posts.get(row.topic, row.subject, row.place) is None
        if row.kept:
            work.posts.keep(row.topic, row.subject, row.place, Post(f"D_{row.place}", str(row.number)))
        if is_new and row.topic not in {"card", "step"}:
            pings.append((row.topic, row.place))
    work.connection.execute(outbox.update().values(state=State.SENT))
    return pings


@dataclass
class Team:
    """People at work: what they do happens at `now`, on the desk as it is set up."""

    database: Database
    desk: Desk = DESK
    now: datetime = field(default=NOW)

    def file(self, **changes: object) -> str:
        """File the usual request but for `changes`; answer its key."""
        draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # named as the fields
        return self.database.write_now(filing.file_request, draft, self.desk, self.now).key

    def take(self, service: Callable[..., Request], by: str, key: str, *given: object) -> Request:
        """Let somebody take a step."""
        return self.database.write_now(service, Click(key, by), *given, self.desk, self.now)

    def after(self, *acts: Act, **changes: object) -> str:
        """File a request and bring it as far as `acts` do; everything told is delivered."""
        key = self.file(**changes)
        for act in acts:
            self.pings()
            act(self, key)
        self.pings()
        return key

    def resume(self) -> int:
        """Let the moment come."""
        return self.database.write_now(service.resume_due, self.desk, self.now)

    def pings(self) -> list[Ping]:
        """Deliver what is owed; answer who hears it ring."""
        return self.database.write_now(delivered)

    def owed(self) -> list[tuple[str, str, str]]:
        """Answer what is owed and not delivered, as (topic, subject, place), in order."""
        return self.database.read_now(_owed)

    def request(self, key: str) -> Request:
        """Answer a request as it stands."""
        found = self.database.read_now(lambda work: work.requests.get(key))
        assert found is not None
        return found

    def trail(self, key: str) -> list[Step]:
        """Answer all steps of a request."""
        return self.database.read_now(lambda work: work.requests.trail_of(key))

    def lose(self, *people: str) -> None:
        """Let people leave the workspace."""
        self.database.write_now(lambda work: work.people.remember([someone(who, deactivated=True) for who in people]))

    def notice_who_left(self) -> int:
        """Pass on what rests on those who have left."""
        return self.database.write_now(passing.pass_on, self.desk, self.now)


def _owed(work: UnitOfWork) -> list[tuple[str, str, str]]:
    rows = work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by(outbox.c.number))
    return [(row.topic, row.subject, row.place) for row in rows]


# ---- what people do, ready to be put in a row


def claims(by: str) -> Act:
    """Claim, or come back to it."""
    return lambda team, key: team.take(service.claim, by, key)


def takes_over(by: str) -> Act:
    """Take over."""
    return lambda team, key: team.take(service.take_over, by, key)


def reads(by: str) -> Act:
    """Mark as read."""
    return lambda team, key: team.take(service.mark_read, by, key)


def answers(by: str) -> Act:
    """Answer."""
    return lambda team, key: team.take(service.answer, by, key, "はい、可能です。")


def accepts_answer(by: str) -> Act:
    """Accept the answer."""
    return lambda team, key: team.take(service.accept_answer, by, key)


def asks_again(by: str) -> Act:
    """Ask again."""
    return lambda team, key: team.take(service.ask_again, by, key, "いつからですか。")


def asks(by: str) -> Act:
    """Ask back."""
    return lambda team, key: team.take(service.ask, by, key, "どの請求書ですか。")


def replies(by: str) -> Act:
    """Reply."""
    return lambda team, key: team.take(service.reply, by, key, "十月分です。")


def waits(by: str, until: datetime = TOMORROW) -> Act:
    """Let it wait."""
    return lambda team, key: team.take(service.wait, by, key, Pause(until, "見積り待ち"))


def hands_off(by: str, to: str) -> Act:
    """Hand off."""
    return lambda team, key: team.take(passing.hand_off, by, key, Offer(to, "お願いします"))


def accepts(by: str) -> Act:
    """Accept an offer."""
    return lambda team, key: team.take(passing.accept, by, key)


def returns(by: str) -> Act:
    """Return an offer."""
    return lambda team, key: team.take(passing.return_offer, by, key, "手一杯です")


def declines(by: str) -> Act:
    """Decline."""
    return lambda team, key: team.take(passing.decline, by, key, "担当外です")


def resolves(by: str) -> Act:
    """Resolve."""
    return lambda team, key: team.take(service.resolve, by, key, DONE)


def withdraws(by: str) -> Act:
    """Withdraw."""
    return lambda team, key: team.take(service.withdraw, by, key, "解決しました")


def reopens(by: str) -> Act:
    """Reopen."""
    return lambda team, key: team.take(passing.reopen, by, key, "まだ届きません")


def adds(by: str) -> Act:
    """Add to it."""
    return lambda team, key: team.take(filing.add, by, key, "電話でも催促がありました")


def edits(by: str, **changes: object) -> Act:
    """Edit it; a form without `changes` changes nothing."""
    draft = replace(DRAFT, filed_by=by, **changes)  # type: ignore[arg-type]  # named as the fields
    return lambda team, key: team.take(filing.edit, by, key, draft)


def rates(by: str, urgency: Urgency) -> Act:
    """Change the urgency."""
    return lambda team, key: team.take(service.change_urgency, by, key, Rating(urgency, "社長が出てきました"))


def resumes(team: Team, _key: str) -> int:
    """Let the next day come, by itself."""
    team.now = TOMORROW
    return team.resume()


def leaves(person: str) -> Act:
    """Leave the workspace, which Baton notices."""

    def leave(team: Team, _key: str) -> int:
        team.lose(person)
        return team.notice_who_left()

    return leave
