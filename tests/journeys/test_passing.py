"""A request passes from hand to hand: offered, returned, declined, taken over; nobody can slip in from the past."""

import pytest

from sandbox.slack import payloads
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from tests.journeys.team import AOI, COVER, EMMA, SATO, Team, every_way
from workflows.escalation import reading
from workflows.escalation.views import RequestView


def request(team: Team, key: str) -> RequestView:
    """Read the request as it stands."""
    return team.baton.database.read_now(reading.request, key)


def a_click(team: Team, person: Person, message: Message, **action: object) -> JsonObject:
    """Build a click that no screen offers: from a message as it once was, or forged."""
    return payloads.click_in_message({"block_id": "b", **action}, person.id, message, team.slack.workspace)


def an_old_click(team: Team, person: Person, message: Message, action: str) -> JsonObject:
    """Build the click on a button that a message has had."""
    return a_click(team, person, message, type="button", action_id=action, value=team.key_in(message))


@every_way
async def test_a_request_is_handed_off_and_accepted(team: Team) -> None:
    key = await team.file()
    handoff, card, [receipt] = await team.handoff(key), await team.card(key), team.aoi.dm()
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")

    await team.form(team.sato, handoff, "request.hand_off", owner=COVER, note="請求の話は加藤さんが早いです")
    offer = await team.told(team.kato, 1)
    assert "請求の話は加藤さんが早いです" in offer.all_text()
    assert offer.buttons == ["request.accept", "request.return"]
    assert request(team, key).request.owner == SATO

    await team.kato.press_in(offer, "request.accept")
    await team.says(card, "加藤")
    await team.says(receipt, "加藤")
    await team.slack.settled(lambda _: "request.accept" not in offer.buttons)
    assert request(team, key).request.owner == COVER
    assert [len(person.pings) for person in (team.sato, team.kato, team.aoi, team.emma)] == [1, 1, 1, 0]


async def test_an_offer_is_returned_with_a_reason(team: Team) -> None:
    key = await team.file()
    handoff = await team.handoff(key)
    await team.form(team.sato, handoff, "request.hand_off", owner=COVER)
    offer = await team.told(team.kato, 1)

    await team.form(team.kato, offer, "request.return", reason="明日まで外出しています")

    turn = await team.told(team.sato, 2)
    assert "明日まで外出しています" in turn.all_text()
    await team.slack.settled(lambda _: offer.buttons == [])
    assert request(team, key).request.offered_to is None
    assert [len(person.pings) for person in (team.sato, team.kato, team.aoi, team.emma)] == [2, 1, 1, 0]


async def test_an_offer_to_oneself_is_told_at_the_field_and_what_was_typed_stays(team: Team) -> None:
    handoff = await team.handoff(await team.file())

    await team.form(team.sato, handoff, "request.hand_off", owner=SATO, note="自分に")

    form = await team.sato.modal(until="hand_off.form")
    assert list(form.errors) == ["owner"]
    await team.sato.fill(owner=COVER)
    await team.sato.submit()
    assert "自分に" in (await team.told(team.kato, 1)).all_text()


async def test_a_declined_request_goes_to_the_cover_then_to_the_leads_and_a_lead_ends_it(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)
    assert (await team.press(team.sato, handoff, "request.decline")).acked
    assert "加藤 さんに依頼します" in (await team.sato.modal(until="decline.form")).text()
    await team.sato.fill(reason="契約の話は担当外です")
    await team.sato.submit()
    covers = await team.told(team.kato, 1)
    assert "契約の話は担当外です" in (await team.told(team.aoi, 2)).all_text()

    await team.form(team.kato, covers, "request.decline", reason="今週は休みです")
    await team.slack.settled(lambda _: len(team.emma.pings) == 1)
    assert "今週は休みです" in (await team.told(team.aoi, 3)).all_text()

    assert (await team.press(team.emma, card, "request.decline")).acked
    assert "the request ends here" in (await team.emma.modal(until="decline.form")).text()
    await team.emma.fill(reason="契約のとおりです")
    await team.emma.submit()
    assert "契約のとおりです" in (await team.told(team.aoi, 4)).all_text()
    await team.says(card, "完了")
    assert [len(person.pings) for person in (team.sato, team.kato, team.aoi, team.emma)] == [1, 1, 4, 1]


