"""`python app.py doctor` and Jira: each thing that can be wrong is one line, and says how to mend it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN
from sandbox.slack.server import SlackServer
from storage.database import Database
from tests.delivery.jiras import a_jira
from tests.edge.raising import a_workspace
from tests.edge.ward import NOW, Ward


@pytest.fixture
async def jira() -> AsyncIterator[JiraServer]:
    """A site that is served."""
    async with a_jira() as served:
        yield served


@pytest.fixture
def ward(jira: JiraServer, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """Everything about Jira is well; Slack is not looked at."""
    monkeypatch.chdir(tmp_path)
    slack = SlackServer(a_workspace())
    given = {
        "DATABASE_URL": sqlite_url,
        "JIRA_URL": jira.url,
        "JIRA_USER": BOT_EMAIL,
        "JIRA_TOKEN": BOT_TOKEN,
        "JIRA_PROJECT": "SUP",
        "JIRA_WEBHOOK_SECRET": "shared",
    }
    return Ward(slack, Database(sqlite_url, lambda: NOW), given)


async def test_where_all_is_well_nothing_is_wrong_and_nothing_is_created(ward: Ward, jira: JiraServer) -> None:
    code, lines = await ward.doctor()

    assert (code, lines["wrong"]) == (0, [])
    told = [line for line in lines["ok"] if line.startswith("Jira")]
    assert [line.partition(":")[0] for line in told] == ["Jira", "Jira project", "Jira priorities", "Jira webhook"]
    assert told[0].endswith("as Baton.")
    assert {call.method for call in jira.calls} == {"GET"}
    assert not any(BOT_TOKEN in line for line in told)


async def test_the_doctor_speaks_the_team_s_language_of_jira_too(ward: Ward) -> None:
    _, lines = await ward.doctor(BATON_LOCALE="ja")

    assert "Jira プロジェクト: SUP に「Task」の課題を作成できます。" in lines["ok"]


async def test_without_a_jira_there_is_nothing_to_look_at(ward: Ward, jira: JiraServer) -> None:
    code, lines = await ward.doctor(JIRA_URL="", JIRA_TOKEN="")

    assert code == 0
    assert any(line.startswith("Jira: JIRA_URL and JIRA_TOKEN are not set") for line in lines["unused"])
    assert jira.calls == []


async def test_half_a_connection_is_wrong(ward: Ward) -> None:
    assert "Set both" in await ward.complaint(JIRA_TOKEN="")


async def test_an_address_that_leads_to_no_jira_is_what_is_wrong_not_the_account(ward: Ward) -> None:
    await ward.slack.start()
    assert "Check JIRA_URL" in await ward.complaint(JIRA_URL=ward.slack.url)
    await ward.slack.stop()


async def test_a_login_that_is_refused_names_its_cure(ward: Ward) -> None:
    complaint = await ward.complaint(JIRA_TOKEN="expired")

    assert "(401)" in complaint
    assert "JIRA_TOKEN" in complaint
    assert "expired" not in complaint


async def test_a_jira_that_does_not_answer_is_named(ward: Ward, jira: JiraServer) -> None:
    await jira.refuse()

    assert f"no answer from {jira.url}/" in await ward.complaint()


async def test_a_jira_that_lets_nobody_in_is_told_in_its_own_words(ward: Ward, jira: JiraServer) -> None:
    jira.faults.add(kind="refuse", path="serverInfo", status=403, error="This address is not allowed", times=None)

    assert "403 This address is not allowed" in await ward.complaint()


async def test_a_jira_that_was_asked_too_often_says_for_how_long(ward: Ward, jira: JiraServer) -> None:
    jira.faults.add(kind="ratelimited", path="myself", seconds=30)

    assert "in 30 s" in await ward.complaint()


async def test_a_project_that_is_not_there_is_named(ward: Ward) -> None:
    assert "no project NOPE" in await ward.complaint(JIRA_PROJECT="NOPE")


async def test_without_a_project_whoever_asks_chooses(ward: Ward) -> None:
    code, lines = await ward.doctor(JIRA_PROJECT="")

    assert code == 0
    assert any(line.startswith("Jira project: JIRA_PROJECT is not set") for line in lines["unused"])


async def test_a_permission_that_is_missing_is_named(ward: Ward, jira: JiraServer) -> None:
    jira.site.revoke("CREATE_ISSUES")

    assert "Let its account create Jira issues" in await ward.complaint()


async def test_a_type_that_the_project_does_not_know_is_named_with_those_that_it_does(ward: Ward) -> None:
    assert "one of: Task, Bug, Story" in await ward.complaint(JIRA_ISSUE_TYPE="Incident")


async def test_priorities_that_jira_does_not_have_are_named(ward: Ward) -> None:
    complaint = await ward.complaint(JIRA_PRIORITIES="low=Low,high=Urgent")

    assert "does not have Urgent" in complaint


async def test_without_a_secret_jira_is_only_read(ward: Ward) -> None:
    code, lines = await ward.doctor(JIRA_WEBHOOK_SECRET="")

    assert code == 0
    assert any(line.startswith("Jira webhook") for line in lines["unused"])


async def test_jira_s_clock_is_compared_with_ours(ward: Ward) -> None:
    assert "Clock: this machine agrees with Jira." in (await ward.doctor())[1]["ok"]
    ward.ahead = timedelta(minutes=-6)
    assert "seconds behind Jira" in await ward.complaint()
