"""Fills a fresh demo: its team, its customers and a week of requests, made by our own services with past times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sandbox import cast
from sandbox.companies import Company, companies
from sandbox.seed.delivery import Delivery, Render
from sandbox.seed.digests import Digests, Pages
from sandbox.seed.week import Week, run
from sandbox.slack.workspace import Workspace
from sandbox.stories import english, floor, japanese, order
from sandbox.stories.story import Story
from sandbox.team import ADMINS, ESCALATIONS, FLOOR, GLOBAL, LEADS, WEST, settle_in
from storage.accounts import Account
from storage.database import Database
from storage.issues import Tracker
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from workflows.digest.wall import Wall
from workflows.escalation.draft import NEW_CUSTOMER
from workflows.escalation.routing import Desk
from workflows.people.policy import Roles

DESK = Desk(Roles(frozenset({LEADS}), frozenset({ADMINS})), ESCALATIONS)
ROOT = 20261121
CAST = cast.FEATURED
JIRA = "http://127.0.0.1/"
"""Where Jira is said to be until the demo has started one."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How Baton speaks: what a notice looks like, how many pages a digest leaves over, the language of channels."""

    render: Render
    pages: Pages
    locale: Locale


def is_due(database: Database) -> bool:
    """Say whether nobody has filled this database yet."""
    return not database.read_now(lambda work: work.people.are_known())


def settle(database: Database, workspace: Callable[..., Workspace], now: datetime, voice: Voice) -> Workspace:
    """Answer the workspace beside `database`; both are filled first where nobody has filled them yet."""
    anew = is_due(database)
    slack = workspace(anew=anew)
    if anew:
        fill(database, slack, now, voice)
    return slack


def fill(database: Database, slack: Workspace, now: datetime, voice: Voice) -> None:
    """Fill `database` and the (empty) workspace `slack` in one transaction; nothing of it is ever sent.

    Call it before the workspace is served: the app would hear of everybody joining.
    """
    settle_in(slack)
    database.write_now(_fill, slack, now, voice)


def _fill(work: UnitOfWork, slack: Workspace, now: datetime, voice: Voice) -> None:
    dice = Random(ROOT)  # noqa: S311 - the same week on every machine
    _mirror(work, slack)
    accounts = [_account(number, company) for number, company in enumerate(companies())]
    work.accounts.save(accounts)
    work.sweeps.keep_tracker(Tracker(JIRA, "SUP", "Task", {}, {}, (), ()))
    delivery = Delivery(work, slack, voice.render)
    week = Week(work, delivery, DESK, dice, now)
    digests = Digests(work, delivery, Wall(DESK.roles, voice.locale), voice.pages)
    stories = order.in_order([*japanese.STORIES, *english.STORIES], dice)
    told = [
        week.course(story, _customer(story, number, accounts, dice), _filer(story, number, dice), at)
        for number, (story, at) in enumerate(zip(stories, order.moments(now, len(stories), dice), strict=True))
    ]
    run([*told, digests.closes(now)])
    digests.mornings(now)
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
