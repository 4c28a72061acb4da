"""Jira Cloud over true HTTP: issues are created once, looked up and looked for; every failure means what it says."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.failing import LoginRefused
from bot.delivery.jira import Jira
from bot.delivery.jira_reading import Catalogue
from bot.delivery.transitions import Accepted, Found, Lost, NotFound, NotTaken, Refused, Result
from bot.views.progress.wanted import Line
from sandbox.jira import adf
from sandbox.jira.server import JiraServer
from storage.posts import Post
from storage.vocabulary import Category
from tests.delivery.jiras import LABEL, WANTED, a_carrier, look, post


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


async def test_a_search_that_is_refused_tells_nothing_of_what_is_there(server: JiraServer, jira: Jira) -> None:
    server.faults.add(kind="lost", method="POST", path="issue", times=1)
    await post(jira)
    server.faults.add(kind="refuse", status=403, error="Not now", path="search/jql", times=1)

    assert await look(jira) == Lost()
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
    async with a_carrier(server.url, within=2.0) as jira:
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
