"""The demo's seed: what it fills, that it is settled, and that it is the same everywhere."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox import cast, seed, team
from sandbox.companies import companies
from sandbox.slack.workspace import Workspace
from storage.database import Database
from storage.outbox import Notice
from storage.posts import Post
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, RequestType, Status, Urgency
from workflows.notices import CardChanged, DigestPosted, DigestSheet, HandoffChanged, OutcomeReached

FRIDAY = datetime(2026, 11, 20, 8, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


@dataclass
class Sheet:
    """A file that only has a name."""

    name: str
    title: str = ""
    content: bytes = b""


@dataclass
class Words:
    """A message that only says what it is about."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    sheet: Sheet | None = None


def render(work: UnitOfWork, notice: Notice) -> Words:
    """Render a notice as its topic, its subject and the status of that moment."""
    if isinstance(notice, DigestSheet):
        return Words("", sheet=Sheet(f"{notice.subject}.csv"))
    if isinstance(notice, DigestPosted):
        return Words(f"{notice.topic} {notice.subject}")
    request = work.requests.get(notice.subject.partition("/")[0])
    assert request
    return Words(f"{notice.topic} {notice.subject} {request.status}")


VOICE = seed.Voice(render, lambda _: 0, Locale.JA)


def a_workspace(path: Path | None = None) -> Workspace:
    return Workspace.new(
        team=team.TEAM, bot_token="xoxb-1", app_token="xapp-1", signing_secret="s", manifest={}, path=path
    )


Filled = tuple[Database, Workspace]


def filled(folder: Path, now: datetime) -> Filled:
    database = Database(f"sqlite:///{folder / 'demo.db'}", lambda: now)
    workspace = a_workspace(folder / "slack.db")
    seed.fill(database, workspace, now, VOICE)
    return database, workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return filled(tmp_path_factory.mktemp("demo"), FRIDAY)


def requests(database: Database) -> list[Request]:
    return database.read_now(lambda work: work.requests.latest(1000))


def test_a_team_and_two_hundred_customers_in_both_languages(demo: Filled) -> None:
    database, workspace = demo

    known = database.read_now(lambda work: work.people.among([one.user_id for one in cast.COLLEAGUES]))
    accounts = database.read_now(lambda work: work.accounts.all())

    assert len(cast.of_role("agent")) == 54
    assert {person.name for person in known.values()} == {one.name for one in cast.COLLEAGUES}
    assert set(known) <= set(workspace.members)
    assert len({account.name for account in accounts if not account.account_id.startswith("new-")}) == 200
    assert Counter(account.locale for account in accounts)[Locale.JA] == 150
    assert all(company.kana for company in companies() if company.locale == "ja")


def test_the_three_of_the_tour_are_who_they_are_said_to_be(demo: Filled) -> None:
    database, workspace = demo
    aoi, sato, emma = (workspace.member(featured.user) for featured in seed.CAST)

    assert (aoi.real_name, aoi.locale) == ("青井 美咲", "ja-JP")
    assert (emma.real_name, emma.locale) == ("Emma Clarke", "en-US")
    assert emma.id in workspace.groups[team.LEADS].members
    helpers = workspace.channel(team.CALLS).members
    assert {emma.id, sato.id, workspace.bot_user_id} <= set(helpers)
    assert aoi.id not in helpers
    [found] = database.read_now(lambda work: work.accounts.matching("あおぞらしょうじ", 5))
    assert (found.name, found.account_manager) == ("株式会社青空商事", sato.id)


def test_a_believable_week(demo: Filled) -> None:
    database, _ = demo
    week = requests(database)

    assert len(week) >= 50
    assert {request.request_type for request in week} == set(RequestType)
    assert {request.urgency for request in week} == set(Urgency)
    assert {request.status for request in week} == set(Status)
    assert all(FRIDAY - timedelta(days=8) < request.filed_at <= request.changed_at < FRIDAY for request in week)
    hours = {request.filed_at.astimezone(ZoneInfo("Asia/Tokyo")).hour for request in week}
    assert hours <= set(range(9, 18))


def test_everything_told_was_settled_and_stands_in_slack(demo: Filled) -> None:
    database, workspace = demo

    def unsettled(work: UnitOfWork) -> list[str]:
        return work.lanes.with_work("nobody", FRIDAY + timedelta(days=1), 100)

    def where_posted(work: UnitOfWork, request: Request) -> Post | None:
        return work.posts.get(CardChanged.topic, request.key, str(request.channel))

    assert set(database.read_now(unsettled)) == {"jira:SUP", "jira:DEV"}
    keys = [message.key for message in workspace.posts() if not message.files]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    for request in requests(database):
        assert request.channel
        post = database.read_now(where_posted, request)
        assert post
        card = workspace.messages.get(post.channel, post.ts)
        assert card.text == f"card {request.key} {request.status}"
        assert float(card.ts) == pytest.approx(request.filed_at.timestamp(), abs=1)


def test_the_daily_close_has_come_all_week_with_its_files(demo: Filled) -> None:
    database, workspace = demo
    posted = [one for one in workspace.messages.in_channel(team.ESCALATIONS) if one.text.startswith("digest ")]
    files = [one for one in workspace.posts() if one.files]

    def seen(work: UnitOfWork, number: int) -> datetime:
        edition = work.editions.get(f"edition-{number}")
        assert edition
        return edition.as_of

    days = [database.read_now(seen, number) for number in range(1, 1 + len(posted))]
    assert [day.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%a %H:%M") for day in days] == [
        f"{day} 17:30" for day in ("Thu", "Fri", "Mon", "Tue", "Wed", "Thu")
    ]
    assert [file.thread_ts for file in files] == [message.ts for message in posted]


def test_the_account_manager_has_the_handoff_and_the_filer_the_outcome(demo: Filled) -> None:
    database, workspace = demo
    done = next(one for one in requests(database) if one.status is Status.DONE and one.request_type == "action")

    def told(user: str) -> set[str]:
        return {message.text for message in workspace.messages.in_channel(workspace.dm(user).id)}

    assert f"{OutcomeReached.topic} {done.key}/{done.steps} done" in told(done.filed_by)
    assert f"{HandoffChanged.topic} {done.key} done" in told(str(done.account_manager))


def test_it_is_done_once_and_is_five_seconds_of_work_at_most(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'demo.db'}", lambda: FRIDAY)
    assert seed.is_due(database)

    begun = time.process_time()
    seed.fill(database, a_workspace(), FRIDAY, VOICE)

    assert time.process_time() - begun < 5
    assert not seed.is_due(database)


@pytest.mark.parametrize("now", [MONDAY_MORNING, FRIDAY - timedelta(hours=7, minutes=59), FRIDAY + timedelta(days=1)])
def test_the_week_is_full_at_any_hour_of_the_week(tmp_path: Path, now: datetime) -> None:
    database, _ = filled(tmp_path, now)

    assert len(requests(database)) >= 50


def test_every_machine_gets_the_same_week(tmp_path: Path, demo: Filled) -> None:
    def said(database: Database) -> list[tuple[str, ...]]:
        return [(one.key, one.summary, one.filed_by, one.account_id, str(one.filed_at)) for one in requests(database)]

    assert said(filled(tmp_path, FRIDAY)[0]) == said(demo[0])


def test_the_sandbox_remembers_the_week_after_a_restart(tmp_path: Path) -> None:
    _, before = filled(tmp_path, FRIDAY)
    after = a_workspace(tmp_path / "slack.db")

    assert [message.text for message in after.posts()] == [message.text for message in before.posts()]
