"""An accounts file is brought in whole or not at all; people in it are found by id, mail address or name."""

from dataclasses import replace

import pytest

from storage.accounts import Account
from storage.database import Database
from storage.vocabulary import Locale
from tests.storage.clocks import machine_clock
from tests.storage.records import person
from tests.storage.statements import MORE_THAN_ONE_TAKES
from workflows.accounts.service import Import, import_accounts
from workflows.accounts.sheet import write
from workflows.sheets import Finding, Mistake

SATO, KATO = person("U0SATO", "佐藤 健", email="sato@example.com"), person("U0KATO", "加藤 涼")
TWINS = [person("U0BEN1", "Ben"), person("U0BEN2", "Ben")]
LEFT = person("U0GONE", "佐藤 健", deactivated=True, email="gone@example.com")
ROBOT = person("U0BOT", "Robot", is_bot=True)


@pytest.fixture
def database(database_url: str) -> Database:
    """A database that knows a few people and no customer."""
    database = Database(database_url, machine_clock)
    database.write_now(lambda work: work.people.remember([SATO, KATO, *TWINS, LEFT, ROBOT]))
    return database


def bring_in(database: Database, *lines: str, dry_run: bool = False) -> Import:
    return database.write_now(import_accounts, "\n".join(lines).encode(), dry_run=dry_run)


def known(database: Database) -> list[Account]:
    return database.read_now(lambda work: work.accounts.all())


@pytest.mark.parametrize("named", ["U0SATO", "sato@example.com", "SATO@Example.com", "@佐藤 健"])
def test_an_account_manager_is_found_however_named(database: Database, named: str) -> None:
    done = bring_in(database, "account_id,name,account_manager,cover", f"A-1,青空商事,{named},@加藤 涼")

    assert done == Import(added=1)
    assert known(database) == [Account("A-1", "青空商事", account_manager="U0SATO", cover="U0KATO")]


@pytest.mark.parametrize(
    ("named", "mistake"),
    [
        ("U0NOBODY", Mistake.NO_SUCH_PERSON),
        ("nobody@example.com", Mistake.NO_SUCH_PERSON),
        ("@nobody", Mistake.NO_SUCH_PERSON),
        ("U0GONE", Mistake.PERSON_LEFT),
        ("gone@example.com", Mistake.NO_SUCH_PERSON),
        ("U0BOT", Mistake.NO_SUCH_PERSON),
        ("佐藤 健", Mistake.NO_SUCH_PERSON),
        ("@Ben", Mistake.AMBIGUOUS_PERSON),
    ],
)
def test_someone_who_cannot_be_found_keeps_the_whole_file_out(database: Database, named: str, mistake: Mistake) -> None:
    done = bring_in(database, "account_id,name,cover", "A-1,青空商事,", f"A-2,Blue,{named}")

    assert done.findings == (Finding(3, mistake, "cover", named),)
    assert known(database) == []


def test_before_anyone_is_known_an_id_is_taken_as_it_stands(database_url: str) -> None:
    database = Database(database_url, machine_clock)

    assert bring_in(database, "account_id,name,account_manager", "A-1,Blue,U0NEW").added == 1
    assert bring_in(database, "account_id,name,account_manager", "A-2,Red,@new").findings != ()


def test_all_mistakes_are_told_in_the_order_of_their_lines(database: Database) -> None:
    done = bring_in(database, "account_id,name,cover", "A-1,Blue,@nobody", "A-2,,", "A-3,Red,@Ben")

    assert [finding.line for finding in done.findings] == [2, 3, 4]


def test_a_dry_run_says_what_would_change_and_changes_nothing(database: Database) -> None:
    bring_in(database, "account_id,name", "A-1,Blue", "A-2,Red")
    before = known(database)

    would = bring_in(database, "account_id,name", "A-1,Blue", "A-2,Green", "A-3,Gold", dry_run=True)

    assert would == Import(added=1, updated=1, unchanged=1)
    assert known(database) == before


def test_a_column_that_is_not_there_leaves_what_is_known_and_an_empty_field_empties_it(database: Database) -> None:
    bring_in(database, "account_id,name,plan,locale", "A-1,Blue,Gold,en")

    bring_in(database, "account_id,name,locale", "A-1,Blue,")

    assert known(database) == [Account("A-1", "Blue", plan="Gold", locale=None)]
    bring_in(database, "account_id,name,locale", "A-1,Blue,ja")
    assert known(database)[0].locale is Locale.JA


def test_a_file_renames_an_account_and_takes_its_account_manager_away(database: Database) -> None:
    bring_in(database, "account_id,name,kana,account_manager,cover", "A-1,Blue,ブルー,U0SATO,U0KATO")

    assert bring_in(database, "account_id,name,account_manager", "A-1,Azure,") == Import(updated=1)
    assert known(database) == [Account("A-1", "Azure", kana="ブルー", cover="U0KATO")]


def test_an_account_manager_who_leaves_stays_where_they_stood_and_that_is_said_with_its_line(
    database: Database,
) -> None:
    bring_in(database, "account_id,name,account_manager,cover", "A-1,Blue,U0KATO,", "A-2,Red,U0SATO,")
    database.write_now(lambda work: work.people.remember([replace(SATO, deactivated=True, updated=1)]))
    exported = write(known(database))

    left = Finding(3, Mistake.PERSON_LEFT, "account_manager", "U0SATO")
    assert bring_in(database, exported) == Import(unchanged=2, remarks=(left,))
    assert bring_in(database, "account_id,name,cover", "A-1,Blue,U0SATO").findings == (
        Finding(2, Mistake.PERSON_LEFT, "cover", "U0SATO"),
    )


def test_a_file_may_hold_more_accounts_than_one_statement_takes(database: Database) -> None:
    lines = [f"A-{number},Blue" for number in range(MORE_THAN_ONE_TAKES)]

    assert bring_in(database, "account_id,name", *lines, dry_run=True) == Import(added=MORE_THAN_ONE_TAKES)
