"""Customers are found by whatever one types of their name."""

import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.accounts import Account
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from tests.storage.clocks import machine_clock
from tests.storage.statements import MORE_THAN_ONE_TAKES, as_released

KNOWN = [
    Account("A-001", "株式会社 山田製作所", kana="ヤマダセイサクショ", account_manager="U2"),
    Account("A-002", "サンライズ・コーヒー(株)", kana="サンライズコーヒー"),
    Account("A-003", "Acme, Inc", locale=Locale.EN),
    Account("A-004", "100%_Natural"),
    Account("A-005", "Brûlerie Zoë"),
]


def named(work: UnitOfWork, typed: str) -> list[str]:
    """Answer the ids of accounts of this very name."""
    return [account.account_id for account in work.accounts.named(typed)]


def found(work: UnitOfWork, typed: str, limit: int = 100) -> list[str]:
    """Answer the ids of the accounts offered for what was typed."""
    return [account.account_id for account in work.accounts.matching(typed, limit)]


@pytest.fixture
def known(database_url: str) -> Database:
    """A database that knows some customers."""
    database = Database(database_url, machine_clock)
    database.write_now(lambda work: work.accounts.save(KNOWN))
    return database


@pytest.mark.parametrize(
    ("typed", "account_id"),
    [
        ("山田製作所", "A-001"),
        ("山田", "A-001"),
        ("やまだ", "A-001"),
        ("ﾔﾏﾀﾞ", "A-001"),
        ("ヤマダセイサクシヨ", "A-001"),
        ("a-001", "A-001"),
        ("Ａ－００１", "A-001"),
        ("さんらいず こーひー", "A-002"),
        ("サンライズコーヒー", "A-002"),
        ("㈱サンライズ", "A-002"),
        ("ＡＣＭＥ", "A-003"),
        ("acme inc", "A-003"),
        ("100%", "A-004"),
        ("brulerie", "A-005"),
        ("ZOE", "A-005"),
    ],
)
def test_one_finds_what_one_types(known: Database, typed: str, account_id: str) -> None:
    assert known.read_now(found, typed) == [account_id]


@pytest.mark.parametrize("typed", ["%", "_", "%a%", "ac_e", "\\", "存在しない会社"])
def test_signs_of_sql_are_only_signs(known: Database, typed: str) -> None:
    assert known.read_now(found, typed) == (["A-004"] if typed in {"%", "_"} else [])


def test_names_that_begin_with_what_was_typed_come_first(known: Database) -> None:
    known.write_now(lambda work: work.accounts.save([Account("B-1", "Big Acme"), Account("B-2", "Acme Zwei")]))

    assert known.read_now(found, "acme") == ["A-003", "B-2", "B-1"]
    assert known.read_now(found, "acme", 2) == ["A-003", "B-2"]


def test_saving_again_keeps_what_stands_now_and_adding_does_not(known: Database) -> None:
    renamed = Account("A-003", "Acme Global", account_manager="U9", phone="03-1234-5678", plan="Gold")

    known.write_now(lambda work: work.accounts.save([renamed]))
    known.write_now(lambda work: work.accounts.add(Account("A-003", "Somebody else")))

    assert known.read_now(lambda work: work.accounts.get("A-003")) == renamed
    assert known.read_now(found, "inc") == []
    assert known.read_now(lambda work: work.accounts.get("A-404")) is None


def test_several_are_answered_by_id(known: Database) -> None:
    among = known.read_now(lambda work: work.accounts.among(["A-001", "A-404", "A-003"]))

    assert among == {"A-001": KNOWN[0], "A-003": KNOWN[2]}
    assert known.read_now(lambda work: work.accounts.among([])) == {}
    assert known.read_now(lambda work: work.accounts.all()) == KNOWN


def test_some_are_found_among_more_than_one_statement_takes(known: Database) -> None:
    asked = {f"A-{number:03}" for number in range(4, MORE_THAN_ONE_TAKES)}

    def look(work: UnitOfWork) -> dict[str, Account]:
        as_released(work)
        return work.accounts.among(asked)

    assert known.read_now(look) == {"A-004": KNOWN[3], "A-005": KNOWN[4]}


