"""`python app.py doctor`: what is wired, what is wrong and how to mend it, against a Slack of its own."""

import json
from datetime import timedelta

import pytest

from storage.accounts import Account
from storage.deliveries import Progress
from storage.outbox import State
from tests.edge.raising import CHANNEL
from tests.edge.ward import NOW, SECRET, Ward
from tests.storage.records import person
from workflows.notices import CardChanged
from workflows.people.service import Identity, recognise


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
    assert "files in the form (files:read); direct messages: handoffs" in complaint
    assert "reinstall" in complaint


async def test_scopes_that_baton_does_not_use_are_named_and_not_wrong(ward: Ward) -> None:
    ward.slack.workspace.app.manifest["oauth_config"]["scopes"]["bot"].append("reactions:read")
    code, lines = await ward.doctor()

    assert (code, lines["wrong"]) == (0, [])
    assert any(line.startswith("Scopes: the app also has reactions:read") for line in lines["unused"])


async def test_what_a_bot_token_cannot_read_is_said_with_how_to_compare_it(ward: Ward) -> None:
    _, lines = await ward.doctor()

    [subscriptions] = [line for line in lines["unused"] if line.startswith("Subscriptions")]
    assert "`python app.py manifest`" in subscriptions


async def test_a_socket_token_that_slack_refuses_is_named(ward: Ward) -> None:
    assert "invalid_auth" in await ward.complaint(SLACK_APP_TOKEN="xapp-other")
    ward.slack.faults.add(kind="refuse", method="apps.connections.open", error="missing_scope", times=None)
    complaint = await ward.complaint()
    assert "(missing_scope)" in complaint
    assert "connections:write" in complaint


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


async def test_a_baton_that_has_met_nobody_though_it_was_started_is_wrong(ward: Ward) -> None:
    ward.keep(lambda work: recognise(work, Identity("T_TEST", "B1", "U1", None)))
    assert (await ward.codes())["wrong"] == {"people_unmet"}

    ward.keep(lambda work: work.people.remember([person("U_AOI", "aoi")]))
    assert (await ward.codes())["wrong"] == set()


# ---- clocks


@pytest.mark.parametrize(("seconds", "words"), [(120, "ahead of"), (-400, "behind")])
async def test_a_clock_that_is_wrong_is_told_beside_every_other(ward: Ward, seconds: int, words: str) -> None:
    ward.ahead = timedelta(seconds=seconds)
    code, lines = await ward.doctor()

    others = ["Slack"] if ward.database.dialect == "sqlite" else ["PostgreSQL", "Slack"]
    assert code == 1
    assert len(lines["wrong"]) == len(others)
    for line, other in zip(lines["wrong"], others, strict=True):
        assert f"seconds {words} {other}" in line
        assert "NTP" in line


async def test_a_clock_that_nobody_can_be_asked_about_is_not_wrong(ward: Ward) -> None:
    await ward.slack.refuse()
    found = await ward.codes()
    assert ("clock_untold" in found["unused"]) is (ward.database.dialect == "sqlite")


# ---- for other programs


async def test_other_programs_read_an_object_for_each_finding(ward: Ward) -> None:
    ward.slack.workspace.archive(CHANNEL)
    result = await ward.type("--format", "json", BATON_LOCALE="ja")
    records = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 1
    assert {frozenset(record) for record in records} == {
        frozenset({"verdict", "about", "words"}),
        frozenset({"verdict", "about", "words", "mend"}),
    }
    [archived] = [record for record in records if record["verdict"] == "wrong"]
    assert archived == {
        "verdict": "wrong",
        "about": "channel_archived",
        "words": "カードのチャンネル: #escalations (C_ESC) はアーカイブされています。",
        "mend": "別のチャンネルを選ぶか、アーカイブを解除してください。",
    }


async def test_both_forms_tell_the_same(ward: Ward) -> None:
    _, lines = await ward.doctor()
    told = [json.loads(line)["words"] for line in (await ward.type("--format", "json")).stdout.splitlines()]
    assert sorted(told) == sorted(line for each in lines.values() for line in each)


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
