"""Who is told when Slack refuses a message for good, and when it takes it after all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.accounts import Account
from storage.database import Database
from storage.outbox import Notice, State, outbox
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, RequestType, Urgency
from workflows.escalation import filing, passing, reading, service
from workflows.escalation.draft import Draft
from workflows.escalation.passing import Offer
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click
from workflows.escalation.undelivered import mended, undelivered
from workflows.notices import AnswerGiven, CardChanged, HandoffChanged, OfferMade, TroubleMet
from workflows.people.policy import Roles

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
AGENT, MANAGER, LEAD, SECOND_LEAD, ADMIN = "U_AGENT", "U_MANAGER", "U_LEAD", "U_LEAD2", "U_ADMIN"
CHANNEL = "C_ESC"
ROLES = Roles(leads=frozenset({LEAD, SECOND_LEAD}), admins=frozenset({ADMIN}))
DRAFT = Draft("A-1", RequestType.ACTION, Urgency.HIGH, "請求書が届かない", filed_by=AGENT)
KEY = "R-1001"
Told = list[tuple[str, str, str]]
LEADS_ASKED = select(outbox.c.args).where(outbox.c.topic == "leads_asked").order_by(outbox.c.number)


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
    stored = work.deliveries.first_waiting(notice.lane)
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


def offer_and_forget(work: UnitOfWork, to: str) -> None:
    """Offer the request, and settle all that is owed."""
    passing.hand_off(work, Click(KEY, MANAGER), Offer(to, None), Desk(ROLES, CHANNEL), NOW)
    work.connection.execute(outbox.delete())


def asked_instead(database: Database, notice: Notice) -> list[tuple[str, str | None]]:
    """Let Slack refuse a notice for good; answer who is asked instead, and who is missing."""
    database.write_now(lambda work: undelivered(work, notice, "user_disabled", ROLES))
    rows = database.write_now(
        lambda work: work.connection.execute(outbox.delete().returning(outbox.c.topic, outbox.c.args)).all()
    )
    return [(row.topic, row.args.get("missing")) for row in rows if row.topic != "trouble"]


def test_the_leads_are_asked_in_the_place_of_someone_whom_no_offer_reaches(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    database.write_now(offer_and_forget, AGENT)

    assert asked_instead(database, OfferMade(f"{KEY}/2", AGENT)) == [("leads_asked", AGENT)]


def test_nobody_is_asked_because_a_message_about_what_is_over_cannot_be_changed(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    database.write_now(offer_and_forget, AGENT)
    database.write_now(service.claim, Click(KEY, MANAGER), Desk(ROLES, CHANNEL), NOW)
    database.write_now(lambda work: work.connection.execute(outbox.delete()))

    for notice in (OfferMade(f"{KEY}/2", AGENT), HandoffChanged(KEY, MANAGER), AnswerGiven(f"{KEY}/2", AGENT)):
        assert asked_instead(database, notice) == []


def test_the_leads_are_asked_again_when_the_next_one_cannot_be_reached_either(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    for manager in (MANAGER, AGENT):
        database.write_now(undelivered, HandoffChanged(KEY, manager), "user_disabled", ROLES)

    rows = database.read_now(lambda work: [tuple(row) for row in work.connection.execute(LEADS_ASKED)])
    assert rows == [({"missing": MANAGER},), ({"missing": AGENT},)]


def test_trouble_with_telling_of_trouble_ends_there(database: Database) -> None:
    database.write_now(lambda work: undelivered(work, TroubleMet(CHANNEL, ADMIN, "x", "card"), "user_disabled", ROLES))
    assert database.read_now(told) == []


def test_a_card_that_was_posted_after_all_mends_the_receipt(database: Database) -> None:
    database.write_now(filing.file_request, DRAFT, Desk(ROLES, CHANNEL), NOW)
    database.write_now(lambda work: work.connection.execute(outbox.delete()))
    database.write_now(mended, CardChanged(KEY, CHANNEL))
    assert database.read_now(told) == [("receipt", KEY, AGENT)]
