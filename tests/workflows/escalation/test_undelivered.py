"""Who is told when Slack refuses a message for good, and when it takes it after all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.accounts import Account
from storage.database import Database
from storage.outbox import Notice, State, outbox
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, RequestType, Urgency
from workflows.escalation import filing, reading
from workflows.escalation.draft import Draft
from workflows.escalation.routing import Desk
from workflows.escalation.undelivered import mended, undelivered
from workflows.notices import CardChanged, HandoffChanged, TroubleMet
from workflows.people.policy import Roles

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
AGENT, MANAGER, LEAD, SECOND_LEAD, ADMIN = "U_AGENT", "U_MANAGER", "U_LEAD", "U_LEAD2", "U_ADMIN"
CHANNEL = "C_ESC"
ROLES = Roles(leads=frozenset({LEAD, SECOND_LEAD}), admins=frozenset({ADMIN}))
DRAFT = Draft("A-1", RequestType.ACTION, Urgency.HIGH, "請求書が届かない", filed_by=AGENT)
KEY = "R-1001"
Told = list[tuple[str, str, str]]


def a_team(work: UnitOfWork) -> None:
    everyone = (AGENT, MANAGER, LEAD, SECOND_LEAD, ADMIN)
    flags = {"is_admin": False, "is_bot": False, "deactivated": False}
    work.people.remember([Person(name, name, None, Locale.JA, "Asia/Tokyo", **flags) for name in everyone])
    work.accounts.save([Account("A-1", "株式会社青空", account_manager=MANAGER)])


@pytest.fixture
def database(database_url: str) -> Database:
    """A team with one customer."""
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    return database


def refuse(work: UnitOfWork, notice: Notice, error: str) -> Told:
    """Bury the waiting notice as the relay would; answer what is owed because of it."""
    waiting = work.deliveries.waiting_for_post(notice)
    stored = work.deliveries.get(waiting[0])
    assert stored is not None
    work.deliveries.keep(stored.number, replace(stored.progress, state=State.DEAD, error=error), NOW)
    work.connection.execute(outbox.delete().where(outbox.c.state == State.PENDING))
    undelivered(work, notice, error, ROLES)
    return told(work)


def told(work: UnitOfWork) -> Told:
    rows = work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by(outbox.c.number))
    return [(row.topic, row.subject, row.place) for row in rows]


def test_a_card_that_no_channel_takes_is_told_to_its_filer_and_the_admins(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    owed = database.write_now(refuse, CardChanged(KEY, CHANNEL), "not_in_channel")
    assert owed == [("receipt", KEY, AGENT), ("trouble", CHANNEL, ADMIN)]
    assert database.read_now(reading.receipt, KEY).unposted == "not_in_channel"


def test_admins_hear_once_of_a_lane_in_trouble(database: Database) -> None:
    for _ in range(2):
        database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    database.write_now(refuse, CardChanged(KEY, CHANNEL), "not_in_channel")
    database.write_now(lambda work: work.tell([CardChanged("R-1002", CHANNEL)]))
    owed = database.write_now(refuse, CardChanged("R-1002", CHANNEL), "not_in_channel")
    assert owed == [("receipt", "R-1002", AGENT)]


def test_the_leads_are_asked_once_where_no_dm_reaches_the_account_manager(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    owed = database.write_now(refuse, HandoffChanged(KEY, MANAGER), "user_disabled")
    assert owed[0] == ("leads_asked", KEY, CHANNEL)
    database.write_now(lambda work: work.tell([HandoffChanged(KEY, MANAGER)]))
    database.write_now(lambda work: undelivered(work, HandoffChanged(KEY, MANAGER), "user_disabled", ROLES))
    assert database.read_now(told).count(("leads_asked", KEY, CHANNEL)) == 1


def test_without_a_channel_the_other_leads_are_asked_and_nobody_twice(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES), NOW)
    owed = database.write_now(refuse, HandoffChanged(KEY, MANAGER), "user_disabled")
    assert owed[:2] == [("handoff", KEY, LEAD), ("handoff", KEY, SECOND_LEAD)]
    database.write_now(lambda work: undelivered(work, HandoffChanged(KEY, LEAD), "user_disabled", ROLES))
    assert database.read_now(told).count(("handoff", KEY, LEAD)) == 1


def test_trouble_with_telling_of_trouble_ends_there(database: Database) -> None:
    database.write_now(lambda work: undelivered(work, TroubleMet(CHANNEL, ADMIN, "x", "card"), "user_disabled", ROLES))
    assert database.read_now(told) == []


def test_a_card_that_was_posted_after_all_mends_the_receipt(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    database.write_now(lambda work: work.connection.execute(outbox.delete()))
    database.write_now(mended, CardChanged(KEY, CHANNEL))
    assert database.read_now(told) == [("receipt", KEY, AGENT)]
