"""The relay and what goes first, in two units of work at once: neither waits for the other while that waits for it."""

import time
from collections.abc import Callable
from threading import Thread

from bot.delivery.steps import Step
from storage.database import Database
from storage.lanes import Lease
from storage.unit_of_work import UnitOfWork
from tests.delivery.conftest import Books, Machine
from tests.delivery.notices import board, cry
from tests.postgresql import crossed

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
WITHIN = 10.0


def is_anyone_waiting(work: UnitOfWork) -> bool:
    """Say whether a transaction waits for another."""
    return bool(work.connection.exec_driver_sql(WAITING).scalar_one())


def wait_until(is_so: Callable[[], bool]) -> None:
    """Ask until it is so: PostgreSQL tells nobody who waits."""
    end = time.monotonic() + WITHIN
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_goes_first_does_not_wait_for_a_relay_that_waits_for_what_else_was_told(postgresql_url: str) -> None:
    """The relay makes the bucket of a place, and then waits for whoever counts on a message that is still to go."""
    database = Database(postgresql_url, Machine())
    database.prepare()
    books = Books(database, Machine())
    books.tell(board("R-1"))
    begun: list[Step] = []
    relay = Thread(target=lambda: begun.append(books.first(holder="relay")))

    def advise(work: UnitOfWork) -> Lease | None:
        work.tell([board("R-1")])
        relay.start()
        wait_until(lambda: database.read_now(is_anyone_waiting))
        return books.ledger("service").seize(work, cry("help"))

    assert database.write_now(advise) is None
    relay.join()
    assert [step.delivery.notice for step in begun] == [board("R-1")]
    assert database.read_now(crossed) == 0
