"""Jira Cloud over true HTTP: issues are created once, looked up and looked for; every failure means what it says."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.failing import LoginRefused
from bot.delivery.jira import Jira
from bot.delivery.jira_questions import Checkup
from bot.delivery.jira_reading import Catalogue, Page
from bot.delivery.transitions import Accepted, Found, Lost, NotFound, NotTaken, Refused, Result
from bot.views.progress.wanted import Line, SoughtIssue
from sandbox.jira import adf
from sandbox.jira.server import JiraServer
from storage.posts import Post
from storage.vocabulary import Category
from tests.delivery.jiras import KEY, LABEL, NOON, WANTED, a_carrier, a_jira, look, post
from workflows.progress.news import IssueGone, IssueNews


@pytest.fixture
async def server() -> AsyncIterator[JiraServer]:
    """A site that is served."""
    async with a_jira() as served:
        yield served


@pytest.fixture
async def jira(server: JiraServer) -> AsyncIterator[Jira]:
    """Baton's side of it, connected."""
    async with a_carrier(server.url) as carrier:
        assert isinstance(await carrier.catalogue(), Catalogue)
        server.calls.clear()
        yield carrier


def key_of(result: Result) -> str:
    """Answer the key of the issue that has come, or was found."""
    assert isinstance(result, Accepted | Found)
    return result.post.ts


# ---- creating


async def test_an_issue_is_created_with_all_that_was_wanted_and_what_it_became_is_told(
    server: JiraServer, jira: Jira
) -> None:
    result = await post(jira)

    [issue] = server.site.issues.values()
    assert isinstance(result, Accepted)
    assert result.post == Post(issue.id, "SUP-1")
    assert result.news is not None
    assert (result.news.status, result.news.category, result.news.project) == ("未着手", Category.TODO, "SUP")
    assert (result.news.priority, result.news.issue_type, result.news.assignee) == ("High", "Bug", None)
    assert issue.labels == ["baton", LABEL, "export"]
    assert issue.summary == "CSV 出力が止まる"
    assert adf.plain(issue.description) == "R-1042\nお客様: 青空商事\n二行目"
    assert [(call.method, call.path) for call in server.calls] == [("POST", "issue"), ("GET", "issue/SUP-1")]


async def test_what_jira_would_not_take_is_made_to_fit(server: JiraServer, jira: Jira) -> None:
    endless = replace(WANTED, summary="あ\n" * 400, labels=("two words", " "), description=(Line("x" * 50_000),) * 3)
    result = await post(jira, endless)

    [issue] = server.site.issues.values()
    assert key_of(result) == "SUP-1"
    assert len(issue.summary) <= 255
    assert issue.labels == ["baton", LABEL, "two_words"]


async def test_without_a_priority_jira_chooses_its_own(server: JiraServer, jira: Jira) -> None:
    await post(jira, replace(WANTED, priority=None))

    assert "priority" not in server.calls[0].body["fields"]


# ---- failures of a create


@pytest.mark.parametrize(("kind", "arguments"), [("lost", {}), ("server_error", {"effect": True})])
async def test_a_create_whose_answer_is_lost_is_found_by_its_label(
    server: JiraServer, jira: Jira, kind: str, arguments: dict[str, bool]
) -> None:
    server.faults.add(kind=kind, method="POST", path="issue", times=1, **arguments)

    assert await post(jira) == Lost()
    assert key_of(await look(jira)) == "SUP-1"
    assert len([call for call in server.calls if call.method == "POST" and call.path == "issue"]) == 1


async def test_a_search_that_lags_has_not_found_it_yet(server: JiraServer, jira: Jira) -> None:
    server.site.index_lag = timedelta(minutes=1)
    server.faults.add(kind="lost", method="POST", path="issue", times=1)
    await post(jira)
    first = await look(jira)
    server.site.index_lag = timedelta()

    assert first == NotFound()
    assert key_of(await look(jira)) == "SUP-1"