@pytest.fixture(scope="module")
def japan() -> Iterator[Database]:
    """One customer whose name every example writes in a way of its own."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'baton.db'}", machine_clock)
        database.write_now(lambda work: work.accounts.save([Account("A-1", "株式会社ガンマ・データｻｰﾋﾞｽ２１ Lab")]))
        yield database


def katakana(text: str) -> str:
    """Write hiragana as katakana."""
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in text)


def hiragana(text: str) -> str:
    """Write katakana as hiragana."""
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in text)


def wide(text: str) -> str:
    """Write ASCII in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


WAYS = [
    katakana,
    hiragana,
    wide,
    str.upper,
    str.lower,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFKC", text),
    lambda text: text.replace("株式会社", ""),
    lambda text: text.replace("株式会社", "(株)"),
    lambda text: text.replace("・", " "),
    lambda text: text.replace(" ", "\u3000"),
    lambda text: f" {text} ",
]


@given(st.lists(st.sampled_from(WAYS), max_size=6))
def test_the_same_name_written_in_any_way_is_the_same_customer(japan: Database, ways: list[object]) -> None:
    typed = "株式会社ガンマ・データサービス21 Lab"
    for way in ways:
        typed = way(typed)  # type: ignore[operator]  # each is a function from text to text

    assert japan.read_now(named, typed) == ["A-1"]


@given(st.text(min_size=1, max_size=300))
@settings(deadline=None)
def test_every_customer_is_found_by_its_own_name(japan: Database, name: str) -> None:
    def save_and_look(work: UnitOfWork) -> tuple[list[str], list[str]]:
        work.accounts.save([Account("A-2", name)])
        return named(work, name), found(work, name)

    by_name, offered = japan.write_now(save_and_look)

    assert "A-2" in by_name
    assert "A-2" in offered


def test_a_very_long_text_is_looked_for_by_its_beginning(known: Database) -> None:
    known.write_now(lambda work: work.accounts.save([Account("A-9", "長い名前" * 200)]))

    assert known.read_now(found, "長い名前" * 20_000) == ["A-9"]


CALLED = [
    Account("P-1", "Aozora", phone="03-1234-5678"),
    Account("P-2", "Aozora Osaka", phone="（０３）１２３４ー５６７８"),
    Account("P-3", "Acme", phone="+1 415 555 0100"),
    Account("P-4", "No telephone"),
    Account("P-5", "Desk of the house", phone="110"),
]
CALLS = {
    "0312345678": ["P-1", "P-2"],
    "+81 3-1234-5678": ["P-1", "P-2"],
    "+81(0)312345678": ["P-1", "P-2"],
    "０３ １２３４ ５６７８": ["P-1", "P-2"],
    "+14155550100": ["P-3"],
    "14155550100": ["P-3"],
    "0312345679": [],
    "110": [],
    "": [],
    "anonymous": [],
    "\0": [],
    "9" * 500: [],
}


def test_accounts_are_found_by_the_number_a_call_comes_from(known: Database) -> None:
    known.write_now(lambda work: work.accounts.save(CALLED))

    def called_from(work: UnitOfWork, phone: str) -> list[str]:
        return [account.account_id for account in work.accounts.called_from(phone)]

    assert {phone: known.read_now(called_from, phone) for phone in CALLS} == CALLS


def test_a_number_that_changes_is_found_no_more(known: Database) -> None:
    for phone in ("03-1234-5678", "06-1234-5678"):
        known.write_now(lambda work, phone=phone: work.accounts.save([Account("P-1", "Aozora", phone=phone)]))  # type: ignore[misc]
    found = known.read_now(lambda work: [work.accounts.called_from(phone) for phone in ("0312345678", "0612345678")])
    assert [len(accounts) for accounts in found] == [0, 1]
