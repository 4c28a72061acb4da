"""Row 27: people, channels and accounts are renamed, deactivated or gone in between.

A person is still reached, and the trail stays readable.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot import ids
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status
from tests.faults.forging import take
from tests.journeys.team import AOI, BLUE_SKY, COVER, ESCALATIONS, SATO, Team, a_team


@pytest.fixture
async def team(database_url: str) -> AsyncIterator[Team]:
    """Baton at work on each kind of database."""
    async with a_team(database_url, "http") as working:
        yield working


async def goes(team: Team, person: str) -> None:
    """Let someone leave the company; wait until Baton knows, and has looked after what rested on them."""
    team.slack.workspace.change_person(person, deleted=True)
    await team.knows(lambda work: (found := work.people.get(person)) is not None and found.deactivated)
    await team.baton.moments.pass_on()


def request(team: Team, key: str) -> Request:
    """The request as it is stored."""
    return team.baton.database.read_now(lambda work: next(each for each in work.requests.every() if each.key == key))


async def reached(team: Team, person: Person, key: str, words: str = "") -> Message:
    """Wait until someone has a message about a request in their DM."""

    def found() -> list[Message]:
        return [each for each in person.dm() if key in each.all_text() and words in each.all_text()]

    await team.slack.settled(lambda _: bool(found()))
    return found()[-1]


async def story(team: Team, person: Person, key: str) -> str:
    """Open the whole story of a request; answer all it says."""
    await take(team, person, ids.REQUEST_TRAIL, key)
    view = await person.modal()
    await person.close()
    return view.text()


async def test_whoever_was_asked_and_left_is_followed_by_the_cover(team: Team) -> None:
    key = await team.file()
    await team.handoff(key)

    await goes(team, SATO)

    kato = team.slack.person(COVER)
    await reached(team, kato, key)
    assert len(kato.pings) == 1
    assert "佐藤" in await story(team, kato, key)


async def test_whoever_had_it_in_hand_and_left_is_followed_and_the_filer_knows(team: Team) -> None:
    key = await team.file()
    await team.sato.press_in(await team.handoff(key), ids.REQUEST_CLAIM)
    [receipt] = team.aoi.dm()
    await team.says(receipt, "担当しています")

    await goes(team, SATO)

    await reached(team, team.slack.person(COVER), key)
    assert request(team, key).status is Status.TODO
    await team.slack.settled(lambda _: "佐藤 さんが担当しています" not in receipt.all_text())
    assert "佐藤" in await story(team, team.aoi, key)


async def test_where_the_cover_is_gone_as_well_the_leads_are_asked_in_the_channel(team: Team) -> None:
    key = await team.file()
    await team.handoff(key)
    await goes(team, COVER)
    assert team.emma.pings == []

    await goes(team, SATO)

    await team.slack.settled(lambda _: any(key in ping.all_text() for ping in team.emma.pings))
    assert len(team.emma.pings) == 1


async def test_whoever_was_offered_it_and_left_never_keeps_it_from_going_on(team: Team) -> None:
    key = await team.file()
    await team.sato.press_in(await team.handoff(key), ids.REQUEST_CLAIM)
    await take(team, team.sato, ids.REQUEST_HAND_OFF, key)
    await team.sato.modal(until=ids.HAND_OFF_FORM)
    await team.sato.fill(owner=COVER)
    await team.sato.submit()
    await reached(team, team.slack.person(COVER), key)
    pings = len(team.sato.pings)

    await goes(team, COVER)

    await team.slack.settled(lambda _: len(team.sato.pings) == pings + 1)
    assert (request(team, key).owner, request(team, key).offered_to) == (SATO, None)


async def test_nobody_can_be_asked_who_has_left_while_the_form_was_open(team: Team) -> None:
    key = await team.file()
    await team.sato.press_in(await team.handoff(key), ids.REQUEST_CLAIM)
    await take(team, team.sato, ids.REQUEST_HAND_OFF, key)
    view = await team.sato.modal(until=ids.HAND_OFF_FORM)
    await team.sato.fill(owner=COVER)
    await goes(team, COVER)

    await team.sato.submit()

    assert set(view.errors) == {ids.OWNER}
    assert request(team, key).offered_to is None


async def test_a_filer_who_left_keeps_nobody_from_finishing(team: Team) -> None:
    key = await team.file()
    await team.sato.press_in(await team.handoff(key), ids.REQUEST_CLAIM)
    await goes(team, AOI)

    await take(team, team.sato, ids.REQUEST_RESOLVE, key)
    await team.sato.modal(until=ids.RESOLVE_FORM)
    await team.sato.fill(outcome="done", customer_state="staying", result="お届けしました。")
    await team.sato.submit()

    await team.says(await team.card(key), "お届けしました。")
    await team.slack.settled(lambda _: bool(team.emma.pings))
    assert "青井" in await story(team, team.sato, key)


async def test_a_changed_name_is_used_from_then_on(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    team.slack.workspace.change_person(SATO, name="鈴木 <!channel>", real_name="鈴木 健")
    await team.knows(lambda work: "鈴木" in str(work.people.get(SATO)))

    await team.sato.press_in(handoff, ids.REQUEST_CLAIM)

    await team.says(team.aoi.dm()[0], "鈴木")
    assert "鈴木" in await story(team, team.aoi, key)
    assert team.emma.pings == []


async def test_a_customer_who_is_renamed_and_left_to_nobody_keeps_what_was_asked_of_whom(team: Team) -> None:
    key = await team.file()
    card, handoff = await team.card(key), await team.handoff(key)
    team.baton.database.write_now(rename)

    await team.sato.press_in(handoff, ids.REQUEST_CLAIM)

    await team.says(card, "青空ホールディングス")
    assert request(team, key).owner == SATO
    assert "佐藤" in await story(team, team.sato, key)


def rename(work: UnitOfWork) -> None:
    """Let a lead give the customer another name, and nobody to look after it."""
    renamed = replace(BLUE_SKY, name="青空ホールディングス", account_manager=None, cover=None)
    work.accounts.save([renamed])


async def test_a_channel_that_is_archived_in_between_keeps_nobody_from_working(team: Team) -> None:
    key = await team.file()
    card, handoff = await team.card(key), await team.handoff(key)
    team.slack.workspace.archive(ESCALATIONS)

    await team.sato.press_in(handoff, ids.REQUEST_CLAIM)

    await team.says(handoff, "対応中")
    [receipt, *_] = team.aoi.dm()
    await team.says(receipt, "アーカイブ")
    team.slack.workspace.archive(ESCALATIONS, archived=False)
    await team.says(card, "対応中")


async def test_whoever_is_taken_out_of_the_channel_still_acts_where_they_were_asked(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    team.slack.workspace.leave(ESCALATIONS, SATO)
    await team.knows(lambda work: not work.people.is_in_channel(ESCALATIONS, SATO))

    await team.sato.press_in(handoff, ids.REQUEST_CLAIM)

    await team.says(handoff, "対応中")
    assert request(team, key).owner == SATO
