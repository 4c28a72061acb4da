"""Row 8: a storm of 5xx. Capped, jittered back-off; nothing dropped."""

from storage.outbox import State
from tests.delivery.notices import board, word
from tests.delivery.running import OTHER, Desk

NOTICES = 6


async def test_nothing_is_dropped_and_nothing_posted_twice(desk: Desk) -> None:
    desk.slack.faults.add(kind="server_error", method="chat.postMessage", effect=True, times=3)
    desk.slack.faults.add(kind="server_error", method="conversations.history", times=2)
    await desk.tell(*(word(str(number), OTHER if number % 2 else "C_ESC") for number in range(NOTICES)))
    await desk.become(*[State.SENT] * NOTICES)
    assert sorted(desk.texts() + desk.texts(OTHER)) == list("012345")


async def test_what_is_repeated_backs_off(desk: Desk) -> None:
    await desk.tell(board("R-1"))
    await desk.become(State.SENT)
    desk.slack.faults.add(kind="server_error", method="chat.update", times=3)
    await desk.tell(board("R-1"))
    await desk.called("chat.update", 3)
    await desk.become(State.SENT, State.PENDING)
    await desk.skip(60)
    await desk.become(State.SENT, State.SENT)
    first, second, third, _ = [call.at for call in desk.calls("chat.update")]
    assert 1 <= second - first <= 2.5
    assert 2 <= third - second <= 4.5


async def test_a_slack_that_is_gone_is_tried_again_and_took_nothing(desk: Desk) -> None:
    await desk.slack.refuse()
    await desk.tell(word("a"))
    await desk.become(State.PENDING)
    await desk.slack.listen()
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]
    assert desk.calls("conversations.history") == []
