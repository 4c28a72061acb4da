"""An update that Slack gave no answer for, and may carry out later over a younger one."""

from bot.delivery.settling import repeat_lost
from bot.delivery.transitions import Lost
from storage.outbox import State
from tests.delivery.conftest import Books
from tests.delivery.notices import board


def test_what_was_sent_after_a_lost_update_is_told_again_once_that_can_come_no_more(books: Books) -> None:
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(board("R-1"))
    books.advance(books.first(), Lost())
    books.machine.move(2)
    books.accept(books.first())
    books.machine.move(15.9)
    books.database.write_now(repeat_lost)
    assert books.states() == [("R-1", State.SENT), ("R-1", State.SENT)]

    books.machine.move(0.1)
    for _ in range(2):
        books.database.write_now(repeat_lost)
    assert books.states() == [("R-1", State.SENT), ("R-1", State.SENT), ("R-1", State.PENDING)]
    books.accept(books.first())
    books.machine.move(60)
    books.database.write_now(repeat_lost)
    assert [state for _, state in books.states()] == [State.SENT] * 3


def test_so_is_what_was_sent_after_an_update_whose_sender_is_gone(books: Books) -> None:
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(board("R-1"))
    books.first(holder="gone")
    books.machine.move(31)
    books.accept(books.first(holder="two"))
    books.machine.move(18)
    books.database.write_now(repeat_lost)
    assert books.states()[-1] == ("R-1", State.PENDING)


def test_an_update_that_came_only_after_a_lost_one_could_is_not_told_again(books: Books) -> None:
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(board("R-1"))
    books.advance(books.first(), Lost())
    books.machine.move(18)
    books.accept(books.first())
    books.machine.move(60)
    books.database.write_now(repeat_lost)
    assert books.states() == [("R-1", State.SENT), ("R-1", State.SENT)]