async def test_an_issue_that_was_created_and_not_shown_is_found_without_a_search(
    server: JiraServer, jira: Jira
) -> None:
    server.site.index_lag = timedelta(minutes=1)
    server.faults.add(kind="server_error", method="GET", path="issue/*", times=1)

    assert await post(jira) == Lost()
    found = await look(jira)
    assert key_of(found) == "SUP-1"
    assert isinstance(found, Found)
    assert found.news is not None
    assert await look(jira) == NotFound()


async def test_an_issue_that_jira_hides_from_its_creator_is_there_all_the_same(server: JiraServer, jira: Jira) -> None:
    server.faults.add(kind="refuse", method="GET", path="issue/*", status=404, error="Issue does not exist")
    result = await post(jira)

    [issue] = server.site.issues.values()
    assert result == Accepted(Post(issue.id, "SUP-1"))


async def test_a_create_that_hangs_is_lost_and_holds_up_no_question(server: JiraServer) -> None:
    async with a_carrier(server.url, within=0.5) as jira:
        await jira.catalogue()
        server.faults.add(kind="hang", method="POST", path="issue", times=1)
        created = asyncio.create_task(post(jira))

        assert isinstance(await jira.catalogue(), Catalogue)
        assert await created == Lost()


async def test_calls_that_hang_hold_a_few_threads_and_what_finds_none_was_not_taken(server: JiraServer) -> None:
    async with a_carrier(server.url, within=0.4) as jira:
        await jira.catalogue()
        server.faults.add(kind="hang", method="POST", path="issue", times=None)
        results = await asyncio.gather(*(post(jira, key=f"{number:032}") for number in range(12)))

        assert set(results) == {Lost(), NotTaken()}
        assert len([call for call in server.calls if call.path == "issue"]) < 12


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        ({"kind": "ratelimited", "seconds": 30}, NotTaken(30.0)),
        ({"kind": "refuse", "status": 401, "error": "Expired"}, LoginRefused()),
        ({"kind": "refuse", "status": 403, "error": "No permission."}, Refused("403 No permission.")),
        ({"kind": "refuse", "status": 404, "error": "x" * 400}, Refused(f"404 {'x' * 149}…")),
        ({"kind": "refuse", "status": 400, "error": "<html><body>no"}, Refused("400")),
        ({"kind": "server_error", "status": 502}, Lost()),
        ({"kind": "server_error", "status": 503}, Lost()),
    ],
)
async def test_what_an_answer_to_a_create_means(
    server: JiraServer, jira: Jira, fault: dict[str, object], result: Result
) -> None:
    server.faults.add(method="POST", path="issue", times=1, **fault)

    assert await post(jira) == result
    assert server.site.issues == {}


async def test_jira_says_itself_what_is_wrong_with_an_issue(jira: Jira) -> None:
    result = await post(jira, replace(WANTED, priority="Urgent"))

    assert result == Refused("400 Specify the Priority (id or name) in string format")


async def test_where_no_connection_comes_about_nothing_was_taken(server: JiraServer, jira: Jira) -> None:
    await server.refuse()
    assert await post(jira) == NotTaken()
    await server.listen()

    assert key_of(await post(jira)) == "SUP-1"


# ---- connecting


async def test_before_the_first_question_nothing_is_asked_and_a_jira_that_is_not_there_is_met_later(
    server: JiraServer,
) -> None:
    await server.refuse()
    async with a_carrier(server.url) as jira:
        assert await post(jira) == NotTaken()
        await server.listen()
        assert server.calls == []
        assert key_of(await post(jira)) == "SUP-1"


async def test_a_login_that_jira_refuses_leaves_everything_waiting(server: JiraServer) -> None:
    async with a_carrier(server.url, token="expired") as jira:
        assert await post(jira) == LoginRefused()
        assert isinstance(await jira.search("project = SUP", None), LoginRefused)


async def test_a_jira_that_hangs_while_we_connect_has_taken_nothing(server: JiraServer) -> None:
    async with a_carrier(server.url, within=0.3) as jira:
        server.faults.add(kind="hang", path="serverInfo", times=1)

        assert await post(jira) == NotTaken()


async def test_what_is_no_jira_at_all_has_taken_nothing(server: JiraServer) -> None:
    async with a_carrier(f"{server.url}/elsewhere") as jira:
        assert await post(jira) == NotTaken()


