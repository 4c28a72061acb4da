"""What Slack refuses for good: out of the way, told, retried in order; and what is forgotten after a week."""

from bot.delivery.steps import Step
from bot.delivery.transitions import Refused
from storage.outbox import State
from tests.delivery.conftest import Books
from tests.delivery.notices import CHANNEL, board, line, word


def subject(step: object) -> str:
    assert isinstance(step, Step), step
    return step.delivery.notice.subject


def test_a_dead_letter_is_told_kept_and_out_of_the_way(books: Books) -> None:
    books.tell(word("a"), word("b"))
    assert subject(books.advance(books.first(), Refused("is_archived"))) == "b"
    assert books.heard == [("a", "is_archived")]
    [letter] = books.database.read_now(lambda work: work.outbox.dead())
    assert (letter.subject, letter.error) == ("a", "is_archived")


def test_dead_letters_are_retried_in_their_order(books: Books) -> None:
    books.tell(word("a"), word("b"))
    then = books.advance(books.first(), Refused("is_archived"))
    assert isinstance(then, Step)
    books.advance(then, Refused("is_archived"))
    assert books.with_work() == []
    lanes = books.database.write_now(lambda work: work.outbox.retry(work.clock()))
    assert lanes == {CHANNEL}
    first = books.first()
    assert subject(first) == "a"
    assert subject(books.accept(first)) == "b"
    assert books.heard[2:] == [("a", "mended")]


def test_one_dead_letter_may_be_retried_by_its_number(books: Books) -> None:
    books.tell(word("a"), word("b"))
    then = books.advance(books.first(), Refused("is_archived"))
    assert isinstance(then, Step)
    books.advance(then, Refused("is_archived"))
    books.database.write_now(lambda work: work.outbox.retry(work.clock(), [then.delivery.number]))
    assert books.states() == [("a", State.DEAD), ("b", State.PENDING)]


def test_a_kept_message_posted_later_mends_the_dead_and_revives_its_thread(books: Books) -> None:
    books.tell(board("R-1"), line("R-1", "claimed"))
    then = books.advance(books.first(), Refused("not_in_channel"))
    assert isinstance(then, Step)
    books.advance(then, Refused("not_in_channel"))
    refusal = books.database.read_now(lambda work: work.outbox.refusal_of("test_board", "R-1", CHANNEL))
    assert refusal == "not_in_channel"
    books.tell(board("R-1"))
    line_again = books.accept(books.first())
    assert isinstance(line_again, Step)
    assert line_again.delivery.notice.topic == "test_line"
    assert books.heard[-1] == ("R-1", "mended")
    assert books.database.read_now(lambda work: work.outbox.refusal_of("test_board", "R-1", CHANNEL)) is None


def test_what_was_sent_is_forgotten_after_a_week_and_nothing_else(books: Books) -> None:
    books.tell(word("a"), word("b"), word("c"))
    then = books.accept(books.first())
    assert isinstance(then, Step)
    books.advance(then, Refused("is_archived"))
    books.machine.move(7 * 86_400 + 1)
    dropped = books.database.write_now(lambda work: work.outbox.forget_old(books.machine.now))
    assert dropped == 1
    assert [state for _, state in books.states()] == [State.DEAD, State.SENDING]
