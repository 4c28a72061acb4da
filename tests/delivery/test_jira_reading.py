"""Connecting to Jira when it is first asked, and what it answers: issues, searches, what there is to choose."""

import asyncio
import logging

import pytest

from bot.delivery.failing import LoginRefused, NotLetIn
from bot.delivery.jira import Jira
from bot.delivery.jira_questions import Checkup
from bot.delivery.jira_reading import Catalogue, Page
from bot.delivery.transitions import Accepted, Found, NotTaken, Refused, Result
from bot.views.progress.wanted import SoughtIssue
from sandbox.jira.server import JiraServer
from storage.posts import Post
from storage.vocabulary import Category
from tests.delivery.jiras import KEY, LABEL, NOON, a_carrier, look, post
from workflows.progress.news import IssueGone, IssueNews


def key_of(result: Result) -> str:
    """Answer the key of the issue that has come, or was found."""
    assert isinstance(result, Accepted | Found)
    return result.post.ts


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


async def test_all_who_wait_for_the_connection_hear_at_once_that_it_failed(server: JiraServer) -> None:
    async with a_carrier(server.url, within=0.5) as jira:
        server.faults.add(kind="hang", path="serverInfo", times=1)
        async with asyncio.timeout(1.0):
            results = await asyncio.gather(*(post(jira, key=f"{number:032}") for number in range(8)))

        assert set(results) == {NotTaken()}
        assert key_of(await post(jira)) == "SUP-1"


async def test_what_is_no_jira_at_all_has_taken_nothing(server: JiraServer) -> None:
    async with a_carrier(f"{server.url}/elsewhere") as jira:
        assert await post(jira) == NotLetIn(code="404 Not Found")


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
