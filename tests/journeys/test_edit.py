"""A filer mends what they wrote; a critical request says what was promised, and by when."""

from datetime import UTC, datetime, timedelta

from tests.journeys.team import Team, every_way
from tests.journeys.test_doors import FORM


async def test_a_critical_request_says_what_was_promised_and_by_when(team: Team) -> None:
    await team.aoi.shortcut("escalate")
    form = await team.aoi.modal(until=FORM)
    await team.aoi.fill(urgency="low", summary="解約したいとのこと")
    await team.aoi.choose("customer", "A-001", typed="アオゾラ")
    await team.aoi.modal(until=lambda view: "プレミアム" in view.text())
    assert "promised" not in form.values
    await team.aoi.fill(urgency="critical")
    await team.aoi.modal(until=lambda view: "promised" in view.values)
    now = datetime.now(UTC)
    promise = {"request_type": "action", "promised": "本日 17 時までに折り返し"}
    await team.aoi.fill(promise, next_contact_at=now - timedelta(hours=1))

    await team.aoi.submit()
    assert list(form.errors) == ["next_contact_at"]
    await team.aoi.fill(next_contact_at=now + timedelta(hours=1))
    assert (await team.aoi.submit()).content == {}

    await team.slack.settled(lambda _: len(team.aoi.dm()) == 1)
    card = await team.card(team.key_in(team.aoi.dm()[0]))
    assert "本日 17 時までに折り返し" in card.all_text()


async def test_less_than_critical_asks_for_no_promise(team: Team) -> None:
    await team.aoi.shortcut("escalate")
    await team.aoi.modal(until=FORM)
    await team.aoi.fill(urgency="critical")
    await team.aoi.modal(until=lambda view: "promised" in view.values)
    await team.aoi.fill(urgency="high")
    await team.aoi.modal(until=lambda view: "promised" not in view.values)


async def test_an_edit_changes_the_card_and_the_story_keeps_the_old_words(team: Team) -> None:
    key = await team.file(summary="請求書が屆かない", customer_words="三日待っています")
    [receipt] = team.aoi.dm()
    card = await team.card(key)
    await team.handoff(key)
    await team.aoi.press_in(receipt, "request.edit")
    form = await team.aoi.modal(until=FORM)
    assert "修正" in form.text()
    assert "duplicate" not in form.values
    assert "account_manager" not in form.values
    assert form.values["customer_words"]["customer_words"]["value"] == "三日待っています"

    await team.aoi.fill(summary="請求書が届かない", urgency="critical")
    await team.aoi.modal(until=lambda view: "promised" in view.values)
    await team.aoi.fill(promised="本日中に折り返し", details="先月も遅れた")
    assert (await team.aoi.submit()).content == {}

    await team.says(card, "請求書が届かない")
    await team.says(card, "本日中に折り返し")
    assert len(team.sato.pings) == 1
    await team.aoi.press_in(receipt, "request.more", f"request.trail:{key}")
    story = await team.aoi.modal(until=lambda view: "請求書が屆かない" in view.text())
    assert key in story.text()


async def test_an_edit_does_not_undo_what_the_account_manager_made_of_the_urgency_meanwhile(team: Team) -> None:
    key = await team.file(urgency="high")
    [receipt] = team.aoi.dm()
    card, handoff = await team.card(key), await team.handoff(key)
    await team.aoi.press_in(receipt, "request.edit")
    await team.aoi.modal(until=FORM)
    await team.form(team.sato, handoff, "request.urgency", urgency="critical", reason="役員の方からお電話がありました")
    await team.says(card, "緊急")

    await team.aoi.fill(summary="請求書の宛名が違う")
    assert (await team.aoi.submit()).content == {}

    await team.says(card, "請求書の宛名が違う")
    assert "温度感 緊急" in card.all_text()


async def test_what_somebody_works_on_keeps_its_type_and_its_customer(team: Team) -> None:
    key = await team.file()
    [receipt] = team.aoi.dm()
    await team.aoi.press_in(receipt, "request.edit")
    form = await team.aoi.modal(until=FORM)
    await team.sato.press_in(await team.handoff(key), "request.claim")
    await team.says(receipt, "担当しています")

    await team.aoi.fill(request_type="consult")
    await team.aoi.submit()
    assert list(form.errors) == ["request_type"]
    await team.aoi.fill(request_type="action")
    await team.aoi.choose("customer", "new:みどり製作所", typed="みどり製作所")
    await team.aoi.submit()
    assert list(form.errors) == ["customer"]


@every_way
async def test_a_request_withdrawn_while_its_form_is_open_is_not_changed_any_more(team: Team) -> None:
    key = await team.file()
    [receipt] = team.aoi.dm()
    await team.aoi.press_in(receipt, "request.withdraw")
    await team.aoi.modal(until="withdraw.form")
    await team.aoi.fill(reason="解決したとのこと")
    withdrawing = team.aoi.window.top
    await team.aoi.press_in(receipt, "request.edit")
    await team.aoi.modal(until=FORM)
    editing = team.aoi.window.top
    await team.aoi.submit(withdrawing)
    await team.slack.settled(lambda _: "request.edit" not in receipt.buttons)

    await team.aoi.submit(editing)

    said = await team.aoi.modal(until=lambda view: view.callback_id != FORM)
    assert f"{key} は" in said.text()


async def test_an_edit_in_home_shows_there_at_once(team: Team) -> None:
    key = await team.file()
    await team.aoi.open_home()
    await team.aoi.home_shown(until=lambda view: key in view.text())
    await team.aoi.press_home("request.more", f"request.edit:{key}")
    await team.aoi.modal(until=FORM)
    await team.aoi.fill(summary="領収書の宛名が違う")
    await team.aoi.submit()
    await team.aoi.home_shown(until=lambda view: "領収書の宛名が違う" in view.text())
