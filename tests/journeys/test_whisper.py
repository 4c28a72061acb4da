"""Advice while the customer is still talking: it arrives, it is answered, and whoever gave it knows."""

from sandbox.slack.records import Message
from storage.calls import Call, Whisper
from storage.vocabulary import Helped
from tests.journeys.team import AOI, CALLS, EMMA, Team, every_way

ADVICE = "返金の約束はまだしないでください"
CALLING = {"more": "know more", "hold": "hold", "take_over": "take the call over"}
LONG = "今日中に折り返すとお伝えください。" * 8


def calls(team: Team) -> list[Call]:
    """Answer every call there has been."""
    return team.baton.database.read_now(lambda work: list(work.calls.every()))


def whispers(team: Team, call: Call) -> list[Whisper]:
    """Answer what was whispered in a call."""
    return team.baton.database.read_now(lambda work: work.whispers.of_call(call))


async def whisper(team: Team, card: Message, **inputs: str) -> None:
    """Let Emma whisper from the card."""
    assert (await team.emma.press_in(card, "call.whisper")).acked
    await team.emma.modal(until="whisper.form")
    await team.emma.fill({"advice": ADVICE, "tone": "stop"} | inputs)
    assert (await team.emma.submit()).content == {}


@every_way
async def test_advice_from_the_card_arrives_and_is_answered(team: Team) -> None:
    _cockpit, card = await team.call()

    await whisper(team, card, link="https://example.com/refunds")

    advice, copy = await team.told(team.aoi, 2), await team.told(team.emma, 1)
    assert ADVICE in advice.all_text()
    assert "止めて" in advice.all_text()
    assert advice.buttons == ["whisper.got_it", "whisper.more", "whisper.hold", "whisper.take_over"]
    await team.says(copy, "Delivered")

    assert (await team.aoi.press_in(advice, "whisper.got_it")).acked

    await team.says(copy, "Got it")
    await team.slack.settled(lambda _: advice.buttons == [])
    assert [len(person.pings) for person in (team.aoi, team.emma, team.sato)] == [2, 1, 0]
    assert ADVICE not in "".join(message.all_text() for message in team.emma.messages(CALLS))


async def test_answers_that_ask_for_more_call_the_coach(team: Team) -> None:
    await team.call()
    for answer, words in CALLING.items():
        heard, told = len(team.aoi.dm()), len(team.emma.dm())
        await team.emma.command("/whisper", f"@青井 {ADVICE}")
        assert f"<@{AOI}>" in team.emma.ephemerals[-1].all_text()
        advice = await team.told(team.aoi, heard + 1)

        await team.aoi.press_in(advice, f"whisper.{answer}")

        assert words in (await team.told(team.emma, told + 2)).all_text()

    assert "もう答えています" in await team.forge(team.aoi, advice, "whisper.got_it", "whisper-3")
    assert f"<@{AOI}>" in await team.forge(team.emma, advice, "whisper.got_it", "whisper-3")


async def test_an_agent_without_a_call_gets_one_by_the_whisper(team: Team) -> None:
    assert (await team.emma.command("/whisper", f"@青井 {ADVICE}")).acked

    await team.slack.settled(lambda _: any(ADVICE in message.all_text() for message in team.aoi.dm()))
    [call] = calls(team)
    assert (call.agent, call.announced) == (AOI, False)


async def test_advice_that_is_too_long_is_refused_with_the_count_and_nothing_is_lost(team: Team) -> None:
    await team.call()

    await team.emma.command("/whisper", f"@青井 {LONG}")

    form = await team.emma.modal(until="whisper.form")
    assert "136 of 120 characters" in form.text()
    assert form.values["advice"]["advice"]["value"] == LONG
    await team.emma.submit()
    assert form.errors == {"advice": "136 of 120 characters. Please shorten it."}
    await team.emma.fill(advice=ADVICE)
    await team.emma.submit()
    assert ADVICE in (await team.told(team.aoi, 2)).all_text()


async def test_a_command_that_names_nobody_says_how_it_goes(team: Team) -> None:
    for text in ("", ADVICE, f"{ADVICE} @青井"):
        await team.emma.command("/whisper", text)
        assert "/whisper @name" in team.emma.ephemerals[-1].all_text()

    assert calls(team) == []
    assert team.emma.window.top is None


async def test_a_coach_is_warned_where_nobody_may_see_it(team: Team) -> None:
    _cockpit, card = await team.call()
    team.aoi.dnd()

    await team.emma.press_in(card, "call.whisper")
    await team.emma.modal(until=lambda view: "paused" in view.text())
    await team.emma.fill(advice=ADVICE)
    await team.emma.submit()
    copy = await team.told(team.emma, 1)
    await team.slack.settled(lambda _: [each.caution for each in whispers(team, calls(team)[0])] == ["dnd"])
    before = copy.all_text()

    team.aoi.back()
    team.aoi.away()
    await team.emma.command("/whisper", f"@青井 {ADVICE}")
    again = await team.told(team.emma, 2)
    await team.slack.settled(lambda _: "away" in again.all_text())
    assert before != again.all_text()


async def test_only_leads_and_whoever_helps_may_whisper(team: Team) -> None:
    cockpit, card = await team.call()
    await team.kato.command("/whisper", f"@青井 {ADVICE}")
    assert f"<@{EMMA}>" in team.kato.ephemerals[-1].all_text()
    await team.kato.press_in(card, "call.whisper")
    assert f"<@{EMMA}>" in team.kato.ephemerals[-1].all_text()

    await team.aoi.press_in(cockpit, "call.help")
    await team.slack.settled(lambda _: "call.take_help" in card.buttons)
    await team.kato.press_in(card, "call.take_help")
    await team.kato.command("/whisper", f"@青井 {ADVICE}")

    assert ADVICE in (await team.told(team.aoi, 2)).all_text()
    assert "加藤" in team.aoi.dm()[-1].all_text()


async def test_after_the_end_nothing_is_whispered_and_its_agent_says_what_helped(team: Team) -> None:
    cockpit, card = await team.call()
    await whisper(team, card)
    await team.told(team.aoi, 2)
    await team.emma.press_in(card, "call.whisper")
    await team.emma.modal(until="whisper.form")
    await team.emma.fill(advice="折り返しを提案してください")

    await team.aoi.press_in(cockpit, "call.end")
    summary = await team.told(team.aoi, 3)
    await team.emma.submit()

    assert "This call is over" in (await team.emma.modal(until=lambda view: "over" in view.text())).text()
    assert (await team.aoi.press_in(summary, "whisper.used", "whisper-1")).acked
    assert [each.helped for each in whispers(team, calls(team)[0])] == [Helped.USED]


async def test_whoever_has_left_is_not_whispered_to(team: Team) -> None:
    team.slack.workspace.change_person(AOI, deleted=True)
    await team.knows(lambda work: not _is_active(work.people.get(AOI)))

    await team.emma.command("/whisper", f"<@{AOI}|aoi> {ADVICE}")

    assert "works here" in team.emma.ephemerals[-1].all_text()
    assert calls(team) == []


def _is_active(person: object) -> bool:
    return person is not None and not getattr(person, "deactivated", False)
