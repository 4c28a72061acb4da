"""What goes first leaves with the commit that tells it, whatever else there is to do; and in order, where it cannot."""

import asyncio
import time
from datetime import timedelta
from typing import NoReturn

import pytest

from bot.delivery.claiming import bucket_of
from bot.delivery.relay import LANES_AT_ONCE
from bot.delivery.transitions import Action
from storage.database import StorageFailed
from storage.outbox import Notice, State
from storage.unit_of_work import UnitOfWork
from tests.delivery.notices import CHANNEL, cry, tell_first, word
from tests.delivery.running import OTHER, Desk


@pytest.fixture(autouse=True)
async def _something_was_posted_there(desk: Desk) -> None:
    """Let a token have been taken an hour ago: whoever is on the phone had a message before any whisper."""
    bucket, then = bucket_of(Action.POST, cry("help")), desk.clock() - timedelta(hours=1)
    await desk.database.write(lambda work: work.buckets.take([bucket], then))


async def test_it_is_claimed_in_the_unit_of_work_that_tells_it(desk: Desk) -> None:
    await desk.cry(cry("help"))
    assert desk.states()[0] in {State.SENDING, State.SENT}
    assert await desk.posted(1) == ["help"]
    await desk.become(State.SENT)
    assert desk.heard.taken == ["help"]


async def test_it_leaves_though_every_place_at_the_relay_is_taken(desk: Desk) -> None:
    desk.slack.faults.add(kind="hang", method="chat.postMessage", channel=OTHER, times=None)
    desk.slack.faults.add(kind="hang", method="conversations.open", times=None)
    crowd = [word(str(number), f"U_{number}") for number in range(LANES_AT_ONCE + 8)]
    await desk.tell(*crowd, word("other", OTHER))
    await desk.called("conversations.open", LANES_AT_ONCE - 1)
    await desk.cry(cry("help"))
    assert await desk.posted(1) == ["help"]


async def test_a_unit_that_is_taken_back_posts_nothing(desk: Desk) -> None:
    with pytest.raises(LookupError):
        await desk.database.write(_tell_and_fail, cry("help"))
    await desk.tell(word("after"))
    assert await desk.posted(1) == ["after"]
    assert len(desk.states()) == 1


def _tell_and_fail(work: UnitOfWork, notice: Notice) -> NoReturn:
    tell_first(work, notice)
    raise LookupError


async def test_a_unit_that_took_too_long_posts_nothing(desk: Desk) -> None:
    with pytest.raises(StorageFailed):
        await desk.database.write(_tell_and_dawdle, cry("late"))
    await desk.tell(word("after"))
    assert await desk.posted(1) == ["after"]
    assert len(desk.states()) == 1


def _tell_and_dawdle(work: UnitOfWork, notice: Notice) -> None:
    tell_first(work, notice)
    time.sleep(2.5)


async def test_a_look_for_work_in_the_same_commit_leaves_it_to_whoever_sends_it(desk: Desk) -> None:
    before = asyncio.create_task(desk.database.write(lambda _: time.sleep(0.2)))
    await asyncio.sleep(0.05)
    told = asyncio.create_task(desk.cry(cry("help")))
    await asyncio.sleep(0.05)
    desk.relay.wake({cry("help").lane})
    await asyncio.gather(before, told)
    await desk.become(State.SENT)
    assert desk.calls("conversations.history") == []


async def test_two_in_one_queue_keep_their_order(desk: Desk) -> None:
    await desk.cry(cry("one"), cry("two"))
    assert await desk.posted(2) == ["one", "two"]


async def test_where_slack_wants_no_post_it_waits_like_any_other(desk: Desk) -> None:
    desk.slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=CHANNEL, seconds=30, times=1)
    await desk.tell(word("first"))
    await desk.called("chat.postMessage")
    await desk.become(State.PENDING)
    await desk.cry(cry("help"))
    assert desk.states() == [State.PENDING, State.PENDING]
    assert len(desk.calls("chat.postMessage")) == 1


async def test_the_first_of_a_place_comes_as_well(desk: Desk) -> None:
    await desk.cry(cry("help", OTHER))
    assert await desk.posted(1, OTHER) == ["help"]
    await desk.become(State.SENT)


async def test_a_change_to_what_is_posted_goes_its_ordinary_way(desk: Desk) -> None:
    await desk.cry(cry("help"))
    await desk.become(State.SENT)
    await desk.tell(cry("help"))
    [update] = await desk.called("chat.update")
    assert update.args["text"] == "help"


async def test_it_passes_whoever_waits_for_a_token_of_their_own(desk: Desk) -> None:
    """The fifth word of a channel's burst is out; what follows waits for its second, and a cry elsewhere does not."""
    await desk.tell(*(word(str(number)) for number in range(9)))
    await desk.posted(5)
    await desk.cry(cry("help", OTHER))
    assert await desk.posted(1, OTHER) == ["help"]
    assert len(desk.texts()) < 9
