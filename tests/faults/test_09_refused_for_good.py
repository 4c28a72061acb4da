"""Row 9: a permanent refusal. A dead letter, told once, no hot loop; retried by command."""

import pytest

from bot.delivery import letters
from storage.outbox import State
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import Desk


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