async def test_the_token_stands_in_no_log_and_no_representation(
    server: JiraServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with a_carrier(server.url, token="expired-secret") as jira:
            await post(jira)

    assert "expired-secret" not in caplog.text
    assert "expired-secret" not in repr(jira)


# ---- linking and reading


async def test_an_issue_that_is_there_is_looked_up_under_the_key_that_it_has_now(
    server: JiraServer, jira: Jira
) -> None:
    issue = server.site.create("SUP", summary="Export fails")
    server.site.move_issue("SUP-1", "DEV")
    result = await post(jira, SoughtIssue("SUP-1"))

    assert isinstance(result, Accepted)
    assert result.post == Post(issue.id, "DEV-1")
    assert result.news is not None
    assert result.news.project == "DEV"


async def test_what_jira_does_not_have_is_refused_in_its_words(jira: Jira) -> None:
    assert await post(jira, SoughtIssue("SUP-99")) == Refused(
        "404 Issue does not exist or you do not have permission to see it."
    )
    assert await jira.fetch("SUP-99") == IssueGone(None, "SUP-99", NOON)


async def test_a_question_whose_answer_is_lost_is_asked_again(server: JiraServer, jira: Jira) -> None:
    server.site.create("SUP")
    server.faults.add(kind="lost", method="GET", path="issue/*", times=1)

    assert await post(jira, SoughtIssue("SUP-1")) == NotTaken()
    assert key_of(await post(jira, SoughtIssue("SUP-1"))) == "SUP-1"


async def test_a_search_comes_in_pages_of_a_hundred_with_nothing_but_what_is_needed(
    server: JiraServer, jira: Jira
) -> None:
    for number in range(101):
        server.site.create("SUP", summary=f"Export {number}")
    first = await jira.search("project = SUP ORDER BY updated ASC", None)
    assert isinstance(first, Page)
    assert (len(first.news), first.next_token is None) == (100, False)
    second = await jira.search("project = SUP ORDER BY updated ASC", first.next_token)

    assert isinstance(second, Page)
    assert [news.summary for news in second.news] == ["Export 100"]
    assert second.next_token is None
    searches = [call for call in server.calls if call.path == "search/jql"]
    assert all("description" not in " ".join(call.query["fields"]) for call in searches)


async def test_what_jira_refuses_to_search_for_is_said(jira: Jira) -> None:
    assert isinstance(await jira.search("project = NOPE", None), Refused)


async def test_what_can_be_chosen_and_how_far_jira_is_set_up(server: JiraServer, jira: Jira) -> None:
    catalogue, checkup = await jira.catalogue(), await jira.check()

    priorities = ("Highest", "High", "Medium", "Low", "Lowest")
    assert catalogue == Catalogue({"SUP": "サポート", "DEV": "Development"}, ("Task", "Bug", "Story"), priorities)
    assert checkup == Checkup("Baton", priorities, True, ("Task", "Bug", "Story"), True)  # noqa: FBT003
    server.site.revoke("CREATE_ISSUES")
    changed = await jira.check()
    assert isinstance(changed, Checkup)
    assert not changed.may_create


async def test_two_issues_with_our_label_are_one_and_a_warning(server: JiraServer, jira: Jira) -> None:
    server.site.create("SUP", labels=(LABEL,))
    server.site.create("SUP", labels=(LABEL,))

    assert key_of(await look(jira)) == "SUP-1"


async def test_a_move_of_jira_is_news(server: JiraServer, jira: Jira) -> None:
    await post(jira, key=KEY)
    server.site.move("SUP-1", "完了")
    server.site.assign("SUP-1", "acc-mori")
    server.site.set_fix_version("SUP-1", "2026.12")
    news = await jira.fetch("SUP-1")

    assert isinstance(news, IssueNews)
    assert (news.status, news.category, news.assignee) == ("完了", Category.DONE, "森")
    assert news.fix_versions == ("2026.12",)


async def test_nobody_has_a_conversation_in_jira(jira: Jira) -> None:
    assert isinstance(await jira.open("U_AOI"), Refused)
