"""What two replicas on one PostgreSQL do at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.delivery.ledger import Ledger
from bot.delivery.steps import Step
from storage.database import Database
from storage.outbox import State
from storage.unit_of_work import UnitOfWork
from tests.delivery.conftest import Books, Machine
from tests.delivery.notices import CHANNEL, board, tell, word


@pytest.fixture
def books(postgresql_url: str) -> Books:
    """Empty books on PostgreSQL."""
    machine = Machine()
    database = Database(postgresql_url, machine)
    database.prepare()
    return Books(database, machine)


def test_a_lane_that_another_is_just_leasing_is_skipped_without_waiting(books: Books) -> None:
    books.tell(word("before"))
    books.accept(books.first())
    books.tell(word("a"), word("b", "C_OTHER"))
    leased, looked = Event(), Event()

    def lease_slowly(work: UnitOfWork, ledger: Ledger) -> int:
        advances = ledger.begin(work, [CHANNEL], 32)
        leased.set()
        assert looked.wait(5)
        return len(advances)

    with ThreadPoolExecutor() as threads:
        slow = threads.submit(books.database.write_now, lease_slowly, books.ledger("one"))
        assert leased.wait(5)
        steps = books.begin(CHANNEL, "C_OTHER", holder="two")
        looked.set()
        assert slow.result() == 1
    assert [step.lease.lane for step in steps if isinstance(step, Step)] == ["C_OTHER"]


def test_what_is_told_while_its_message_is_claimed_is_never_lost(books: Books) -> None:
    """A claim waits for whoever decided to add nothing, so that it renders what they changed."""
    books.tell(board("R-1"))
    told, begun = Event(), Event()

    def tell_slowly(work: UnitOfWork) -> None:
        tell(work, board("R-1"))
        told.set()
        begun.wait(0.2)

    with ThreadPoolExecutor() as threads:
        slow = threads.submit(books.database.write_now, tell_slowly)
        assert told.wait(5)
        claim = threads.submit(books.first)
        assert not claim.done()
        slow.result()
        claim.result()
    assert books.states() == [("R-1", State.SENDING)]


def test_what_is_told_after_the_claim_is_owed_anew(books: Books) -> None:
    books.tell(board("R-1"))
    claimed = Event()

    def claim_slowly(work: UnitOfWork, ledger: Ledger) -> None:
        ledger.begin(work, [CHANNEL], 32)
        claimed.set()
        Event().wait(0.2)

    with ThreadPoolExecutor() as threads:
        slow = threads.submit(books.database.write_now, claim_slowly, books.ledger())
        assert claimed.wait(5)
        books.tell(board("R-1"))
        slow.result()
    assert books.states() == [("R-1", State.SENDING), ("R-1", State.PENDING)]
