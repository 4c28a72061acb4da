"""The same customer calls twice: the second form shows what is in work, adds to it, links to it, or files anew."""

from sandbox.slack.view import View
from tests.journeys.team import Team, every_way
from tests.journeys.test_doors import FORM


async def a_second_form(team: Team, **typed: object) -> View:
    """Let Emma open a form for the same customer, and wait until it shows what is in work."""
    await team.emma.shortcut("escalate")
    form = await team.emma.modal(until=FORM)
    await team.emma.fill(summary="Still no invoice", customer_words="They are leaving")
    await team.emma.choose("customer", "A-001", typed="アオゾラ")
    await team.emma.modal(until=lambda view: "duplicate" in view.values)
    assert form.values["summary"]["summary"]["value"] == "Still no invoice"
    await team.emma.fill(request_type="action", urgency="critical", **typed)
    return form


async def test_a_second_caller_s_words_are_added_and_both_filers_learn_the_outcome(team: Team) -> None:
    key = await team.file(urgency="medium")
    handoff = await team.handoff(key)
    form = await a_second_form(team, duplicate=f"add:{key}")
    assert "1 request is in work" in form.text()
    assert f"Add to {key}" in form.text()
    assert "請求書の再発行が三日止まっている" in form.text()

    assert (await team.emma.submit()).content == {}

    await team.says(handoff, "They are leaving")
    await team.says(handoff, "緊急")
    await team.slack.settled(lambda _: len(team.emma.dm()) == 1)
    assert key in team.emma.dm()[0].all_text()
    await team.sato.press_in(handoff, "request.claim")
    await team.slack.settled(lambda _: "request.resolve" in handoff.buttons)
    await team.sato.press_in(handoff, "request.resolve")
    await team.sato.modal(until="resolve.form")
    await team.sato.fill(outcome="done", customer_state="staying", result="本日お届けします。")
    await team.sato.submit()
    await team.slack.settled(lambda _: len(team.aoi.dm()) == 2 and len(team.emma.dm()) == 2)
    assert "本日お届けします。" in team.emma.dm()[1].all_text()
    assert len(team.sato.pings) == 1


async def test_a_request_filed_beside_another_names_it(team: Team) -> None:
    key = await team.file()
    await a_second_form(team, duplicate=f"link:{key}")

    assert (await team.emma.submit()).content == {}

    await team.slack.settled(lambda _: len(team.emma.dm()) == 1)
    second = team.key_in(team.emma.dm()[0])
    assert second != key
    await team.says(await team.card(second), key)


async def test_filing_anew_is_what_happens_unless_something_else_is_chosen(team: Team) -> None:
    key = await team.file()
    form = await a_second_form(team)
    assert form.values["duplicate"]["duplicate"]["selected_option"]["value"] == "new"

    await team.emma.submit()

    await team.slack.settled(lambda _: len(team.emma.dm()) == 1)
    assert team.key_in(team.emma.dm()[0]) != key


@every_way
async def test_a_request_that_is_done_meanwhile_is_told_at_the_choice_and_the_form_stays(team: Team) -> None:
    key = await team.file()
    form = await a_second_form(team, duplicate=f"add:{key}")
    [receipt] = team.aoi.dm()
    await team.aoi.press_in(receipt, "request.withdraw")
    await team.aoi.modal(until="withdraw.form")
    await team.aoi.fill(reason="解決したとのこと")
    await team.aoi.submit()
    await team.slack.settled(lambda _: "request.edit" not in receipt.buttons)

    await team.emma.submit()

    assert list(form.errors) == ["duplicate"]
    assert form.values["summary"]["summary"]["value"] == "Still no invoice"
    await team.emma.fill(duplicate="new")
    assert (await team.emma.submit()).content == {}
