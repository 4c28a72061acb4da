"""The library that Baton uses finds a Jira Cloud in the sandbox."""

from collections.abc import AsyncIterator

import pytest
import requests
from jira import JIRAError

from sandbox.jira import adf
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT, Site, a_site
from tests.sandbox.jiras import Watch, beside, client


@pytest.fixture
async def jira() -> AsyncIterator[JiraServer]:
    server = JiraServer(a_site(Watch()))
    await server.start()
    yield server
    await server.stop()


async def test_an_issue_is_created_found_moved_and_talked_about(jira: JiraServer) -> None:
    library = await client(jira)
    fields = {
        "project": {"key": "SUP"},
        "issuetype": {"name": "Task"},
        "priority": {"name": "High"},
        "summary": "請求書が届かない",
        "labels": ["baton", "baton-0123"],
        "description": adf.document("R-1042\nhttp://127.0.0.1/R-1042"),
    }
    made = await beside(lambda: library.create_issue(fields=fields, prefetch=False))
    assert library._is_cloud  # noqa: SLF001 - what the library thinks of the sandbox

    [found] = await beside(
        lambda: library.enhanced_search_issues('labels = "baton-0123"', fields=["summary", "status"])
    )
    assert (found.key, found.fields.summary, found.fields.status.name) == (made.key, "請求書が届かない", "未着手")

    await beside(lambda: library.transition_issue(made.key, "進行中"))
    await beside(lambda: library.add_comment(made.key, adf.document("見ています")))
    link = {"url": "http://127.0.0.1/R-1042", "title": "R-1042"}
    await beside(lambda: library.add_simple_link(made.key, link))
    await beside(lambda: library.assign_issue(made.key, "acc-mori"))
    issue = await beside(lambda: library.issue(made.key, expand="changelog"))

    assert issue.raw["fields"]["status"]["statusCategory"]["key"] == "indeterminate"
    assert issue.raw["fields"]["assignee"]["displayName"] == "森"
    items = [item for history in issue.changelog.histories for item in history.items]
    assert [(item.field, item.toString) for item in items] == [("assignee", "森"), ("status", "進行中")]
    kept = jira.site.issue(made.key)
    assert [adf.plain(one.body) for one in kept.comments] == ["見ています"]
    assert [one.author for one in kept.comments] == [BOT]
    assert [one.content["object"] for one in kept.links] == [link]
    assert ("POST", "issue", 201) in [(call.method, call.path, call.status) for call in jira.calls]


async def test_what_is_wrong_comes_back_in_jiras_words(jira: JiraServer) -> None:
    library = await client(jira)
    fields = {"project": {"key": "SUP"}, "issuetype": {"name": "Wish"}, "summary": "x", "labels": ["a b"]}
    with pytest.raises(JIRAError, match="Specify a valid issue type, The label 'a b' contains spaces") as wrong:
        await beside(lambda: library.create_issue(fields=fields, prefetch=False))
    assert wrong.value.status_code == 400


async def test_a_wrong_token_is_told_at_once(jira: JiraServer) -> None:
    with pytest.raises(JIRAError) as wrong:
        await client(jira, token="another")
    assert wrong.value.status_code == 401


async def test_pages_follow_one_another_to_the_end(jira: JiraServer) -> None:
    site: Site = jira.site
    for number in range(7):
        site.create(summary=f"number {number}")
    library = await client(jira)
    first = await beside(
        lambda: library.enhanced_search_issues("project = SUP ORDER BY key", maxResults=3, fields=["key"])
    )
    rest = await beside(
        lambda: library.enhanced_search_issues(
            "project = SUP ORDER BY key", nextPageToken=first.nextPageToken, maxResults=4, fields=["key"]
        )
    )
    assert [one.key for one in (*first, *rest)] == [f"SUP-{number}" for number in range(1, 8)]
    assert rest.nextPageToken is None


async def test_a_jira_that_is_down_refuses_and_comes_back(jira: JiraServer) -> None:
    library = await client(jira)
    await jira.refuse()
    with pytest.raises(requests.exceptions.ConnectionError):
        await beside(library.myself)
    await jira.listen()
    assert (await beside(library.myself))["accountId"] == BOT
