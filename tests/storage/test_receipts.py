"""What came through a door is remembered for seven days."""

from datetime import timedelta

from storage.database import Database
from storage.receipts import KEPT_FOR
from tests.storage.clocks import machine_clock
from tests.storage.records import NOW


def test_a_key_is_new_once(database_url: str) -> None:
    database = Database(database_url, machine_clock)

    assert database.write_now(lambda work: work.receipts.first("event:E1", NOW))
    assert not database.write_now(lambda work: work.receipts.first("event:E1", NOW + timedelta(days=1)))
    assert database.write_now(lambda work: work.receipts.first("event:E2", NOW))


def test_only_old_keys_are_forgotten(database_url: str) -> None:
    database = Database(database_url, machine_clock)
    database.write_now(lambda work: work.receipts.first("old", NOW))
    database.write_now(lambda work: work.receipts.first("young", NOW + timedelta(hours=1)))

    assert database.write_now(lambda work: work.receipts.forget_old(NOW + KEPT_FOR + timedelta(minutes=1))) == 1

    assert database.write_now(lambda work: work.receipts.first("old", NOW + KEPT_FOR))
    assert not database.write_now(lambda work: work.receipts.first("young", NOW + KEPT_FOR))
