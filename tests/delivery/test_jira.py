"""Jira Cloud over true HTTP: issues are created once, looked up and looked for; every failure means what it says."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.jira import Jira
from bot.delivery.transitions import Accepted
from sandbox.jira import adf
from sandbox.jira.server import JiraServer
from storage.posts import Post
from storage.vocabulary import Category
from tests.delivery.jiras import LABEL, a_carrier, a_jira, post


@pytest.fixture
async def server() -> AsyncIterator[JiraServer]:
    """A site that is served."""
    async with a_jira() as served:
        yield served


@pytest.fixture
async def jira(server: JiraServer) -> AsyncIterator[Jira]:
    """Baton's side of it."""
    async with a_carrier(server.url) as carrier:
        yield carrier


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