async def test_a_lead_takes_over_what_someone_else_has_without_a_ping(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)
    await team.press(team.sato, handoff, "request.claim")
    await team.says(card, "対応中")

    await team.press(team.emma, card, "request.take_over")

    await team.says(handoff, "Emma")
    await team.press(team.sato, handoff, "request.resolve")
    assert f"<@{EMMA}>" in await team.refused(team.sato)
    assert team.sato.window.top is None
    assert [len(person.pings) for person in (team.sato, team.aoi, team.emma)] == [1, 1, 0]


@every_way
async def test_whoever_accepts_too_late_is_told_who_has_it(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)
    await team.form(team.sato, handoff, "request.hand_off", owner=COVER)
    offer = await team.told(team.kato, 1)
    late = an_old_click(team, team.kato, offer, "request.accept")
    await team.press(team.emma, card, "request.claim")
    await team.slack.settled(lambda _: offer.buttons == [])

    assert (await team.slack.switchboard.send("interactive", late)).acked

    assert f"<@{EMMA}>" in await team.refused(team.kato)
    assert request(team, key).request.owner == EMMA


async def test_a_card_three_states_old_changes_nothing(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)
    old = [an_old_click(team, team.emma, card, action) for action in ("request.claim", "request.hand_off")]
    await team.press(team.sato, handoff, "request.claim")
    await team.says(handoff, "対応中")
    await team.form(team.sato, handoff, "request.ask", question="宛名は会社名でよいですか")
    await team.says(handoff, "待ち")
    resolved = {"outcome": "done", "customer_state": "satisfied", "result": "お届けしました。"}
    await team.form(team.sato, handoff, "request.resolve", **resolved)
    await team.says(card, "完了")
    steps = request(team, key).request.steps

    for click in old:
        assert (await team.slack.switchboard.send("interactive", click)).acked
        assert f"<@{SATO}>" in await team.refused(team.emma)
        team.emma.ephemerals.clear()

    assert team.emma.window.top is None
    assert request(team, key).request.steps == steps


@pytest.mark.parametrize(
    "value",
    ["", "request.claim", "request.claim:R-9999", "request.vanish:R-1001", "request.withdraw:R-1001", "<!channel>:x"],
)
async def test_a_forged_choice_of_the_menu_is_refused_in_words(team: Team, value: str) -> None:
    key = await team.file()
    card = await team.card(key)
    option = {"text": {"type": "plain_text", "text": "…"}, "value": value}
    forged = a_click(team, team.kato, card, type="overflow", action_id="request.more", selected_option=option)

    assert (await team.slack.switchboard.send("interactive", forged)).acked

    said = await team.refused(team.kato)
    assert "<!channel>" not in said
    assert ("でき" in said) or ("見つかりません" in said)
    assert request(team, key).request.steps == 1
    assert team.kato.window.top is None


async def test_the_trail_tells_the_story_to_whoever_may_read_it(team: Team) -> None:
    key = await team.file()
    handoff, card = await team.handoff(key), await team.card(key)
    await team.form(team.sato, handoff, "request.hand_off", owner=COVER, note="お願いします")
    offer = await team.told(team.kato, 1)
    await team.form(team.kato, offer, "request.return", reason="外出中です")
    await team.told(team.sato, 2)

    assert (await team.press(team.emma, card, "request.trail")).acked
    story = (await team.emma.modal()).text()

    for told in ("青井", "佐藤", "加藤", "お願いします", "外出中です"):
        assert told in story


async def test_words_shown_to_one_alone_can_be_acted_on(team: Team) -> None:
    key = await team.file()
    card = await team.card(key)
    await team.emma.command("/escalate", key, channel=card.channel)
    await team.slack.settled(lambda _: bool(team.emma.ephemerals))

    await team.press(team.emma, team.emma.ephemerals[-1], "request.claim")

    await team.says(card, "Emma")
    await team.slack.settled(lambda _: "request.resolve" in team.emma.ephemerals[-1].buttons)
    assert len(team.emma.ephemerals) == 1
    assert request(team, key).request.owner == EMMA


async def test_nobody_else_withdraws_what_someone_has_filed(team: Team) -> None:
    key = await team.file()
    [receipt] = team.aoi.dm()
    stolen = an_old_click(team, team.emma, await team.card(key), "request.withdraw")

    assert (await team.slack.switchboard.send("interactive", stolen)).acked
    assert f"<@{AOI}>" in await team.refused(team.emma)

    await team.form(team.aoi, receipt, "request.withdraw", reason="お客様のほうで解決しました")
    await team.says(receipt, "取り下げ")
    outcome = await team.told(team.sato, 2)
    assert "お客様のほうで解決しました" in outcome.all_text()
