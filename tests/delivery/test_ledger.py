"""Leases, order, what unknown holds back, merging and dead letters: on both databases, call by call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.steps import Advance, Answer, Rest, Step
from bot.delivery.transitions import Accepted, Action, Found, Lost, NotFound, NotTaken, Refused, Result
from storage.lanes import LeaseLost
from storage.outbox import State, outbox
from storage.posts import Post
from tests.delivery.conftest import LEASE, Books
from tests.delivery.notices import CHANNEL, board, cry, line, word

TAKEN = Accepted(Post(CHANNEL, "1.000001"))


def subject(step: Step | Rest) -> str:
    assert isinstance(step, Step), step
    return step.delivery.notice.subject


# ---- leases


def test_a_lane_has_one_holder(books: Books) -> None:
    books.tell(word("a"), word("b"))
    books.first(holder="one")
    assert books.begin(holder="two") == []


def test_an_empty_lane_is_given_back_at_once(books: Books) -> None:
    books.tell(word("a"))
    assert books.accept(books.first(holder="one")) == Rest(CHANNEL, None)
    books.tell(word("b"))
    assert subject(books.first(holder="two")) == "b"


def test_a_late_holder_is_refused_and_changes_nothing(books: Books) -> None:
    books.tell(word("a"))
    late = books.first(holder="one")
    books.machine.move(31)
    [look] = books.begin(holder="two")
    with pytest.raises(LeaseLost):
        books.advance(late, TAKEN)
    assert isinstance(look, Step)
    assert look.action is Action.LOOK
    assert books.states() == [("a", State.UNKNOWN)]


def test_of_answers_that_are_settled_together_only_those_of_lost_lanes_are_refused(books: Books) -> None:
    books.tell(word("a"), word("b"), word("c", "C_OTHER"), board("R-1", "C_THIRD"))
    steps = books.begin(CHANNEL, "C_OTHER", "C_THIRD")
    answers = [Answer(step, Accepted(Post(step.lease.lane, "1.0"))) for step in steps if isinstance(step, Step)]
    lost = replace(answers[1].step.lease, fence=0)
    answers[1] = replace(answers[1], step=replace(answers[1].step, lease=lost))

    kept, refused, rested = books.database.write_now(books.ledger().advance, answers)

    assert isinstance(refused, LeaseLost)
    assert isinstance(kept, Advance)
    assert subject(kept.then) == "b"
    assert isinstance(rested, Advance)
    assert rested.then == Rest("C_THIRD", None)
    states = [("a", State.SENT), ("b", State.SENDING), ("c", State.SENDING), ("R-1", State.SENT)]
    assert books.states() == states


def test_two_lanes_of_one_place_share_its_tokens_though_they_are_leased_together(books: Books) -> None:
    books.tell(*(cry(str(number)) for number in range(4)), *(word(str(number)) for number in range(4)))
    then = books.begin(CHANNEL, cry("0").lane)
    posted = 0
    while steps := [step for step in then if isinstance(step, Step)]:
        posted += len(steps)
        answers = [Answer(step, TAKEN) for step in steps]
        advances = books.database.write_now(books.ledger().advance, answers)
        then = [advance.then for advance in advances if isinstance(advance, Advance)]
    assert posted == 5


@pytest.mark.parametrize(("result", "is_owed"), [(TAKEN, True), (Lost(), True), (NotTaken(), False)])
def test_an_update_that_may_have_come_too_late_is_owed_anew(books: Books, result: Result, *, is_owed: bool) -> None:
    """Whoever froze and wakes may have put what was in the place of what is."""
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(board("R-1"))
    late = books.first(holder="one")
    books.machine.move(31)
    books.accept(books.first(holder="two"))

    books.database.write_now(books.ledger("one").tell_again, Answer(late, result))
    assert [state for _, state in books.states()].count(State.PENDING) == is_owed


def test_every_answer_prolongs_the_lease(books: Books) -> None:
    books.tell(word("a"), word("b"))
    step = books.first()
    books.machine.move(29)
    then = books.accept(step)
    assert isinstance(then, Step)
    assert then.until == books.machine.now + LEASE
    books.machine.move(29)
    assert books.begin(holder="two") == []


def test_a_lease_whose_answer_was_lost_is_found_again(books: Books) -> None:
    books.tell(word("a"))
    books.first()
    books.machine.move(2.9)
    assert books.with_work() == []
    assert books.begin() == []
    books.machine.move(0.1)
    assert books.with_work() == [CHANNEL]
    assert books.with_work(holder="two") == []
    [look] = books.begin()
    assert isinstance(look, Step)
    assert look.action is Action.LOOK


def test_an_answer_settled_in_a_lost_commit_is_not_settled_twice(books: Books) -> None:
    books.tell(word("a"), word("b"))
    step = books.first()
    assert subject(books.accept(step)) == "b"
    assert subject(books.accept(step)) == "b"
    assert books.states() == [("a", State.SENT), ("b", State.SENDING)]


def test_on_one_machine_a_restart_frees_every_lane(books: Books) -> None:
    books.tell(word("a"))
    books.first(holder="killed")
    books.database.write_now(lambda work: work.lanes.free_all())
    [look] = books.begin(holder="new")
    assert isinstance(look, Step)
    assert look.action is Action.LOOK


# ---- order


def test_a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other(books: Books) -> None:
    books.tell(word("a"), word("b"), word("c", "C_OTHER"))
    steps = books.begin(CHANNEL, "C_OTHER")
    assert sorted(map(subject, steps)) == ["a", "c"]
    [first] = [step for step in steps if isinstance(step, Step) and step.lease.lane == CHANNEL]
    assert subject(books.accept(first)) == "b"


def test_back_off_holds_the_lane(books: Books) -> None:
    books.tell(word("a"), word("b"))
    rest = books.advance(books.first(), NotTaken(30.0))
    assert rest == Rest(CHANNEL, books.machine.now + timedelta(seconds=30))
    books.machine.move(29.9)
    assert books.with_work() == []
    assert books.begin() == []
    books.machine.move(0.1)
    assert books.with_work() == [CHANNEL]
    assert subject(books.first()) == "a"


def test_unknown_holds_back_its_own_post_and_thread_and_nothing_else(books: Books) -> None:
    books.tell(board("R-1"), line("R-1", "claimed"), board("R-2"), line("R-2", "claimed"))
    books.tell(board("R-1"))
    second = books.advance(books.first(), Lost())
    assert subject(second) == "R-2"
    assert isinstance(second, Step)
    third = books.accept(second, "2.0")
    assert isinstance(third, Step)
    assert (third.delivery.notice.topic, subject(third)) == ("test_line", "R-2")
    rest = books.accept(third, "3.0")
    assert rest == Rest(CHANNEL, books.machine.now + timedelta(seconds=1))


def test_what_unknown_holds_back_is_no_work_until_it_is_found(books: Books) -> None:
    books.tell(board("R-1"), line("R-1", "claimed"))
    books.advance(books.first(), Lost())
    assert books.with_work() == []
    books.machine.move(1)
    look = books.first()
    assert look.action is Action.LOOK
    then = books.advance(look, Found(Post(CHANNEL, "1.0")))
    assert subject(then) == "R-1"


def test_the_looks_end_in_a_second_post(books: Books) -> None:
    books.tell(word("a"))
    then = books.advance(books.first(), Lost())
    at = []
    while isinstance(then, Rest):
        assert then.until is not None
        at.append((then.until - books.machine.now).total_seconds())
        books.machine.now = then.until
        then = books.advance(books.first(), NotFound())
    assert at == [1, 3, 6, 8]
    assert then.action is Action.POST
    assert books.states() == [("a", State.SENDING)]


def test_a_look_remembers_when_the_message_was_first_sent(books: Books) -> None:
    books.tell(word("a"))
    began = books.machine.now
    books.machine.move(5)
    step = books.first()
    books.advance(step, Lost())
    books.machine.move(1)
    assert books.first().delivery.tried_at == began + timedelta(seconds=5)


def test_a_notice_of_a_newer_version_is_left_to_it(books: Books) -> None:
    books.tell(word("a"), word("b"))
    newer = outbox.update().where(outbox.c.subject == "a").values(topic="of_tomorrow")
    books.database.write_now(lambda work: work.connection.execute(newer))
    assert subject(books.first()) == "b"
    assert books.states()[0] == ("a", State.PENDING)


# ---- kept and merged


def test_an_update_that_waits_is_not_added_twice(books: Books) -> None:
    books.tell(board("R-1"))
    books.tell(board("R-1"), word("a"))
    assert books.states() == [("R-1", State.PENDING), ("a", State.PENDING)]


def test_what_happens_while_a_message_is_sent_follows_as_an_update(books: Books) -> None:
    books.tell(board("R-1"))
    step = books.first()
    books.tell(board("R-1"))
    update = books.accept(step)
    assert isinstance(update, Step)
    assert update.action is Action.UPDATE


def test_updates_that_wait_together_go_out_as_one(books: Books) -> None:
    books.tell(board("R-1"))
    step = books.first()
    books.tell(board("R-1"))
    rest = books.advance(step, NotTaken())
    assert isinstance(rest, Rest)
    books.machine.move(2)
    assert books.accept(books.first()) == Rest(CHANNEL, None)
    assert books.states() == [("R-1", State.SENT)]


def test_a_deleted_message_is_posted_anew(books: Books) -> None:
    books.tell(board("R-1"))
    books.accept(books.first())
    books.tell(board("R-1"))
    again = books.advance(books.first(), Refused("message_not_found"))
    assert isinstance(again, Step)
    assert again.action is Action.POST


def test_the_key_of_a_kept_message_never_changes_and_said_ones_have_their_own(books: Books) -> None:
    books.tell(board("R-1"))
    post = books.first()
    books.tell(board("R-1"), word("a"), word("a"))
    update = books.accept(post)
    assert isinstance(update, Step)
    said = books.accept(update)
    assert isinstance(said, Step)
    again = books.accept(said)
    assert isinstance(again, Step)
    assert update.delivery.key == post.delivery.key
    assert len({post.delivery.key, said.delivery.key, again.delivery.key}) == 3


def test_an_answer_for_a_notice_that_was_never_claimed_changes_nothing(books: Books) -> None:
    books.tell(word("a"))
    step = books.first()
    stale = replace(step.delivery, progress=replace(step.delivery.progress, attempts=7))
    assert books.settled(replace(step, delivery=stale), TAKEN).settled is None
