"""How soon the ledger lets Slack be asked again: five posts at once, one a second, and what a 429 stops."""

from datetime import timedelta

from bot.delivery.steps import Rest, Step
from bot.delivery.transitions import Action, Lost, NotTaken
from tests.delivery.conftest import Books
from tests.delivery.notices import CHANNEL, board, word


def test_five_posts_go_at_once_then_one_a_second(books: Books) -> None:
    books.tell(*(word(str(number)) for number in range(7)))
    then: Step | Rest = books.first()
    for _ in range(4):
        assert isinstance(then, Step)
        then = books.accept(then)
    assert isinstance(then, Step)
    assert books.accept(then) == Rest(CHANNEL, books.machine.now + timedelta(seconds=1))
    books.machine.move(1)
    rest = books.accept(books.first())
    assert rest == Rest(CHANNEL, books.machine.now + timedelta(seconds=1))


def test_a_clock_that_is_set_back_costs_no_more_than_the_bucket_holds(books: Books) -> None:
    books.tell(*(word(str(number)) for number in range(7)))
    then: Step | Rest = books.first()
    for _ in range(5):
        assert isinstance(then, Step)
        then = books.accept(then)
    books.machine.move(-3600)
    bucket = f"chat.postMessage:{CHANNEL}"
    [until] = books.database.write_now(lambda work: work.buckets.take([bucket], books.machine.now))
    assert until == books.machine.now + timedelta(seconds=1)
    books.machine.move(1)
    assert books.database.write_now(lambda work: work.buckets.take([bucket], books.machine.now)) == [None]


def test_429_stops_the_lane_of_its_place_and_no_other(books: Books) -> None:
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(word("a"))
    books.advance(books.first(), NotTaken(30.0))
    books.tell(word("b", "C_OTHER"))
    assert books.with_work() == ["C_OTHER"]
    [other] = books.begin("C_OTHER")
    assert isinstance(other, Step)
    assert other.delivery.notice.subject == "b"


def test_429_leaves_a_method_alone_for_every_notice_of_its_place(books: Books) -> None:
    books.tell(word("a"), word("b"))
    second = books.advance(books.first(), Lost())
    assert isinstance(second, Step)
    books.advance(second, Lost())
    books.machine.move(1)
    look = books.first()
    assert look.action is Action.LOOK
    assert books.advance(look, NotTaken(30.0)) == Rest(CHANNEL, books.machine.now + timedelta(seconds=30))
    books.machine.move(30)
    assert books.first().action is Action.LOOK
