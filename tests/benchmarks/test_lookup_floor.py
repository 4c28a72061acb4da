"""The floor of a look-up finds what Baton finds by the beginning of a name."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from benchmarks import lookups, payloads, team
from benchmarks.floor.lookup import LookUpFloor
from storage.accounts import Account
from storage.database import Database
from storage.folding import fold
from storage.unit_of_work import UnitOfWork

CUSTOMERS = [Account(f"A-{number:03}", f"青空商事{number:02}株式会社") for number in range(40)]
NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
OTHERS = [Account("A-900", "株式会社みどり青空"), Account("A-901", "ﾈｵ商事", "ネオショウジ")]


@pytest.fixture
def floor(database_url: str) -> Iterator[LookUpFloor]:
    """The floor beside some customers, one request in work."""
    team.settle_in(database_url)
    Database(database_url, lambda: NOW).write_now(lambda work: work.accounts.save([*CUSTOMERS, *OTHERS]))
    floor = LookUpFloor(database_url)
    yield floor
    floor.close()


def asked(body: bytes) -> dict[str, list[str]]:
    """A form body, read."""
    return parse_qs(body.decode())


def offered(floor: LookUpFloor, typed: str) -> list[str]:
    """Which customers the floor offers."""
    said: dict[str, Any] = floor.said(asked(payloads.suggestion(team.AGENTS[0], typed)))
    return [option["value"] for option in said["options"]]


@pytest.mark.parametrize("typed", ["青空", "青空商事1", "ネオ", "ﾍﾞﾝﾁ01", "無い"])
def test_what_begins_so_is_offered_as_baton_offers_it(floor: LookUpFloor, database_url: str, typed: str) -> None:
    def beginning(work: UnitOfWork) -> list[str]:
        found = work.accounts.matching(typed, 20)
        return [each.account_id for each in found if fold(each.name).startswith(fold(typed))]

    assert sorted(offered(floor, typed)) == sorted(Database(database_url, lambda: NOW).read_now(beginning))


def test_names_to_look_for_are_ten_thousand_and_each_is_found_by_its_beginning() -> None:
    names = [account.name for account in lookups.customers()]

    assert len(set(names)) == lookups.CUSTOMERS
    assert all(any(name.startswith(made) for made in lookups.NAMES) for name in names[:200])


def test_both_kinds_of_answer_are_counted_alike() -> None:
    assert lookups.LOOKS[lookups.TYPING].least({"options": [{"value": "new:x"}, {"value": "A-1"}]}) == 1
    assert lookups.LOOKS[lookups.FINDING].least(json.loads('{"text": "R-1001 …"}')) == 1
