"""Row 16 for what has ways of its own: a replica freezes while Slack takes a whisper, or a digest. Once each."""

import signal
from asyncio.subprocess import Process

import pytest

from tests.faults.coaching import a_floor, arrived, whisper, whispered
from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town, a_town
from tests.faults.several import LEASE, Transport, several
from tests.faults.test_21_down import arrived as digest_arrived
from tests.faults.test_21_down import hang
from tests.faults.verdict import assert_told_once

ADVICE = "Ask why"


async def thaw(town: Town, frozen: Process) -> None:
    """Let a frozen replica find out that others have done its work, and end."""
    frozen.send_signal(signal.SIGCONT)
    await town.stop(frozen)
    assert frozen.returncode == 0


@pytest.mark.parametrize("takes_effect", [True, False])
async def test_row_16_a_whisper_is_taken_over_from_a_replica_that_froze(
    postgresql_url: str,
    takes_effect: bool,  # noqa: FBT001  pytest names it
) -> None:
    async with a_floor(postgresql_url, lease=LEASE) as town:
        frozen = await town.start()
        kind = {"kind": "delay", "seconds": 0.5} if takes_effect else {"kind": "hang"}
        slow = town.slack.faults.add(method="chat.postMessage", channel=AGENT, **kind)
        await whisper(town, ADVICE)
        await town.struck(slow)
        frozen.send_signal(signal.SIGSTOP)
        await town.start()
        await arrived(town, ADVICE)
        await assert_told_once(town)
        await thaw(town, frozen)
        await assert_told_once(town)
        assert len(whispered(town, ADVICE)) == 1


async def test_row_16_a_digest_is_taken_over_from_a_replica_that_froze(postgresql_url: str) -> None:
    async with a_town(postgresql_url, lease=LEASE, BATON_LEADS=MANAGER) as town:
        hang(town)
        slow = town.slack.faults.add(kind="delay", method="chat.postMessage", channel=CHANNEL, seconds=0.5)
        frozen = await town.start()
        await town.struck(slow)
        frozen.send_signal(signal.SIGSTOP)
        await town.start()
        await digest_arrived(town)
        await thaw(town, frozen)
        await digest_arrived(town)
        assert len(town.asked_to_post(CHANNEL)) == 1


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_row_16_one_of_two_freezes_and_the_other_goes_on(postgresql_url: str, transport: Transport) -> None:
    async with several(postgresql_url, 2, transport) as town:
        frozen = town.running[0]
        slow = town.slack.faults.add(kind="delay", method="conversations.open", seconds=0.5, times=None)
        await town.file()
        await town.struck(slow)
        frozen.send_signal(signal.SIGSTOP)
        town.slack.faults.clear()
        await town.delivered()
        await thaw(town, frozen)
        await assert_told_once(town)
        assert len(town.dm(AGENT)) == len(town.dm(MANAGER)) == len(town.messages(CHANNEL)) == 1
