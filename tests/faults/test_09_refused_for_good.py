"""Row 9: a permanent refusal. A dead letter, told once, no hot loop; retried by command."""

import pytest

from bot.delivery import letters
from storage.outbox import State
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import Desk
from tests.faults import processes
from tests.faults.verdict import assert_kept


@pytest.mark.parametrize("error", ["is_archived", "channel_not_found", "token_revoked", "invalid_blocks"])
async def test_it_is_asked_once_told_once_and_retried_by_command(desk: Desk, error: str) -> None:
    desk.slack.faults.add(kind="refuse", method="chat.postMessage", channel=CHANNEL, error=error)
    await desk.tell(word("a"), word("b"))
    await desk.become(State.DEAD, State.SENT)
    await desk.skip(3600)
    assert desk.heard == [("a", error)]
    assert len(desk.calls("chat.postMessage")) == 2
    await desk.database.write(letters.retry)
    assert await desk.posted(2) == ["b", "a"]


async def test_a_whole_process_tells_the_operator_once_and_posts_once_after_the_command(sqlite_url: str) -> None:
    async with processes.a_town(sqlite_url) as town:
        await town.start()
        town.slack.faults.add(
            kind="refuse", method="chat.postMessage", channel=processes.CHANNEL, error="is_archived", times=None
        )
        await town.file("First")
        await town.come_to(State.SENT, State.DEAD)
        await town.file("Second")
        await town.come_to(State.SENT, State.DEAD)
        assert [call.error for call in town.asked_to_post(processes.CHANNEL)] == ["is_archived", "is_archived"]
        town.slack.faults.clear()

        assert "Trying again in 1 place(s)." in await town.command("outbox", "retry")

        await assert_kept(town)
        assert len(town.messages(processes.CHANNEL)) == 2
        assert len(town.dm(processes.OPERATOR)) == 1
