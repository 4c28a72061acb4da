"""What each step of a request changes, whom it tells, and what it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.accounts import Account
from storage.database import Database
from storage.outbox import outbox
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import (
    CustomerState,
    Ending,
    Locale,
    Outcome,
    RequestType,
    Status,
    Urgency,
    Verb,
)
from workflows.escalation import filing, reading, service
from workflows.escalation.draft import Draft
from workflows.escalation.routing import Desk
from workflows.escalation.service import Resolution
from workflows.escalation.standing import Click
from workflows.people.policy import Roles
from workflows.refusals import InvalidForm, Misfit, Refusal, Refused

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
LATER = NOW + timedelta(minutes=48)
AGENT, MANAGER, COVER, LEAD = "U_AGENT", "U_MANAGER", "U_COVER", "U_LEAD"
CHANNEL = "C_ESC"
DESK = Desk(Roles(leads=frozenset({LEAD})), CHANNEL)
DRAFT = Draft(
    customer="A-1",
    request_type=RequestType.ACTION,
    urgency=Urgency.HIGH,
    summary="請求書の再発行が三日止まっている",
    filed_by=AGENT,
    customer_words="今日中に届かないなら他社に切り替えます",
)
Told = list[tuple[str, str, str]]


def someone(user_id: str, *, deactivated: bool = False) -> Person:
    return Person(
        user_id,
        user_id.lower(),
        None,
        Locale.JA,
        "Asia/Tokyo",
        is_admin=False,
        is_bot=False,
        deactivated=deactivated,
    )


def a_team(work: UnitOfWork) -> None:
    work.people.remember([someone(user_id) for user_id in (AGENT, MANAGER, COVER, LEAD)])
    work.accounts.save([Account("A-1", "株式会社青空", "アオゾラ", MANAGER, COVER, plan="標準")])


@pytest.fixture
def database(database_url: str) -> Database:
    """A team with one customer."""
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    return database


def everything_told(work: UnitOfWork) -> Told:
    """Take what is owed off the list, as (topic, subject, place), in order."""
    rows = work.connection.execute(outbox.select().order_by(outbox.c.number)).all()
    work.connection.execute(outbox.delete())
    return [(row.topic, row.subject, row.place) for row in rows]


def file(database: Database, **changes: object) -> str:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]
    return database.write_now(filing.file_request, draft, DESK, NOW).key


def told(database: Database) -> Told:
    return database.write_now(everything_told)


def test_filing_asks_the_account_manager_and_gives_a_receipt(database: Database) -> None:
    key = file(database)

    view = database.read_now(reading.request, key)
    assert key == "R-1001"
    assert (view.request.status, view.request.account_manager, view.request.channel) == (Status.TODO, MANAGER, CHANNEL)
    assert told(database) == [("card", key, CHANNEL), ("receipt", key, AGENT), ("handoff", key, MANAGER)]


def test_claiming_makes_no_new_message_but_a_line_in_the_thread(database: Database) -> None:
    key = file(database)
    told(database)

    claimed = database.write_now(service.claim, Click(key, MANAGER), DESK, LATER)

    assert (claimed.status, claimed.owner, claimed.claimed_at) == (Status.DOING, MANAGER, LATER)
    assert told(database) == [
        ("card", key, CHANNEL), ("receipt", key, AGENT), ("handoff", key, MANAGER), ("step", key, CHANNEL),
    ]  # fmt: skip


def test_resolving_tells_the_filer_the_outcome(database: Database) -> None:
    key = file(database)
    database.write_now(service.claim, Click(key, MANAGER), DESK, LATER)
    told(database)

    resolution = Resolution(Outcome.DONE, CustomerState.STAYING, "本日 16 時に届きます。")
    done = database.write_now(service.resolve, Click(key, MANAGER), resolution, DESK, LATER)

    assert (done.status, done.ending, done.customer_state) == (Status.DONE, Ending.RESOLVED, CustomerState.STAYING)
    assert [place for topic, _, place in told(database) if topic == "outcome"] == [AGENT]


def test_a_lead_who_resolves_tells_the_account_manager_too(database: Database) -> None:
    key = file(database)
    resolution = Resolution(Outcome.PARTLY, CustomerState.AT_RISK, "一部のみ")
    database.write_now(service.resolve, Click(key, LEAD), resolution, DESK, LATER)

    assert [place for topic, _, place in told(database) if topic == "outcome"] == [AGENT, MANAGER]


def test_a_consult_lives_from_question_to_accepted_answer(database: Database) -> None:
    key = file(database, request_type=RequestType.CONSULT)
    told(database)

    answered = database.write_now(service.answer, Click(key, MANAGER), "はい、可能です。", DESK, LATER)
    assert (answered.status, answered.owner) == (Status.WAITING, MANAGER)
    assert ("answer", f"{key}/1", AGENT) in told(database)

    accepted = database.write_now(service.accept_answer, Click(key, AGENT), DESK, LATER)
    assert (accepted.status, accepted.ending) == (Status.DONE, Ending.ANSWERED)
    steps = database.read_now(lambda work: work.requests.trail_of(key))
    assert [step.verb for step in steps] == [Verb.FILE, Verb.ANSWER, Verb.ACCEPT_ANSWER]
    assert [step.words for step in steps][1] == "はい、可能です。"


def test_an_fyi_is_finished_when_it_is_read_and_never_counts_as_work(database: Database) -> None:
    key = file(database, request_type=RequestType.FYI)

    facts = database.read_now(reading.account_facts, "A-1", AGENT, DESK)
    assert facts is not None
    assert facts.in_work == 0
    read = database.write_now(service.mark_read, Click(key, COVER), DESK, LATER)
    assert (read.status, read.ending) == (Status.DONE, Ending.READ)


def test_an_unknown_customer_is_added_once_and_the_leads_are_asked(database: Database) -> None:
    first = file(database, customer="new:みどり商事")
    second = file(database, customer="new:ミドリ商事 ")

    views = [database.read_now(reading.request, key) for key in (first, second)]
    assert {view.account.name for view in views} == {"みどり商事"}
    assert ("leads_asked", first, CHANNEL) in told(database)


def test_without_a_channel_each_lead_gets_the_handoff_and_it_follows_the_request(database: Database) -> None:
    desk = replace(DESK, channel=None)
    draft = replace(DRAFT, customer="new:みどり商事")
    key = database.write_now(filing.file_request, draft, desk, NOW).key
    assert told(database) == [("receipt", key, AGENT), ("handoff", key, LEAD)]


def test_a_manager_who_left_is_replaced_by_the_cover(database: Database) -> None:
    database.write_now(lambda work: work.people.remember([someone(MANAGER, deactivated=True)]))

    key = file(database)

    assert database.read_now(reading.request, key).request.account_manager == COVER


def test_the_form_names_whoever_would_be_asked(database: Database) -> None:
    database.write_now(lambda work: work.people.remember([someone(MANAGER, deactivated=True)]))

    facts = database.read_now(reading.account_facts, "A-1", AGENT, DESK)

    assert facts is not None
    assert facts.account_manager == COVER.lower()


def test_a_customer_that_has_vanished_keeps_the_form_open(database: Database) -> None:
    with pytest.raises(InvalidForm) as invalid:
        file(database, customer="A-404")
    assert invalid.value.misfits == {"customer": Misfit.NO_SUCH_ACCOUNT}


def test_whoever_sees_the_card_may_claim_it_and_nobody_else(database: Database) -> None:
    key = file(database)

    with pytest.raises(Refused) as refused:
        database.write_now(service.claim, Click(key, AGENT, seen_in="D_OTHER"), DESK, LATER)
    assert (refused.value.code, refused.value.people) == (Refusal.NOT_ALLOWED, (MANAGER,))
    assert database.write_now(service.claim, Click(key, AGENT, seen_in=CHANNEL), DESK, LATER).owner == AGENT


@pytest.mark.parametrize("key", ["R-1999", "R-1", "R-", "", "X", "R-１００１", "R-" + "9" * 40, "R-1001\0"])
def test_a_forged_key_is_refused_in_words(database: Database, key: str) -> None:
    file(database)
    with pytest.raises(Refused) as refused:
        database.write_now(service.claim, Click(key, MANAGER), DESK, LATER)
    assert refused.value.code is Refusal.NO_SUCH_REQUEST


def test_what_an_owner_has_answered_stays_in_their_home_and_is_asked_of_its_filer(database: Database) -> None:
    answered = file(database, request_type=RequestType.CONSULT)
    claimed = file(database)
    database.write_now(service.answer, Click(answered, MANAGER), "はい、可能です。", DESK, LATER)
    database.write_now(service.claim, Click(claimed, MANAGER), DESK, LATER)

    owner = database.read_now(reading.home, MANAGER, DESK, LATER)
    assert [view.request.key for view in owner.mine] == [claimed, answered]
    filer = database.read_now(reading.home, AGENT, DESK, LATER)
    assert [view.request.key for view in filer.waiting] == [answered]


def test_whoever_answers_their_own_question_sees_it_once(database: Database) -> None:
    key = file(database, request_type=RequestType.CONSULT, filed_by=MANAGER)
    database.write_now(service.answer, Click(key, MANAGER), "はい、可能です。", DESK, LATER)

    home = database.read_now(reading.home, MANAGER, DESK, LATER)
    assert [view.request.key for view in (*home.waiting, *home.mine)] == [key]


def test_home_sorts_what_waits_by_urgency_and_shows_the_team_to_leads_only(database: Database) -> None:
    calm = file(database, urgency=Urgency.LOW)
    heated = file(database, urgency=Urgency.CRITICAL)

    home = database.read_now(reading.home, MANAGER, DESK, LATER)
    assert [view.request.key for view in home.waiting] == [heated, calm]
    assert home.team is None
    lead = database.read_now(reading.home, LEAD, DESK, LATER)
    assert lead.team is not None
    assert {view.request.key for view in lead.team} == {calm, heated}


def test_home_learns_that_there_are_older_requests_without_counting_them(database: Database) -> None:
    keys = [file(database) for _ in range(reading.TEAM_ON_HOME + 3)]
    keys.reverse()

    filer = database.read_now(reading.home, AGENT, DESK, LATER)
    assert [view.request.key for view in filer.filed] == keys[: reading.FILED_ON_HOME + 1]
    lead = database.read_now(reading.home, LEAD, DESK, LATER)
    assert [view.request.key for view in lead.team or ()] == keys[: reading.TEAM_ON_HOME + 1]
