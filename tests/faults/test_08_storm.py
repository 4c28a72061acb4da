"""Row 8: a storm of 5xx. Capped, jittered back-off; nothing dropped."""

from datetime import timedelta

from storage.outbox import State
from tests.delivery.notices import board, word
from tests.delivery.running import OTHER, Desk
from tests.faults import processes
from tests.faults.machine import a_stepped_town, ahead, hasten
from tests.faults.verdict import assert_kept

NOTICES = 6
LONGEST = timedelta(seconds=61)
"""A little more than the longest back-off."""
STEPS = 8
FEW = 5
"""How often a notice is tried again in the first half minute, before its back-off is the longest."""


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
    assert second - first >= 1
    assert third - second >= 2


async def test_a_slack_that_is_gone_is_tried_again_and_took_nothing(desk: Desk) -> None:
    await desk.slack.refuse()
    await desk.tell(word("a"))
    await desk.become(State.PENDING)
    await desk.slack.listen()
    await desk.become(State.SENT)
    assert desk.texts() == ["a"]
    assert desk.calls("conversations.history") == []


async def test_a_whole_process_backs_off_at_most_a_minute_and_drops_nothing(database_url: str) -> None:
    async with a_stepped_town(database_url, LONGEST) as town:
        await town.start()
        town.slack.faults.add(kind="server_error", method="chat.postMessage", effect=True, times=2)
        storm = [town.slack.faults.add(kind="server_error", method=f"{kind}.*", times=None) for kind in AILING]
        for number in range(3):
            await town.file(f"Export {number} fails")
        await town.called("conversations.open", processes.AGENT)
        for step in range(STEPS):
            asked = storm[1].hits
            ahead(town)
            await town.struck(storm[1], asked + 1)
            assert len(opened(town)) <= step + 1 + FEW
        town.slack.faults.clear()
        await hasten(town, State.SENT)
        await assert_kept(town)


AILING = ("chat", "conversations")


def opened(town: processes.Town) -> list[str]:
    """Answer every time Slack was asked for the agent's DM."""
    asked = (call for call in town.slack.workspace.calls if call.method == "conversations.open")
    return [call.method for call in asked if call.args.get("users") == processes.AGENT]
