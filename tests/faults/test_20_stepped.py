"""Row 20 with a process: the machine's clock is stepped an hour. One digest per slot, and deliveries go on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sandbox.slack.records import Message
from storage.outbox import State
from storage.vocabulary import DigestKind, HolidayRule, Locale, Weekday
from tests.faults.machine import a_stepped_town, ahead, back
from tests.faults.processes import CHANNEL, MANAGER, WITHIN, Town
from tests.faults.verdict import assert_kept
from workflows.digest import keeping
from workflows.digest.presets import ready_made
from workflows.digest.wall import Wall
from workflows.people.policy import Roles

HOUR = timedelta(hours=1)


def hang(town: Town, minutes: int) -> None:
    """Set a digest up that is due in so many minutes, in the time of the machine as it is right."""
    now = datetime.now(UTC)
    ready = ready_made(DigestKind.CLOSE, MANAGER, CHANNEL, Locale.JA, "UTC")
    due = f"{now + timedelta(minutes=minutes):%H:%M}"
    daily = replace(ready, at=due, days=tuple(Weekday), holidays=HolidayRule.POST)
    wall = Wall(Roles(leads=frozenset({MANAGER})), Locale.JA, "UTC")
    town.database.write_now(keeping.save, None, daily, wall, now)


def digests(town: Town) -> list[Message]:
    """Answer the digests that stand in the channel."""
    return [message for message in town.messages(CHANNEL) if "終礼 ・" in message.all_text()]


async def posted(town: Town, number: int) -> None:
    """Wait until so many digests are posted, and nothing is owed; hold it to be no more."""
    await town.slack.settled(lambda _: len(digests(town)) >= number, timeout=WITHIN)
    await town.come_to(State.SENT)
    assert len(digests(town)) == number


async def set_back(town: Town) -> None:
    """Set the clock back, and wait until Baton has noticed."""
    noticed = sum("clock_set_back" in line for line in town.log)
    back(town)
    await town.logged("clock_set_back", noticed + 1)


async def test_an_hour_ahead_and_back_again_posts_each_digest_once_and_keeps_nobody_waiting(database_url: str) -> None:
    async with a_stepped_town(database_url, HOUR, BATON_LEADS=MANAGER) as town:
        await town.start()
        await town.file("First")
        hang(town, 20)
        ahead(town)
        await posted(town, 1)
        await set_back(town)
        hang(town, 40)
        ahead(town)
        await posted(town, 2)

        limited = town.slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=CHANNEL, seconds=30)
        hang(town, 50)
        await town.struck(limited)
        await set_back(town)
        await posted(town, 3)
        await town.file("Second")
        await assert_kept(town)
