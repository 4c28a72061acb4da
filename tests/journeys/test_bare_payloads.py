"""What a payload does without, Baton does without, too: every step needs only what it reads."""

from sandbox.slack import payloads
from sandbox.slack.refusals import JsonObject
from tests.journeys.team import AOI, EMMA, ESCALATIONS, SATO, Team, every_way

pytestmark = every_way

CUSTOMER = {
    "type": "external_select",
    "action_id": "customer",
    "block_id": "customer",
    "selected_option": {"text": {"type": "plain_text", "text": "青空"}, "value": "A-001"},
}


async def a_click(team: Team, user: str, key: str, **action: str) -> JsonObject:
    """Build the click of `user` on the card's claim button, as Slack would send it."""
    card = await team.card(key)
    button = {"type": "button", "action_id": "request.claim", "block_id": "b", "value": key} | action
    return payloads.click_in_message(button, user, card, team.slack.workspace)


async def test_a_form_without_a_hash_still_shows_who_owns_the_customer(team: Team) -> None:
    await team.aoi.shortcut("escalate")
    form = await team.aoi.modal(until="escalation.form")
    chosen = payloads.click_in_view(CUSTOMER, form, team.slack.workspace)
    chosen["view"]["state"] = {"values": {"customer": {"customer": CUSTOMER}}}
    del chosen["view"]["hash"]

    reply = await team.slack.switchboard.send("interactive", chosen)

    assert reply.acked
    await team.aoi.modal(until=lambda view: "プレミアム" in view.text())


async def test_a_command_without_a_response_url_opens_the_form(team: Team) -> None:
    workspace = team.slack.workspace
    typed = payloads.command("/escalate", "請求書", AOI, workspace.channels[ESCALATIONS], workspace)
    del typed["response_url"]

    reply = await team.slack.switchboard.send("command", typed)

    assert reply.acked
    await team.aoi.modal(until="escalation.form")


async def test_a_click_that_names_only_its_channel_counts_as_made_there(team: Team) -> None:
    key = await team.file()
    click = await a_click(team, EMMA, key)
    for spare in ("container", "message", "response_url", "enterprise", "is_enterprise_install", "api_app_id"):
        click.pop(spare, None)

    reply = await team.slack.switchboard.send("interactive", click)

    assert reply.acked
    await team.says(await team.card(key), "Emma")


async def test_a_refusal_without_a_response_url_is_told_in_a_small_modal(team: Team) -> None:
    key = await team.file()
    await team.slack.switchboard.send("interactive", await a_click(team, SATO, key))
    late = await a_click(team, EMMA, key)
    del late["response_url"]

    reply = await team.slack.switchboard.send("interactive", late)

    assert reply.acked
    assert f"<@{SATO}>" in (await team.emma.modal()).text()


async def test_a_button_without_a_value_names_no_request(team: Team) -> None:
    click = await a_click(team, SATO, await team.file())
    del click["actions"][0]["value"]

    reply = await team.slack.switchboard.send("interactive", click)

    assert reply.acked
    await team.slack.settled(lambda _: bool(team.sato.ephemerals))
    assert "見つかりません" in team.sato.ephemerals[0].text
