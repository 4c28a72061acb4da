"""Row 9: a permanent refusal. A dead letter, told once, no hot loop; retried by command."""

from datetime import timedelta

import pytest

from bot.delivery import letters
from storage.outbox import DeadLetter, State
from tests.delivery.notices import CHANNEL, word
from tests.delivery.running import Desk
from tests.faults import processes
from tests.faults.machine import a_stepped_town, ahead
from tests.faults.verdict import assert_kept

A_WHILE = timedelta(seconds=70)
"""More than the longest back-off: whatever waits to be tried again is tried by then."""


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


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("sqlite_url", "is_archived"),
        ("postgresql_url", "channel_not_found"),
        ("sqlite_url", "token_revoked"),
        ("postgresql_url", "invalid_blocks"),
    ],
)
async def test_a_whole_process_tells_the_operator_once_and_posts_once_after_the_command(
    request: pytest.FixtureRequest, kind: str, error: str
) -> None:
    async with a_stepped_town(request.getfixturevalue(kind), A_WHILE) as town:
        await town.start()
        town.slack.faults.add(
            kind="refuse", method="chat.postMessage", channel=processes.CHANNEL, error=error, times=None
        )
        for summary in ("First", "Second", "Third"):
            await town.file(summary)
            await town.come_to(State.SENT, State.DEAD)
            ahead(town)
        assert [call.error for call in town.asked_to_post(processes.CHANNEL)] == [error] * 3
        town.slack.faults.clear()

        assert "Trying again in 1 place(s)." in await town.command("outbox", "retry")

        await assert_kept(town)
        assert len(town.messages(processes.CHANNEL)) == 3
        assert len(town.dm(processes.OPERATOR)) == 1


async def test_a_token_that_is_revoked_is_not_tried_again_and_nobody_hears_of_it_once_that_is_over(
    sqlite_url: str,
) -> None:
    async with a_stepped_town(sqlite_url, A_WHILE) as town:
        await town.start()
        await town.file("First")
        await town.delivered()
        for methods in ("chat.*", "conversations.*"):
            town.slack.faults.add(kind="refuse", error="token_revoked", times=None, method=methods)
        for summary in ("Second", "Third"):
            await town.file(summary)
            await town.come_to(State.SENT, State.DEAD)
            ahead(town)
        asked = [call.error for call in town.slack.workspace.calls if call.method == "chat.postMessage"]
        assert asked.count("token_revoked") == len(stuck(town))
        town.slack.faults.clear()

        await town.command("outbox", "retry")

        await assert_kept(town)
        assert town.dm(processes.OPERATOR) == []


def stuck(town: processes.Town) -> list[DeadLetter]:
    """Answer what Slack was asked for in vain; a DM that cannot be opened is not asked for."""
    return [each for each in town.database.read_now(letters.dead) if each.place != processes.OPERATOR]
