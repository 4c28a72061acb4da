"""A call from its start to the request that is made of it: the cockpit, the card, the help sign, the notes, the end."""

import asyncio
from datetime import datetime

from sandbox.slack.view import View
from storage.calls import Call
from storage.unit_of_work import UnitOfWork
from tests.journeys.team import AOI, CALLS, COVER, Team, every_way


def live(team: Team) -> list[Call]:
    """Answer the calls that are on."""
    return team.baton.database.read_now(lambda work: work.calls.live())


def buttons(home: View) -> str:
    """Answer all that one can press in a Home."""
    return str([block for block in home.blocks if "elements" in block or "accessory" in block])


async def test_a_call_starts_at_once_where_one_customer_fits(team: Team) -> None:
    cockpit, card = await team.call("アオゾラ")

    assert "株式会社青空商事" in team.aoi.ephemerals[-1].all_text()
    assert "株式会社青空商事" in cockpit.all_text()
    assert cockpit.buttons == ["call.help", "call.note", "call.end"]
    assert "青井" in card.all_text()
    assert card.buttons == ["call.whisper"]
    assert [len(person.pings) for person in (team.sato, team.emma, team.kato)] == [0, 0, 0]

    await team.aoi.press_in(cockpit, "call.end")

    await team.slack.settled(lambda _: card.buttons == [] and cockpit.buttons == [])
    assert live(team) == []


async def test_a_second_start_asks_and_ends_the_first(team: Team) -> None:
    cockpit, card = await team.call()
    [first] = live(team)

    await team.aoi.command("/phone", "みどり工業")
    form = await team.aoi.modal(until="call.form")
    assert "株式会社青空商事" in form.text()
    assert live(team) == [first]
    assert (await team.aoi.submit()).content == {}

    await team.slack.settled(lambda _: len(team.emma.messages(CALLS)) == 2 and card.buttons == [])
    await team.slack.settled(lambda _: cockpit.buttons == [])
    [second] = live(team)
    assert (second.agent, second.account_id, second.customer) == (AOI, None, "みどり工業")


async def test_a_call_starts_from_a_shortcut_before_anybody_knows_who_is_calling(team: Team) -> None:
    for _ in range(2):
        await team.aoi.shortcut("start_call")
    await team.aoi.modal(until="call.form")
    await team.aoi.submit()
    await team.slack.settled(lambda _: len(team.emma.messages(CALLS)) == 1)

    await team.aoi.submit()

    assert "別の通話が始まっています" in (await team.aoi.modal(until=lambda view: view.callback_id == "")).text()
    assert [call.customer for call in live(team)] == [None]


@every_way
async def test_the_first_holds_a_help_sign_and_the_second_learns_who(team: Team) -> None:
    cockpit, card = await team.call()
    await team.aoi.press_in(cockpit, "call.help")
    await team.slack.settled(lambda _: "call.take_help" in card.buttons and "call.lower" in cockpit.buttons)
    await team.slack.settled(lambda _: len(team.emma.pings) == 1)
    [sign] = team.emma.pings

    await asyncio.gather(team.kato.press_in(sign, "call.take_help"), team.sato.press_in(card, "call.take_help"))

    [call] = live(team)
    loser = team.sato if call.help_by == COVER else team.kato
    assert f"<@{call.help_by}>" in await team.refused(loser)
    await team.slack.settled(lambda _: "call.take_help" not in {*card.buttons, *sign.buttons})
    assert [len(person.pings) for person in (team.sato, team.emma, team.kato)] == [0, 1, 0]

    await team.aoi.press_in(cockpit, "call.lower")
    await team.slack.settled(lambda _: "call.help" in cockpit.buttons)


async def test_notes_go_into_the_request_that_is_made_of_a_call(team: Team) -> None:
    cockpit, _card = await team.call()
    await team.aoi.press_in(cockpit, "call.note")
    await team.aoi.modal(until="note.form")
    await team.aoi.fill(text="請求書の宛名が違う\n折り返しは 090-1234-5678")
    await team.aoi.submit()
    await team.says(cockpit, "請求書の宛名が違う")
    assert "1234" not in cockpit.all_text()

    await team.aoi.press_in(cockpit, "call.end")
    summary = await team.told(team.aoi, 2)
    assert (await team.aoi.press_in(summary, "call.file")).acked

    form = await team.aoi.modal(until="escalation.form")
    assert form.values["customer"]["customer"]["selected_option"]["value"] == "A-001"
    await team.aoi.fill(request_type="action", urgency="medium")
    await team.aoi.submit()
    receipt = await team.told(team.aoi, 3)
    card = await team.card(team.key_in(receipt))
    assert "請求書の宛名が違う" in card.all_text()


async def test_a_whole_call_goes_by_home(team: Team) -> None:
    await team.aoi.open_home()
    await team.aoi.home_shown(lambda home: "call.start" in buttons(home))
    await team.aoi.press_home("call.start")
    await team.aoi.modal(until="call.form")
    await team.aoi.choose("customer", "A-001", typed="アオゾラ")
    await team.aoi.submit()
    await team.aoi.home_shown(lambda home: "call.help" in buttons(home))
    await team.aoi.press_home("call.help")
    await team.aoi.home_shown(lambda home: "call.lower" in buttons(home))

    await team.emma.open_home()
    await team.emma.home_shown(lambda home: "call.take_help" in buttons(home))
    await team.emma.press_home("call.take_help")
    await team.emma.home_shown(lambda home: "call.take_help" not in buttons(home))
    await team.emma.press_home("call.whisper")
    await team.emma.modal(until="whisper.form")
    await team.emma.fill(advice="折り返しを提案してください")
    await team.emma.submit()
    await team.slack.settled(lambda _: any("折り返し" in message.all_text() for message in team.aoi.dm()))

    await team.aoi.press_home("call.end")
    await team.aoi.home_shown(lambda home: "call.end" not in buttons(home))
    assert live(team) == []


async def test_whoever_is_not_on_the_phone_is_refused_in_words(team: Team) -> None:
    _cockpit, card = await team.call()
    [call] = live(team)

    for action in ("call.help", "call.note", "call.end"):
        assert f"<@{AOI}>" in await team.forge(team.sato, card, action, call.key)
    assert "見つかりません" in await team.forge(team.sato, card, "call.end", "call-999")

    assert live(team) == [call]
    assert team.sato.window.top is None


async def test_a_huddle_is_a_sign_and_starts_no_call(team: Team) -> None:
    team.aoi.huddle()
    await known(team, frozenset({AOI}))

    team.aoi.huddle(on=False)
    await known(team, frozenset())

    assert live(team) == []
    assert team.aoi.dm() == []


async def known(team: Team, busy: frozenset[str]) -> None:
    """Wait until Baton knows who is in a huddle: nobody is told."""
    async with asyncio.timeout(10):
        while await team.baton.database.read(huddling, team.baton.now()) != busy:  # noqa: ASYNC110  nobody is told of it
            await asyncio.sleep(0.01)


def huddling(work: UnitOfWork, now: datetime) -> frozenset[str]:
    """Answer who is in a huddle."""
    return work.calls.in_huddle(now)
