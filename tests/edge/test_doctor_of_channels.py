"""`python app.py doctor` and channels: each that Baton posts to is there, is not archived, and Baton is in it."""

import pytest

from storage.accounts import Account
from storage.digests import NewDigest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday
from tests.edge.raising import CHANNEL
from tests.edge.ward import NOW, SECRET, TEAM, Ward

CLOSE = NewDigest(
    kind=DigestKind.CLOSE,
    channel=TEAM,
    at="18:00",
    days=(Weekday.FRI,),
    zone="Asia/Tokyo",
    locale=Locale.JA,
    sections=(Section.UNOWNED,),
    order=Order.AGE,
    holidays=HolidayRule.NEXT,
    empty=EmptyDay.SILENT,
    made_by="U_AOI",
)


async def test_no_channel_of_cards_is_wrong(ward: Ward) -> None:
    assert "BATON_ESCALATION_CHANNEL" in await ward.complaint(BATON_ESCALATION_CHANNEL="")


async def test_a_channel_chosen_in_slack_counts_and_the_environment_comes_first(ward: Ward) -> None:
    ward.keep(lambda work: work.setup.choose(TEAM, "C_CALLS", []))
    _, lines = await ward.doctor(BATON_ESCALATION_CHANNEL="", BATON_CALLS_CHANNEL=CHANNEL)

    assert lines["wrong"] == []
    assert [line for line in lines["ok"] if line.startswith("Channel of")] == [
        "Channel of cards: Baton is in #team-blue (C_TEAM).",
        "Channel of calls: Baton is in #escalations (C_ESC).",
    ]


async def test_of_calls_it_says_what_is_not_set_and_where_a_phone_system_posts(ward: Ward) -> None:
    _, without = await ward.doctor()
    _, lines = await ward.doctor(BATON_WEBHOOK_SECRET=SECRET)

    assert [name in str(without["unused"]) for name in ("BATON_CALLS_CHANNEL", "BATON_WEBHOOK_SECRET")] == [True] * 2
    [webhook] = [line for line in lines["ok"] if line.startswith("Calls webhook")]
    assert "/webhooks/calls" in webhook
    assert SECRET not in str(lines)


async def test_a_channel_that_does_not_exist_is_wrong(ward: Ward) -> None:
    assert "no channel C_NONE" in await ward.complaint(BATON_CALLS_CHANNEL="C_NONE")


async def test_a_channel_of_which_slack_tells_nothing_is_wrong(ward: Ward) -> None:
    ward.slack.faults.add(kind="refuse", method="conversations.info", error="missing_scope", times=None)
    complaint = await ward.complaint()
    assert "does not say how C_ESC is (missing_scope)" in complaint
    assert "scopes" in complaint


async def test_a_channel_that_is_archived_is_wrong(ward: Ward) -> None:
    ward.slack.workspace.archive(CHANNEL)
    assert "#escalations (C_ESC) is archived" in await ward.complaint()


@pytest.mark.parametrize("of", ["cards", "calls"])
async def test_a_channel_without_baton_is_wrong(ward: Ward, of: str) -> None:
    ward.slack.workspace.leave(CHANNEL, ward.slack.workspace.bot_user_id)
    given = {} if of == "cards" else {"BATON_ESCALATION_CHANNEL": TEAM, "BATON_CALLS_CHANNEL": CHANNEL}
    complaint = await ward.complaint(**given)

    assert complaint.startswith(f"Channel of {of}")
    assert "/invite @Baton" in complaint


async def test_of_team_channels_each_bad_one_is_named_and_the_others_are_counted(ward: Ward) -> None:
    ward.slack.workspace.add_channel("C_ALONE", name="team-red", members=["U_AOI"])
    accounts = [Account(f"A-{n}", "Blue", None, "U_AOI", None, channel) for n, channel in enumerate([TEAM, "C_ALONE"])]
    ward.keep(lambda work: work.accounts.save(accounts))
    code, lines = await ward.doctor()

    assert code == 1
    [complaint] = lines["wrong"]
    assert complaint.startswith("Team channel of account A-1: Baton is not in #team-red")
    assert "Team channels: Baton is in 1 channel." in lines["ok"]


async def test_of_very_many_team_channels_slack_is_asked_for_some(ward: Ward) -> None:
    accounts = [Account(f"A-{n}", "Blue", None, "U_AOI", None, f"C_{n:03}") for n in range(45)]
    ward.keep(lambda work: work.accounts.save(accounts))
    _, lines = await ward.doctor()

    assert sum(call.method == "conversations.info" for call in ward.slack.workspace.calls) == 41
    assert "Team channels: 5 more were not looked at, so as not to ask Slack too much." in lines["unused"]


# ---- digests


async def test_the_channel_of_each_digest_is_looked_at(ward: Ward) -> None:
    ward.keep(lambda work: work.digests.add(CLOSE, NOW))
    _, lines = await ward.doctor()
    assert "Digest at 18:00: Baton is in #team-blue (C_TEAM)." in lines["ok"]

    ward.slack.workspace.archive(TEAM)
    assert (await ward.complaint()).startswith("Digest at 18:00: #team-blue (C_TEAM) is archived")


async def test_a_digest_that_baton_has_paused_is_wrong_and_one_that_a_person_has_is_not(ward: Ward) -> None:
    ward.keep(lambda work: pause(work, by="BATON", trouble="not_in_channel"))
    complaint = await ward.complaint()
    assert "has paused it, because C_TEAM refused it (not_in_channel)" in complaint
    assert "resume" in complaint

    ward.slack.workspace.archive(TEAM)
    ward.keep(lambda work: work.digests.delete(work.digests.all()[0]))
    ward.keep(lambda work: pause(work, by="U_AOI", trouble=None))
    assert (await ward.doctor())[1]["wrong"] == []


def pause(work: UnitOfWork, by: str, trouble: str | None) -> None:
    """Set a digest up that is paused already."""
    work.digests.change(work.digests.add(CLOSE, NOW), paused_at=NOW, paused_by=by, trouble=trouble)


async def test_a_channel_that_serves_twice_is_asked_for_once(ward: Ward) -> None:
    ward.keep(lambda work: work.digests.add(CLOSE, NOW))
    await ward.doctor(BATON_ESCALATION_CHANNEL=TEAM, BATON_CALLS_CHANNEL=TEAM)
    assert sum(call.method == "conversations.info" for call in ward.slack.workspace.calls) == 1
