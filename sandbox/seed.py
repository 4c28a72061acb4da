"""Fills a fresh demo: its team, its customers and a week of requests, made by our own services with past times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from sandbox import cast
from sandbox.companies import Company, companies
from sandbox.slack.workspace import Workspace
from sandbox.stories import english, floor, japanese, order
from sandbox.stories.story import Story
from sandbox.team import ADMINS, ESCALATIONS, FLOOR, GLOBAL, LEADS, WEST, settle_in
from storage.accounts import Account
from storage.database import Database
from storage.deliveries import Delivery, Progress
from storage.outbox import Notice, State
from storage.people import Person
from storage.posts import Post
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import CustomerState, Locale, Outcome, RequestType, Urgency
from workflows.escalation import filing, passing, service
from workflows.escalation.draft import NEW_CUSTOMER, Draft
from workflows.escalation.passing import Offer
from workflows.escalation.routing import Desk
from workflows.escalation.service import Pause, Resolution
from workflows.escalation.standing import Click
from workflows.people.policy import Roles

DESK = Desk(Roles(frozenset({LEADS}), frozenset({ADMINS})), ESCALATIONS)
ROOT = 20261121
CAST = cast.FEATURED
SENT = Progress(State.SENT, None, 1, 0, None, crashed=False, error=None)


class Rendered(Protocol):
    """What a notice looks like: `text` for notifications, `blocks` for the screen."""

    @property
    def text(self) -> str:
        """The point in words."""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """All of it."""


class Render(Protocol):
    """Turns a notice into its message, as delivery would at this moment."""

    def __call__(self, work: UnitOfWork, notice: Notice, /) -> Rendered:
        """Answer the message."""


def is_due(database: Database) -> bool:
    """Say whether nobody has filled this database yet."""
    return not database.read_now(lambda work: work.people.are_known())


def settle(database: Database, workspace: Callable[..., Workspace], now: datetime, render: Render) -> Workspace:
    """Answer the workspace beside `database`; both are filled first where nobody has filled them yet."""
    anew = is_due(database)
    slack = workspace(anew=anew)
    if anew:
        fill(database, slack, now, render)
    return slack


def fill(database: Database, slack: Workspace, now: datetime, render: Render) -> None:
    """Fill `database` and the (empty) workspace `slack` in one transaction; nothing of it is ever sent.

    Call it before the workspace is served: the app would hear of everybody joining.
    """
    settle_in(slack)
    database.write_now(_fill, slack, now, render)


def _fill(work: UnitOfWork, slack: Workspace, now: datetime, render: Render) -> None:
    dice = Random(ROOT)  # noqa: S311 - the same week on every machine
    _mirror(work, slack)
    accounts = [_account(number, company) for number, company in enumerate(companies())]
    work.accounts.save(accounts)
    week = _Week(work, _Desk(work, slack, render), dice, now)
    stories = order.in_order([*japanese.STORIES, *english.STORIES], dice)
    for number, (story, at) in enumerate(zip(stories, order.moments(now, len(stories), dice), strict=True)):
        week.tell(story, _customer(story, number, accounts, dice), _filer(story, number, dice), at)
    floor.chat(slack, FLOOR, now)


def _mirror(work: UnitOfWork, slack: Workspace) -> None:
    """Remember everybody as the look at Slack's people would."""
    people = (
        Person(m.id, m.real_name, m.email, Locale.of_slack(m.locale), m.tz, m.is_admin, m.is_bot, deactivated=False)
        for m in slack.members.values()
    )
    work.people.remember(list(people))
    for group in slack.groups.values():
        work.people.replace_group(group.id, group.members)
    for channel in slack.channels.values():
        if slack.bot_user_id in channel.members:
            work.people.replace_channel(channel.id, channel.members)


def _account(number: int, company: Company) -> Account:
    """Give a company its account manager and cover; every 29th has none, some have a team's own channel."""
    owners = [o for o in cast.of_role("account_manager") if o.locale.startswith(company.locale)]
    owned = number % 29 != 28  # noqa: PLR2004 - rare, but not never
    return Account(
        account_id=company.account_id,
        name=company.name,
        kana=company.kana,
        account_manager=owners[number % len(owners)].user_id if owned else None,
        cover=owners[(number + 1) % len(owners)].user_id if owned else None,
        team_channel=_team_channel(number, company),
        phone=company.phone,
        plan=company.plan,
        locale=Locale(company.locale),
    )


def _team_channel(number: int, company: Company) -> str | None:
    if company.locale == "en":
        return GLOBAL if number % 2 else None
    return WEST if number % 6 == 4 else None  # noqa: PLR2004 - some of them


def _customer(story: Story, number: int, accounts: Sequence[Account], dice: Random) -> str:
    if story.customer:
        return f"{NEW_CUSTOMER}{story.customer}"
    of_locale = [account for account in accounts if account.locale == Locale(story.locale)]
    satos = [account for account in of_locale if account.account_manager == cast.SATO.user_id]
    return dice.choice(satos if satos and number % 3 == 0 else of_locale).account_id


def _filer(story: Story, number: int, dice: Random) -> str:
    if story.locale == "ja" and number % 4 == 1:
        return cast.AOI.user_id
    agents = [agent for agent in cast.of_role("agent") if agent.locale.startswith(story.locale)]
    return dice.choice(agents).user_id


