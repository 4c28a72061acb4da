"""Every door to the form: from a message in a thread, from Home, too late; nothing is typed twice."""

from sandbox.slack.records import Message
from tests.journeys.team import BLUE_SKY, ESCALATIONS, SATO, Team, every_way

pytestmark = every_way

FORM = "escalation.form"
COMPLAINT = f"<@{SATO}> 請求書が &lt;まだ&gt; 届きません\n<https://a.test/7|画面> をご覧ください"


async def a_complaint(team: Team, under: Message | None = None) -> Message:
    """Let Emma pass on what a customer wrote, with a picture of it."""
    file = team.emma.upload("error.png")
    return team.emma.say(COMPLAINT, ESCALATIONS, thread_ts=under.ts if under else None, files=[file])


async def filled(team: Team) -> str:
    """Fill in what a message cannot know, and file; answer the request's key."""
    await team.aoi.choose("customer", BLUE_SKY.account_id, typed="アオゾラ")
    await team.aoi.fill(request_type="action", urgency="high")
    before = len(team.aoi.dm())
    assert (await team.aoi.submit()).content == {}
    await team.slack.settled(lambda _: len(team.aoi.dm()) > before)
    return team.key_in(team.aoi.dm()[before])


async def test_a_message_in_a_thread_becomes_a_request_with_its_author_its_place_and_its_files(team: Team) -> None:
    root = team.emma.say("青空商事の件", ESCALATIONS)
    message = await a_complaint(team, under=root)
    assert (await team.aoi.message_shortcut("escalate_message", message)).acked
    form = await team.aoi.modal(until=FORM)
    permalink = team.slack.workspace.permalink(message)
    assert "Emma さんのメッセージから" in form.text()
    assert "error.png" in form.text()
    assert permalink.replace("&", "&amp;") in form.text()
    assert form.values["summary"]["summary"]["value"] == "@佐藤 請求書が <まだ> 届きません"
    assert form.values["customer_words"]["customer_words"]["value"].endswith("画面 (https://a.test/7) をご覧ください")

    await team.aoi.press("escalation.more")
    await team.aoi.modal(until=lambda view: "conversation_url" in view.values)
    assert form.values["conversation_url"]["conversation_url"]["value"] == permalink

    card = await team.card(await filled(team))
    assert "error.png" in card.all_text()
    assert "archives" in card.all_text()
    assert "Emma" in card.all_text()


async def test_a_place_that_slack_names_late_is_kept_though_the_form_is_filed_already(team: Team) -> None:
    message = await a_complaint(team)
    team.slack.faults.add(kind="delay", method="chat.getPermalink", seconds=1.0)
    team.slack.workspace.app.domain = "moved"
    await team.aoi.message_shortcut("escalate_message", message)
    await team.aoi.modal(until=FORM)
    await team.aoi.modal(until=lambda view: "moved.slack" in view.text())

    card = await team.card(await filled(team))

    assert "moved.slack" in card.all_text()


async def test_where_slack_does_not_say_it_the_place_is_known_all_the_same(team: Team) -> None:
    message = await a_complaint(team)
    team.slack.faults.add(kind="refuse", method="chat.getPermalink", error="channel_not_found")
    await team.aoi.message_shortcut("escalate_message", message)
    form = await team.aoi.modal(until=FORM)

    assert team.slack.workspace.permalink(message) in form.text()


async def test_a_message_whose_form_comes_too_late_waits_in_home_as_a_draft(team: Team) -> None:
    message = await a_complaint(team)
    team.slack.faults.add(kind="refuse", method="views.open", error="expired_trigger_id")
    await team.aoi.message_shortcut("escalate_message", message)
    await team.slack.settled(lambda _: bool(team.aoi.ephemerals))
    assert "下書きに残っています" in team.aoi.ephemerals[0].all_text()

    await team.aoi.open_home()
    await team.aoi.home_shown(until=lambda view: "請求書が" in view.text())
    await team.aoi.press_home("draft.open")
    form = await team.aoi.modal(until=FORM)

    assert "Emma さんのメッセージから" in form.text()
    card = await team.card(await filled(team))
    assert "error.png" in card.all_text()


async def test_home_has_a_door_and_forgets_the_draft_once_it_is_filed(team: Team) -> None:
    await team.aoi.open_home()
    await team.aoi.home_shown()
    await team.aoi.press_home("escalation.open")
    await team.aoi.modal(until=FORM)
    await team.aoi.fill(summary="領収書の宛名が違う")
    await team.aoi.close()
    await team.aoi.home_shown(until=lambda view: "領収書の宛名が違う" in view.text() and "下書き" in view.text())

    await team.aoi.press_home("draft.open")
    await team.aoi.modal(until=FORM)
    key = await filled(team)

    home = await team.aoi.home_shown(until=lambda view: key in view.text())
    assert "draft.open" not in str(home.blocks)


async def test_two_acts_in_a_row_are_both_drawn_however_slow_slack_is(team: Team) -> None:
    await team.aoi.shortcut("escalate")
    await team.aoi.modal(until=FORM)
    team.slack.faults.add(kind="delay", method="views.update", seconds=0.5)

    await team.aoi.choose("customer", BLUE_SKY.account_id, typed="アオゾラ")
    await team.aoi.press("escalation.more")

    await team.aoi.modal(until=lambda view: "プレミアム" in view.text() and "details" in view.values)
