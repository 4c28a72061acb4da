"""`python app.py doctor`: what is wired, what is wrong and how to mend it, against a Slack of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.slack.server import SlackServer
from storage.accounts import Account
from storage.database import Database
from storage.deliveries import Progress
from storage.outbox import State
from tests.edge.raising import CHANNEL, a_workspace
from tests.edge.ward import BOT, NOW, SECRET, SOCKET, TEAM, Ward
from tests.storage.records import person
from workflows.notices import CardChanged


@pytest.fixture
async def ward(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ward]:
    """Everything is well: 青井 leads, and is the account manager of the one customer."""
    monkeypatch.chdir(tmp_path)
    slack = SlackServer(a_workspace())
    slack.workspace.add_channel(TEAM, name="team-blue", members=["U_AOI", slack.workspace.bot_user_id])
    await slack.start()
    database = Database(database_url, lambda: NOW)
    database.write_now(lambda work: work.accounts.save([Account("A-1", "Blue", account_manager="U_AOI")]))
    given = {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_APP_TOKEN": SOCKET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "BATON_ESCALATION_CHANNEL": CHANNEL,
        "BATON_LEADS": "U_AOI",
        "BATON_ADMINS": "U_AOI",
        "BATON_PORT": "0",
    }
    yield Ward(slack, database, given)
    await slack.stop()


async def test_where_all_is_well_nothing_is_wrong_and_nothing_is_posted(ward: Ward) -> None:
    code, lines = await ward.doctor()

    assert (code, lines["wrong"]) == (0, [])
    assert [line.partition(":")[0] for line in lines["ok"]] == [
        "Settings",
        "Database",
        "Bot token",
        "Socket Mode",
        "Scopes",
        "Channel of cards",
        "Leads",
        "Admins",
        "Accounts",
        "Messages",
        "Clock",
    ]
    assert "#escalations (C_ESC)" in lines["ok"][5]
    assert ward.slack.workspace.posts() == []
    assert not any(call.method.startswith(("chat.", "views.")) for call in ward.slack.workspace.calls)


async def test_the_doctor_speaks_the_team_s_language(ward: Ward) -> None:
    code, lines = await ward.doctor(BATON_LOCALE="ja")

    assert code == 0
    assert "カードのチャンネル: Baton は #escalations (C_ESC) に参加しています。" in lines["ok"]


async def test_without_tokens_only_the_database_is_looked_at(ward: Ward) -> None:
    code, lines = await ward.doctor(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")

    assert (code, lines["wrong"]) == (0, [])
    assert any("the demo" in line for line in lines["unused"])
    assert ward.slack.workspace.calls == []


async def test_over_http_the_public_path_is_named(ward: Ward) -> None:
    code, lines = await ward.doctor(SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SECRET, BATON_PORT="3999")

    assert code == 0
    [http] = [line for line in lines["ok"] if line.startswith("HTTP")]
    assert "/slack/events" in http
    assert "127.0.0.1:3999" in http


# ---- tokens and scopes


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        ("invalid_auth", "Copy the Bot User OAuth Token"),
        ("not_allowed_token_type", "Copy the Bot User OAuth Token"),
        ("account_inactive", "Reinstall the app"),
        ("token_revoked", "Reinstall the app"),
    ],
)
async def test_a_token_that_slack_refuses_is_named_with_its_cure(ward: Ward, error: str, cure: str) -> None:
    ward.slack.faults.add(kind="refuse", method="auth.test", error=error, times=None)
    complaint = await ward.complaint()

    assert complaint.startswith("Bot token")
    assert error in complaint
    assert cure in complaint


async def test_scopes_that_are_missing_are_named(ward: Ward) -> None:
    scopes = ward.slack.workspace.app.manifest["oauth_config"]["scopes"]["bot"]
    scopes[:] = [scope for scope in scopes if scope not in {"im:write", "files:read"}]
    complaint = await ward.complaint()

    assert "files:read, im:write" in complaint
    assert "reinstall" in complaint


async def test_a_socket_token_that_slack_refuses_is_named(ward: Ward) -> None:
    assert "invalid_auth" in await ward.complaint(SLACK_APP_TOKEN="xapp-other")


# ---- a Slack that does not answer


async def test_a_slack_that_cannot_be_reached_is_one_complaint(ward: Ward) -> None:
    await ward.slack.refuse()
    assert ward.slack.api_url in await ward.complaint()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "hang"}, "within 0.3 seconds"),
        ({"kind": "server_error"}, "no proper answer"),
        ({"kind": "ratelimited", "seconds": 7}, "in 7 seconds"),
    ],
    ids=["hang", "server_error", "ratelimited"],
)
@pytest.mark.parametrize("method", ["auth.test", "conversations.info"])
async def test_a_silence_of_slack_s_is_told_once_and_the_rest_is_still_looked_at(
    ward: Ward, fault: dict[str, object], words: str, method: str
) -> None:
    ward.slack.faults.add(method=method, times=None, **fault)
    code, lines = await ward.doctor(BATON_SLACK_TIMEOUT="0.3")

    assert code == 1
    [complaint] = lines["wrong"]
    assert words in complaint
    assert any(line.startswith("Accounts") for line in lines["ok"])


# ---- channels


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


# ---- people


async def test_without_leads_it_is_said_who_leads(ward: Ward) -> None:
    _, lines = await ward.doctor(BATON_LEADS="")
    assert "Leads: none set (BATON_LEADS), so the admins lead: nobody known before the first start." in lines["ok"]

    boss = person("U_BOSS", "Emma", is_admin=True)
    ward.keep(lambda work: work.people.remember([boss]))
    code, lines = await ward.doctor(BATON_LEADS="", BATON_ADMINS="")
    assert code == 0
    assert any(line.endswith("so the workspace's admins are both: Emma.") for line in lines["ok"])


async def test_leads_chosen_in_slack_count(ward: Ward) -> None:
    ward.keep(lambda work: work.setup.choose(None, None, ["U_AOI"]))
    _, lines = await ward.doctor(BATON_LEADS="")
    assert "Leads: aoi." in lines["ok"]
    ward.keep(lambda work: work.setup.choose(None, None, ["U_NOBODY"]))
    assert (await ward.complaint(BATON_LEADS="")).startswith("Leads in Baton's Home: Slack does not know U_NOBODY")


async def test_a_lead_who_does_not_exist_is_wrong(ward: Ward) -> None:
    complaint = await ward.complaint(BATON_LEADS="U_AOI,U_NOBODY")
    assert complaint.startswith("BATON_LEADS: Slack does not know U_NOBODY (user_not_found)")


@pytest.mark.parametrize("is_mirrored", [True, False])
async def test_a_lead_who_has_left_is_wrong(ward: Ward, is_mirrored: bool) -> None:  # noqa: FBT001  a parameter of pytest's
    ward.slack.workspace.add_person("U_GONE", name="gone", real_name="Gone")
    ward.slack.workspace.change_person("U_GONE", deleted=True)
    if is_mirrored:
        ward.keep(lambda work: work.people.remember([person("U_GONE", "Gone", deactivated=True)]))

    assert "(U_GONE) is deactivated" in await ward.complaint(BATON_LEADS="U_GONE")


async def test_a_user_group_counts_its_members_and_an_empty_one_is_wrong(ward: Ward) -> None:
    ward.slack.workspace.add_group("S_LEADS", handle="leads", members=["U_AOI"])
    ward.slack.workspace.add_group("S_NONE", handle="none", members=[])
    _, lines = await ward.doctor(BATON_LEADS="S_LEADS")
    assert "Leads: S_LEADS (1 person)." in lines["ok"]
    assert "the user group S_NONE" in await ward.complaint(BATON_LEADS="S_NONE")


async def test_user_groups_that_slack_does_not_show_are_wrong(ward: Ward) -> None:
    ward.slack.faults.add(kind="refuse", method="usergroups.list", error="missing_scope", times=None)
    assert "missing_scope" in await ward.complaint(BATON_LEADS="S_LEADS")


# ---- accounts and messages


async def test_accounts_that_nobody_stands_for_are_named(ward: Ward) -> None:
    gone = person("U_GONE", "Gone", deactivated=True)
    ward.keep(lambda work: work.people.remember([gone]))
    ward.keep(lambda work: work.accounts.save([Account(f"B-{n}", "Red", None, "U_GONE") for n in range(7)]))
    ward.keep(lambda work: work.accounts.save([Account("C-1", "Green", cover="U_NOT_MET"), Account("C-2", "Grey")]))
    complaint = await ward.complaint()

    assert complaint.startswith("Accounts: 8 have neither")
    assert "B-0, B-1, B-2, B-3, B-4 …" in complaint


async def test_an_empty_list_of_accounts_is_not_wrong(ward: Ward) -> None:
    ward.keep(lambda work: work.connection.exec_driver_sql("DELETE FROM accounts"))
    code, lines = await ward.doctor()
    assert code == 0
    assert any("`accounts import`" in line for line in lines["unused"])


async def test_messages_that_slack_refused_are_counted(ward: Ward) -> None:
    refused = Progress(State.DEAD, None, 1, 0, None, crashed=False, error="not_in_channel")
    ward.keep(lambda work: work.tell([CardChanged("R-1001", CHANNEL)]))
    ward.keep(lambda work: work.deliveries.keep(1, refused, NOW))
    assert "`outbox list`" in await ward.complaint()


async def test_a_name_cannot_write_lines_of_its_own(ward: Ward) -> None:
    ward.keep(lambda work: work.people.remember([person("U_AOI", "x\nwrong  \x1b[2J", updated=1)]))
    code, lines = await ward.doctor()
    assert (code, lines["wrong"]) == (0, [])