@dataclass(frozen=True, slots=True)
class _Desk:
    """Stands in for delivery: what is owed is settled at once, as a post of the past."""

    work: UnitOfWork
    slack: Workspace
    render: Render

    def settle(self, at: datetime) -> None:
        """Post everything that was just told, as if at `at`."""
        for lane in sorted(self.work.woken):
            while delivery := self.work.deliveries.first_waiting(lane):
                self._post(delivery, at)
                self.work.deliveries.keep(delivery.number, SENT, at)
        self.work.woken.clear()

    def _post(self, delivery: Delivery, at: datetime) -> None:
        notice, messages, message = delivery.notice, self.slack.messages, self.render(self.work, delivery.notice)
        metadata = {"event_type": "baton", "event_payload": {"key": delivery.key}}
        before = self.work.posts.get(notice.topic, notice.subject, notice.place) if notice.kept else None
        if before:
            messages.change(messages.get(before.channel, before.ts), message.text, message.blocks, metadata)
            return
        new = messages.post(
            self.slack.channel(self._channel(notice.place)),
            self.slack.bot_user_id,
            message.text,
            blocks=message.blocks,
            thread_ts=self._root(notice),
            metadata=metadata,
            at=at.timestamp(),
        )
        if notice.kept:
            self.work.posts.keep(notice.topic, notice.subject, notice.place, Post(new.channel, new.ts))

    def _channel(self, place: str) -> str:
        if not place.startswith("U"):
            return place
        channel = self.slack.dm(place).id
        self.work.posts.keep_channel(place, channel)
        return channel

    def _root(self, notice: Notice) -> str | None:
        topic = notice.thread_of
        root = self.work.posts.get(topic, notice.subject, notice.place) if topic else None
        return root.ts if root else None


@dataclass(frozen=True, slots=True)
class _Week:
    """Tells stories to the services; nothing happens after `now`."""

    work: UnitOfWork
    desk: _Desk
    dice: Random
    now: datetime

    def tell(self, story: Story, customer: str, filer: str, at: datetime) -> None:
        """File a request, and take it as far as it came."""
        request = filing.file_request(self.work, _draft(story, customer, filer, at), DESK, at)
        self.desk.settle(at)
        if story.added:
            at = self._later(at, 30)
            filing.add(self.work, Click(request.key, filer), story.added, DESK, at)
            self.desk.settle(at)
        if story.progress == "filed":
            return
        owner = request.account_manager or cast.EMMA.user_id
        if story.progress in {"withdrawn", "declined"}:
            self._let_go(story, request, Click(request.key, owner), at)
        elif story.kind == "action":
            self._act(story, Click(request.key, owner), at)
        elif story.kind == "consult":
            self._advise(story, request, Click(request.key, owner), at)
        else:
            read = self._later(at, 300)
            service.mark_read(self.work, Click(request.key, owner), DESK, read)
            self.desk.settle(read)

    def _act(self, story: Story, click: Click, at: datetime) -> None:
        claimed = self._later(at, 45)
        service.claim(self.work, click, DESK, claimed)
        self.desk.settle(claimed)
        if story.progress in {"asked", "waiting", "offered"}:
            self._rest(story, click, claimed)
        if story.progress == "finished":
            resolved = self._later(claimed, 400)
            resolution = Resolution(Outcome(story.outcome), CustomerState(story.state), story.closing)
            service.resolve(self.work, click, resolution, DESK, resolved)
            self.desk.settle(resolved)

    def _rest(self, story: Story, click: Click, claimed: datetime) -> None:
        """Leave it with a question, until Monday's meeting or so, or with someone who is asked to take it over."""
        at = self._later(claimed, 60)
        if story.progress == "asked":
            service.ask(self.work, click, story.closing, DESK, at)
        elif story.progress == "waiting":
            service.wait(self.work, click, Pause(self.now + timedelta(days=2), story.closing), DESK, at)
        else:
            others = [one.user_id for one in cast.of_role("account_manager") if one.user_id != click.by]
            passing.hand_off(self.work, click, Offer(self.dice.choice(others), story.closing), DESK, at)
        self.desk.settle(at)

    def _let_go(self, story: Story, request: Request, click: Click, at: datetime) -> None:
        """Let its filer take it back, or whoever is asked say no."""
        at = self._later(at, 60)
        if story.progress == "withdrawn":
            service.withdraw(self.work, Click(request.key, request.filed_by), story.closing, DESK, at)
        else:
            passing.decline(self.work, click, story.closing, DESK, at)
        self.desk.settle(at)

    def _advise(self, story: Story, request: Request, click: Click, at: datetime) -> None:
        answered = self._later(at, 90)
        service.answer(self.work, click, story.closing, DESK, answered)
        self.desk.settle(answered)
        if story.progress == "finished":
            accepted = self._later(answered, 120)
            service.accept_answer(self.work, Click(request.key, request.filed_by), DESK, accepted)
            self.desk.settle(accepted)

    def _later(self, at: datetime, minutes: int) -> datetime:
        """Answer a moment at most `minutes` after `at`, and not in the future."""
        wished = at + timedelta(minutes=self.dice.randint(3, minutes), seconds=self.dice.randint(0, 59))
        return max(at, min(wished, self.now - timedelta(minutes=1)))


def _draft(story: Story, customer: str, filer: str, at: datetime) -> Draft:
    return Draft(
        customer=customer,
        request_type=RequestType(story.kind),
        urgency=Urgency(story.urgency),
        summary=story.summary,
        filed_by=filer,
        customer_words=story.words,
        details=story.details,
        promised=story.promised,
        next_contact_at=at.replace(minute=0, second=0) + timedelta(hours=4) if story.promised else None,
    )
