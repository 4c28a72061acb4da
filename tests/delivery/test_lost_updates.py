"""An update that Slack gave no answer for, and may carry out later over a younger one."""

from bot.delivery.settling import repeat_lost
from bot.delivery.transitions import Lost, Refused
from storage.outbox import State, outbox
from tests.delivery.conftest import Books
from tests.delivery.notices import board


def post_and_change(books: Books) -> None:
    """Post a message, which is to be updated then."""
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(board("R-1"))


def lose(books: Books, seconds: float) -> None:
    """Get no answer for an update, and send it again after so long."""
    books.advance(books.first(), Lost())
    books.machine.move(seconds)
    books.accept(books.first())


def repeat(books: Books) -> list[State]:
    """Do what is done every few seconds; answer how far each notice has come."""
    books.database.write_now(repeat_lost)
    return [state for _, state in books.states()]


def test_what_was_sent_after_a_lost_update_is_told_again_once_that_can_come_no_more(books: Books) -> None:
    post_and_change(books)
    lose(books, seconds=2)
    books.machine.move(15.9)
    assert repeat(books) == [State.SENT, State.SENT]

    books.machine.move(0.1)
    assert repeat(books) == [State.SENT, State.SENT, State.PENDING]
    assert repeat(books) == [State.SENT, State.SENT, State.PENDING]
    books.accept(books.first())
    books.machine.move(60)
    assert repeat(books) == [State.SENT, State.SENT, State.SENT]


def test_so_is_what_was_sent_after_an_update_whose_sender_is_gone(books: Books) -> None:
    post_and_change(books)
    books.first(holder="gone")
    books.machine.move(31)
    books.accept(books.first(holder="two"))
    books.machine.move(18)
    assert repeat(books) == [State.SENT, State.SENT, State.PENDING]


def test_what_came_only_when_a_lost_one_could_come_no_more_is_not_told_again(books: Books) -> None:
    post_and_change(books)
    lose(books, seconds=18)
    books.machine.move(60)
    assert repeat(books) == [State.SENT, State.SENT]


def test_a_clock_that_is_set_back_does_not_shorten_that_time_nor_make_it_hours(books: Books) -> None:
    post_and_change(books)
    lose(books, seconds=2)
    books.machine.move(-3600)
    books.database.write_now(books.ledger().end_waits)
    books.machine.move(17)
    assert repeat(books) == [State.SENT, State.SENT]
    books.machine.move(1)
    assert repeat(books) == [State.SENT, State.SENT, State.PENDING]


def test_a_dead_letter_that_stands_for_a_lost_one_is_told_again_as_well(books: Books) -> None:
    post_and_change(books)
    books.advance(books.first(), Refused("is_archived"))
    books.tell(board("R-1"))
    books.advance(books.first(), Lost())
    books.database.write_now(lambda work: work.outbox.retry(work.clock()))
    books.machine.move(2)
    books.accept(books.first())
    books.machine.move(16)
    assert repeat(books) == [State.SENT, State.SENT, State.PENDING]


def test_what_a_newer_version_told_is_left_to_it(books: Books) -> None:
    post_and_change(books)
    lose(books, seconds=2)
    newer = outbox.update().values(topic="of_tomorrow")
    books.database.write_now(lambda work: work.connection.execute(newer))
    books.machine.move(60)
    assert repeat(books) == [State.SENT, State.SENT]
