"""Leads and admins keep the list of customers in Slack; everyone else is told who does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from storage.accounts import Account
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock
from tests.storage.records import person
from workflows.accounts import reading
from workflows.accounts.service import edit
from workflows.people.policy import Roles
from workflows.refusals import DeskRefused, InvalidForm, Misfit, Refusal

LEAD, ADMIN, AGENT, SATO, GONE = "U0LEAD", "U0ADMIN", "U0AGENT", "U0SATO", "U0GONE"
ROLES = Roles(leads=frozenset({LEAD}), admins=frozenset({ADMIN}))
BLUE = Account("A-1", "青空商事", account_manager=SATO, cover=AGENT, team_channel="C0BLUE", phone="03", plan="Gold")


def a_list(work: UnitOfWork) -> None:
    active = [person(each, each) for each in (LEAD, ADMIN, AGENT, SATO)]
    work.people.remember([*active, person(GONE, "高橋", deactivated=True)])
    work.accounts.save([BLUE])


@pytest.fixture
def database(database_url: str) -> Database:
    """A team with one customer."""
    database = Database(database_url, machine_clock)
    database.write_now(a_list)
    return database


def known(database: Database) -> list[Account]:
    return database.read_now(lambda work: work.accounts.all())


@pytest.mark.parametrize("by", [LEAD, ADMIN])
def test_an_account_is_kept_as_it_was_edited_and_what_was_emptied_is_empty(database: Database, by: str) -> None:
    edited = Account("A-1", "青空商事", kana="あおぞら", account_manager=AGENT)
    database.write_now(edit, by, edited, ROLES)
    assert known(database) == [edited]


@pytest.mark.parametrize("by", [AGENT, SATO, GONE, "U0NOBODY"])
def test_whoever_does_not_lead_is_told_who_does(database: Database, by: str) -> None:
    calls: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda work: edit(work, by, replace(BLUE, plan=None), ROLES),
        lambda work: reading.unattended(work, by, ROLES),
        lambda work: reading.to_edit(work, by, "A-1", ROLES),
    )
    for call in calls:
        with pytest.raises(DeskRefused) as refused:
            database.write_now(call)
        assert (refused.value.code, refused.value.people) == (Refusal.LEADS_ONLY, (LEAD,))
    assert known(database) == [BLUE]


@pytest.mark.parametrize(
    ("edited", "misfits"),
    [
        (replace(BLUE, account_manager=GONE), {"account_manager": Misfit.NO_SUCH_PERSON}),
        (replace(BLUE, cover=GONE), {"cover": Misfit.NO_SUCH_PERSON}),
        (replace(BLUE, cover=SATO), {"cover": Misfit.ALREADY_THEIRS}),
        (replace(BLUE, account_id="A-9"), {"name": Misfit.NO_SUCH_ACCOUNT}),
        (Account("new:", "青空 商事"), {"name": Misfit.ALREADY_LISTED}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    database: Database, edited: Account, misfits: dict[str, Misfit]
) -> None:
    with pytest.raises(InvalidForm) as invalid:
        database.write_now(edit, LEAD, edited, ROLES)
    assert invalid.value.misfits == misfits
    assert known(database) == [BLUE]


def test_whom_the_mirror_has_not_met_may_well_be_there(database: Database) -> None:
    assert database.write_now(edit, LEAD, replace(BLUE, cover="U0NEW"), ROLES).cover == "U0NEW"


def test_a_new_customer_gets_the_id_that_filing_would_give(database: Database) -> None:
    added = database.write_now(edit, LEAD, Account("new:", "みどり製作所", account_manager=SATO), ROLES)
    assert added.account_id.startswith("new-")
    assert database.read_now(reading.to_edit, LEAD, added.account_id, ROLES).account == added
    empty = database.read_now(reading.to_edit, LEAD, "new:赤坂", ROLES)
    assert empty.account == Account("new:", "赤坂")


def test_an_account_that_is_gone_cannot_be_opened(database: Database) -> None:
    with pytest.raises(InvalidForm):
        database.read_now(reading.to_edit, LEAD, "A-9", ROLES)


def test_customers_who_need_somebody_are_counted_and_the_first_are_named(database: Database) -> None:
    nobody = [Account(f"N-{number}", f"Nobody {number}") for number in range(5)]
    left = [
        Account("L-1", "Acme", account_manager=GONE, cover=SATO),
        Account("L-2", "Bolt", account_manager=SATO, cover=GONE),
    ]
    database.write_now(lambda work: work.accounts.save([*nobody, *left]))

    found = database.read_now(reading.unattended, LEAD, ROLES)

    assert found.count == 7
    assert [view.account.account_id for view in found.views] == ["L-1", "L-2", "N-0", "N-1", "N-2"]
    assert found.views[0].left_from(GONE) == "高橋"
    assert found.views[0].left_from(SATO) is None
