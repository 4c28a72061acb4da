"""The mirror hears out of order, and answers are long on their way: what is older never replaces what is newer."""

import asyncio

import pytest

from storage.unit_of_work import UnitOfWork
from tests.delivery.mirrors import Glass
from tests.delivery.notices import CHANNEL

GONE, LEAD = "U_GONE", "U_BEN"


def has_left(work: UnitOfWork, user_id: str) -> bool:
    """Say whether the mirror knows that someone has left."""
    person = work.people.get(user_id)
    return person is not None and person.deactivated


async def test_a_coming_told_after_the_going_of_the_same_second_brings_nobody_back(glass: Glass) -> None:
    heard = glass.hear()
    glass.slack.workspace.add_person(GONE, name="gone")
    glass.slack.workspace.change_person(GONE, deleted=True)

    for event in reversed(heard):
        await glass.mirror.apply(event)
        assert glass.database.read_now(has_left, GONE)


async def test_a_going_told_in_the_second_of_the_coming_is_asked_for(glass: Glass) -> None:
    heard = glass.hear()
    glass.slack.workspace.add_person(GONE, name="gone")
    glass.slack.workspace.change_person(GONE, deleted=True)

    for event in heard:
        await glass.mirror.apply(event)

    await glass.shows(lambda work: has_left(work, GONE))


async def test_an_event_of_an_earlier_second_changes_nothing_and_asks_nobody(glass: Glass) -> None:
    late, early = ({"id": GONE, "locale": "en-US", "deleted": gone, "updated": 1 + gone} for gone in (True, False))
    for user in (late, early):
        await glass.mirror.apply({"type": "user_change", "user": user})
    assert glass.database.read_now(has_left, GONE)
    assert glass.methods() == []


@pytest.mark.parametrize("method", ["users.list", "users.info"])
async def test_a_look_that_was_long_on_its_way_undoes_no_event(glass: Glass, method: str) -> None:
    heard = glass.hear()
    asker = glass.slow(method)
    look = asyncio.create_task(glass.mirror.refresh())
    await asker.answered.wait()
    glass.slack.workspace.change_person(LEAD, deleted=True)
    await glass.mirror.apply(heard[-1])

    asker.arrive.set()

    assert await look
    assert glass.database.read_now(has_left, LEAD)


async def test_a_look_at_a_channel_undoes_no_event_that_came_meanwhile(glass: Glass) -> None:
    await glass.mirror.refresh()
    asker = glass.slow("conversations.members")
    look = asyncio.create_task(glass.mirror.refresh())
    await asker.answered.wait()
    await glass.mirror.apply({"type": "member_left_channel", "channel": CHANNEL, "user": "U_AOI"})

    asker.arrive.set()

    assert await look
    assert not glass.database.read_now(lambda work: work.people.is_in_channel(CHANNEL, "U_AOI"))


async def test_the_later_look_at_the_groups_has_the_last_word(glass: Glass) -> None:
    glass.slack.workspace.add_group("S_LEADS", handle="leads", members=["U_AOI"])
    asker = glass.slow("usergroups.list")
    await glass.mirror.apply({"type": "subteam_members_changed", "subteam_id": "S_LEADS"})
    await asker.answered.wait()
    glass.slack.workspace.add_group("S_LEADS", handle="leads", members=["U_BEN"])
    await glass.mirror.apply({"type": "subteam_members_changed", "subteam_id": "S_LEADS"})

    asker.arrive.set()

    await glass.shows(lambda work: work.people.members_of(["S_LEADS"]) == {"U_BEN"})
