"""What the scheduler begins: digests that are due are posted, on either database, whoever else looks as well."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime
from typing import Any

import pytest

from bot.digests import Digests
from storage.database import Database
from tests.workflows.digest.hanging import CLOSE, HOUR, MINUTE, MORNING, SECOND, WALL, Hanging, at, hang
from tests.workflows.digest.room import LOUNGE, a_room
from tests.workflows.escalation.team import MANAGER, NOW
from workflows.digest import slots
from workflows.digest.timing import Subject

FRIDAY, MORNING_OF_TUESDAY = at("2026-11-20 08:30"), at("2026-11-24 00:00")


class Watched(Database):
    """A database that counts what is written from the event loop."""

    writes = 0

    async def write(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401  counted and passed on
        """Count, then write."""
        self.writes += 1
        return await super().write(*given, **named)


@pytest.fixture
async def wall(database_url: str) -> AsyncIterator[Hanging]:
    """Answer a wall on a Friday morning, its database at work."""
    database = Watched(database_url, lambda: NOW)
    await database.start()
    database.write_now(a_room)
    yield hang(database, NOW)
    await database.close()


def driver(wall: Hanging) -> Digests:
    """Answer what one replica begins."""

    async def resting(people: Collection[str]) -> Mapping[str, datetime]:
        return {user_id: until for user_id, until in wall.resting.items() if user_id in people}

    return Digests(wall.database, WALL, resting, lambda: wall.now)


async def test_where_nothing_is_due_nothing_is_written(wall: Hanging) -> None:
    wall.save()
    assert isinstance(wall.database, Watched)
    for digests in (driver(wall),) * 3:
        await digests.post_due()
        await digests.set_missing()
    assert wall.database.writes == 0


async def test_replicas_that_look_together_post_once_in_one_write_each(wall: Hanging) -> None:
    wall.save()
    wall.now = FRIDAY
    await asyncio.gather(*(driver(wall).post_due() for _ in range(3)))
    await driver(wall).post_due()
    assert [kept[0] for kept in wall.kept()] == [LOUNGE]
    assert wall.owed() == [("digest", LOUNGE), ("digest_sheet", LOUNGE)]


async def test_a_digest_that_is_long_has_further_pages(wall: Hanging) -> None:
    wall.save()
    for number in range(60):
        wall.file(summary=f"{number} 件目: 請求書の再発行が三日止まっていて、お客様が困っています")
    wall.delivered()
    wall.now = FRIDAY
    await driver(wall).post_due()
    topics = [topic for topic, _ in wall.owed()]
    assert topics == ["digest", *["digest_page"] * (len(topics) - 2), "digest_sheet"]
    assert len(topics) > 2


async def test_mornings_wait_for_whoever_rests(wall: Hanging) -> None:
    digest = wall.save(MORNING)
    wall.file()
    wall.now, wall.resting = MORNING_OF_TUESDAY, {MANAGER: MORNING_OF_TUESDAY + HOUR}
    await driver(wall).post_due()
    assert wall.kept(digest) == []
    wall.now, wall.resting = MORNING_OF_TUESDAY + HOUR, {}
    await driver(wall).post_due()
    assert [kept[0] for kept in wall.kept(digest)] == [MANAGER]


async def test_one_that_fails_keeps_no_other_from_being_posted(wall: Hanging) -> None:
    wall.save(MORNING)
    wall.save(CLOSE, at="09:00")
    wall.file()
    wall.delivered()
    wall.now = MORNING_OF_TUESDAY

    async def nobody_knows(_people: Collection[str]) -> Mapping[str, datetime]:
        raise OSError("nobody knows")

    with pytest.raises(ExceptionGroup) as failed:
        await Digests(wall.database, WALL, nobody_knows, lambda: wall.now).post_due()
    assert [str(error) for error in failed.value.exceptions] == ["nobody knows"]
    assert [kept[0] for kept in wall.kept()] == [LOUNGE]

    wall.now += MINUTE
    await driver(wall).post_due()
    assert [kept[0] for kept in wall.kept()] == [LOUNGE, MANAGER]


async def test_one_that_was_composed_and_never_kept_is_composed_anew(wall: Hanging) -> None:
    digest = wall.save()
    wall.now = FRIDAY
    assert await wall.database.read(slots.look, Subject(digest.key), WALL, wall.now) is not None
    assert (wall.kept(), wall.owed(), wall.moments()) == ([], [], {digest.key: FRIDAY})
    wall.now += SECOND
    await driver(wall).post_due()
    assert len(wall.kept()) == 1


async def test_a_zone_into_which_someone_comes_has_its_mornings(wall: Hanging) -> None:
    digest = wall.save(MORNING)
    wall.database.write_now(lambda work: work.timers.drop("digest", [f"{digest.key}@Asia/Tokyo"]))
    await driver(wall).set_missing()
    assert wall.moments() == {f"{digest.key}@Asia/Tokyo": MORNING_OF_TUESDAY}
