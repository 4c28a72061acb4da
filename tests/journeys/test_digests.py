"""Leads set digests up in Slack, and say when and where; nobody else does."""

from copy import deepcopy

import pytest

from sandbox.slack import payloads
from storage.vocabulary import DigestKind, HolidayRule, Locale, Order, Section, Weekday
from tests.journeys.digests import digests, posted, saying, set_up, the_list
from tests.journeys.team import AOI, CALLS, EMMA, ESCALATIONS, SATO, Team

FRIDAYS = {"at": "17:30", "days": ["fri"], "sections": ["unowned", "jira"], "zone": "America/New_York", "locale": "en"}
BUTTONS = ("open", "new", "edit", "post_now", "preview", "pause", "resume", "delete", "more")


async def test_a_digest_is_set_up_with_one_click_more_than_none(team: Team) -> None:
    listed = await set_up(team)
    [digest] = digests(team)
    assert (digest.kind, digest.channel, digest.made_by) == (DigestKind.OPEN, ESCALATIONS, EMMA)
    assert digest.days == (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
    assert "Mon–Fri" in listed.text()
    assert "next" in listed.text()


async def test_what_is_chosen_is_kept_and_shown_again(team: Team) -> None:
    await set_up(team, kind="close", **FRIDAYS, order="age", holidays="next", empty="silent")
    [digest] = digests(team)
    assert (digest.at, digest.days, digest.zone) == ("17:30", (Weekday.FRI,), "America/New_York")
    assert digest.sections == (Section.UNOWNED, Section.JIRA)
    assert (digest.order, digest.holidays, digest.locale) == (Order.AGE, HolidayRule.NEXT, Locale.EN)

    await team.emma.press("digest.edit", digest.key)
    form = await team.emma.modal(until="digest.form")
    assert form.values["zone"]["zone"]["selected_option"]["value"] == "America/New_York"
    await team.emma.fill(at="18:00", channel=CALLS)
    assert (await team.emma.submit()).content == {}
    await team.emma.modal(until=lambda view: "18:00" in view.text())
    [changed] = digests(team)
    assert (changed.at, changed.channel, changed.kind) == ("18:00", CALLS, DigestKind.CLOSE)


async def test_a_channel_without_baton_is_told_at_its_field_and_nothing_is_lost(team: Team) -> None:
    team.slack.workspace.add_channel("C_FAR", name="far", members=[EMMA])
    await the_list(team)
    await team.emma.press("digest.new", "open")
    form = await team.emma.modal(until="digest.form")
    await team.emma.fill(channel="C_FAR", at="08:15")

    await team.emma.submit()

    assert "Invite" in form.errors["channel"] or "invite" in form.errors["channel"]
    assert form.values["at"]["at"]["selected_time"] == "08:15"
    assert digests(team) == []


async def test_whoever_does_not_lead_is_told_who_does(team: Team) -> None:
    await team.sato.command("/digest", channel=ESCALATIONS)
    assert f"<@{EMMA}>" in await team.refused(team.sato)
    await the_list(team)
    await team.emma.press("digest.new", "open")
    form = await team.emma.modal(until="digest.form")
    forged = deepcopy(payloads.submission(form, team.slack.workspace))
    forged["user"]["id"] = AOI

    reply = await team.slack.switchboard.send("interactive", forged)

    assert f"<@{EMMA}>" in str(reply.content)
    assert digests(team) == []


async def test_home_lists_them_with_the_same_buttons(team: Team) -> None:
    await set_up(team)
    [digest] = digests(team)
    await team.emma.close(everything=True)
    home = await team.emma.home_shown(until=lambda view: "Mon–Fri" in view.text())
    assert "Post Now" in home.text()

    await team.emma.press_home("digest.post_now", digest.key)
    assert "Posting to" in (await team.emma.modal()).text()
    await posted(team)
    await team.emma.home_shown(until=lambda view: "last " in view.text())
    await team.emma.close()
    await team.emma.press_home("digest.pause", digest.key)
    await team.emma.home_shown(until=lambda view: "Paused" in view.text())
    assert digests(team)[0].paused_by == EMMA
    await team.emma.press_home("digest.resume", digest.key)
    await team.emma.home_shown(until=lambda view: "Paused" not in view.text())
    await team.emma.press_home("digest.edit", digest.key)
    await team.emma.modal(until="digest.form")
    await team.emma.fill(at="07:45")
    assert (await team.emma.submit()).content == {}
    await team.emma.home_shown(until=lambda view: "07:45" in view.text())

    await team.emma.press_home("digest.delete", digest.key)
    await team.emma.home_shown(until=lambda view: "Mon–Fri" not in view.text())
    assert digests(team) == []


async def test_many_have_a_menu_each_and_can_be_deleted_in_their_form(team: Team) -> None:
    for at in ("08:00", "09:00", "10:00"):
        await set_up(team, at=at)
        await team.emma.close(everything=True)
    last = digests(team)[-1]
    await team.emma.open_home()
    await team.emma.home_shown(until=lambda view: "10:00" in view.text())

    await team.emma.press_home("digest.more", f"digest.pause:{last.key}")
    await team.emma.home_shown(until=lambda view: "Paused" in view.text())
    await team.emma.press_home("digest.more", f"digest.edit:{last.key}")
    await team.emma.modal(until="digest.form")
    await team.emma.press("digest.delete", last.key)

    await team.emma.modal(until=lambda view: "Deleted" in view.text())
    assert [digest.at for digest in digests(team)] == ["08:00", "09:00"]


async def test_the_list_tells_what_was_done_each_time(team: Team) -> None:
    await set_up(team)
    [digest] = digests(team)
    for button, words in (("pause", "Paused: "), ("resume", "Resumed: "), ("delete", "Deleted: ")):
        await team.emma.press(f"digest.{button}", digest.key)
        await saying(team, words)
    await team.emma.press("digest.new", "morning")
    await team.emma.modal(until="digest.form")


async def test_a_form_that_comes_twice_sets_up_one(team: Team) -> None:
    await the_list(team)
    await team.emma.press("digest.new", "open")
    form = await team.emma.modal(until="digest.form")
    submission = payloads.submission(form, team.slack.workspace)

    for _ in range(2):
        assert (await team.slack.switchboard.send("interactive", deepcopy(submission))).acked

    assert len(digests(team)) == 1


async def test_whoever_wants_no_morning_switches_it_off_and_on_in_home(team: Team) -> None:
    await team.sato.open_home()
    assert "朝の DM" not in (await team.sato.home_shown()).text()
    await set_up(team, kind="morning")
    [digest] = digests(team)
    assert (digest.kind, digest.channel) == (DigestKind.MORNING, None)
    await team.sato.open_home()
    await team.sato.home_shown(until=lambda view: "朝の DM を止める" in view.text())

    await team.sato.press_home("digest.morning_off")

    await team.sato.home_shown(until=lambda view: "朝の DM を受け取る" in view.text())
    assert team.baton.database.read_now(lambda work: work.digests.without_mornings()) == {SATO}
    await team.sato.press_home("digest.morning_on")
    await team.sato.home_shown(until=lambda view: "朝の DM を止める" in view.text())


async def test_a_button_of_a_digest_that_is_gone_says_so(team: Team) -> None:
    listed = await set_up(team)
    [digest] = digests(team)
    await team.emma.press("digest.delete", digest.key)
    await team.emma.modal(until=lambda view: "Deleted" in view.text())
    button = {"block_id": "b", "type": "button", "action_id": "digest.post_now", "value": digest.key}

    await team.slack.switchboard.send("interactive", payloads.click_in_view(button, listed, team.slack.workspace))

    assert "no longer exists" in (await team.emma.modal(until=lambda view: "no longer" in view.text())).text()


async def test_a_lead_who_is_too_late_is_told_so_where_they_typed(team: Team) -> None:
    team.slack.faults.add(kind="refuse", method="views.open", error="expired_trigger_id")

    await team.emma.command("/digest", channel=ESCALATIONS)

    assert "too slow" in await team.refused(team.emma)


async def test_a_new_one_is_for_the_channel_in_which_the_list_was_asked_for(team: Team) -> None:
    await team.emma.command("/digest", channel=CALLS)
    await team.emma.modal(until="digest.list")
    await team.emma.press("digest.new", "close")
    form = await team.emma.modal(until="digest.form")
    assert form.values["channel"]["channel"]["selected_conversation"] == CALLS


@pytest.mark.parametrize("button", BUTTONS)
async def test_no_button_does_anything_for_whoever_does_not_lead(team: Team, button: str) -> None:
    key = await team.file()
    await set_up(team)
    [digest] = digests(team)
    option = {"text": {"type": "plain_text", "text": "x"}, "value": f"digest.pause:{digest.key}"}
    chosen = {"selected_option": option} if button == "more" else {"value": digest.key}
    card = await team.card(key)
    click = {"block_id": "b", "type": "button", "action_id": f"digest.{button}"} | chosen

    await team.slack.switchboard.send("interactive", payloads.click_in_message(click, AOI, card, team.slack.workspace))

    assert f"<@{EMMA}>" in await team.refused(team.aoi)
    assert digests(team) == [digest]
