"""An admin sets Baton up in Slack; whatever the environment sets stands, and nobody else may."""

import pytest

from storage.database import Database
from storage.outbox import State, outbox
from storage.setup import Chosen
from storage.unit_of_work import UnitOfWork
from storage.workspace import Identity
from tests.storage.clocks import machine_clock
from tests.storage.records import person
from workflows.escalation.routing import Desk
from workflows.notices import SetupTested
from workflows.people.policy import Roles
from workflows.people.reading import leads
from workflows.refusals import DeskRefused, InvalidForm, Misfit, Refusal
from workflows.setup import reading, service

ADMIN, LEAD, AGENT, GONE, BOT = "U0ADMIN", "U0LEAD", "U0AGENT", "U0GONE", "U0BATON"
OPEN = Desk(Roles())
FIXED = Desk(Roles(leads=frozenset({LEAD}), admins=frozenset({ADMIN})), "C0ENV", "C0ENVCALLS")
CHOSEN = Chosen("C0ESC", "C0CALLS", frozenset({LEAD}))


def a_workspace(work: UnitOfWork) -> None:
    people = [person(ADMIN, is_admin=True), person(LEAD), person(AGENT), person(GONE, deactivated=True)]
    work.people.remember(people)
    work.workspace.remember(Identity("T1", "B1", BOT, None))
    work.people.join_channel("C0ESC", BOT)


@pytest.fixture
def database(database_url: str) -> Database:
    """A workspace with one admin, where nothing is set up."""
    database = Database(database_url, machine_clock)
    database.write_now(a_workspace)
    return database


def told(work: UnitOfWork) -> list[tuple[str, str, str]]:
    rows = work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by(outbox.c.number))
    return [(row.topic, row.place, str(row.args)) for row in rows]


def test_what_an_admin_chooses_counts_where_the_environment_is_silent(database: Database) -> None:
    known = database.write_now(service.choose, ADMIN, CHOSEN, OPEN)

    assert known.channel == "C0ESC"
    assert known.absent == ("C0CALLS",)
    assert database.read_now(leads, OPEN.roles) == {LEAD}


def test_what_the_environment_sets_wins_and_keeps_the_former_choice(database: Database) -> None:
    database.write_now(service.choose, ADMIN, CHOSEN, OPEN)
    other = Chosen("C0OTHER", "C0OTHER", frozenset({AGENT}))

    known = database.write_now(service.choose, ADMIN, other, FIXED)

    assert known.channel == "C0ENV"
    assert known.channels == ("C0ENV", "C0ENVCALLS")
    assert known.chosen == CHOSEN


@pytest.mark.parametrize("by", [AGENT, LEAD, GONE, "U0NOBODY"])
@pytest.mark.parametrize("desk", [OPEN, FIXED])
def test_whoever_does_not_administer_is_told_who_does(database: Database, by: str, desk: Desk) -> None:
    for call in (service.choose, service.test, reading.set_up):
        given = (by, CHOSEN, desk) if call is service.choose else (by, desk)
        with pytest.raises(DeskRefused) as refused:
            database.write_now(call, *given)
        assert (refused.value.code, refused.value.people) == (Refusal.ADMINS_ONLY, (ADMIN,))
    assert database.read_now(lambda work: work.setup.chosen()) == Chosen()
    assert database.read_now(told) == []


@pytest.mark.parametrize(
    ("chosen", "misfits"),
    [
        (Chosen(), {"escalation_channel": Misfit.REQUIRED}),
        (Chosen("C0ESC", leads=frozenset({LEAD, GONE})), {"leads": Misfit.NO_SUCH_PERSON}),
    ],
)
def test_a_choice_that_could_not_work_is_refused_at_its_field(
    database: Database, chosen: Chosen, misfits: dict[str, Misfit]
) -> None:
    with pytest.raises(InvalidForm) as invalid:
        database.write_now(service.choose, ADMIN, chosen, OPEN)
    assert invalid.value.misfits == misfits


def test_whatever_is_fixed_need_not_be_chosen(database: Database) -> None:
    assert database.write_now(service.choose, ADMIN, Chosen(leads=frozenset({GONE})), FIXED).channel == "C0ENV"


def test_a_test_goes_to_each_channel_that_counts_and_says_what_comes_there(database: Database) -> None:
    with pytest.raises(DeskRefused):
        database.write_now(service.test, ADMIN, OPEN)
    database.write_now(service.choose, ADMIN, CHOSEN, OPEN)

    database.write_now(service.test, ADMIN, OPEN)
    database.write_now(service.test, ADMIN, FIXED)

    tested = [(place, args) for topic, place, args in database.read_now(told) if topic == SetupTested.topic]
    assert [place for place, _ in tested] == ["C0ESC", "C0CALLS", "C0ENV", "C0ENVCALLS"]
    assert [about in args for (_, args), about in zip(tested, ("cards", "calls") * 2, strict=True)] == [True] * 4


def test_where_all_goes_to_one_channel_one_test_is_enough(database: Database) -> None:
    database.write_now(service.choose, ADMIN, Chosen("C0ESC", "C0ESC"), OPEN)

    database.write_now(service.test, ADMIN, OPEN)

    [(place, args)] = [told_of[1:] for told_of in database.read_now(told) if told_of[0] == SetupTested.topic]
    assert place == "C0ESC"
    assert "both" in args


def test_nobody_is_missed_while_slack_has_not_said_who_baton_is(database_url: str) -> None:
    database = Database(database_url, machine_clock)
    database.write_now(lambda work: work.people.remember([person(ADMIN, is_admin=True)]))
    assert database.write_now(service.choose, ADMIN, CHOSEN, OPEN).absent == ()
