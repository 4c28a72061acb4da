"""Whatever goes wrong with a Jira can go wrong with the sandbox's."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession, ClientTimeout

from sandbox.jira.server import JiraServer
from sandbox.jira.site import a_site
from tests.sandbox.jiras import Rest, Watch

ISSUE: dict[str, Any] = {"fields": {"project": {"key": "SUP"}, "issuetype": {"name": "Task"}, "summary": "Export"}}


@pytest.fixture
async def rest() -> AsyncIterator[Rest]:
    jira = JiraServer(a_site(Watch()))
    await jira.start()
    async with ClientSession(timeout=ClientTimeout(total=0.5)) as http:
        yield Rest(http, jira)
    await jira.stop()


async def test_a_limit_says_how_long_to_wait_and_holds_once(rest: Rest) -> None:
    rest.jira.faults.add(kind="ratelimited", path="myself", seconds=7)
    async with rest.http.get(f"{rest.jira.url}/rest/api/3/myself") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (await rest.ask("GET", "myself"))[0] == 200
    assert [(call.status, call.effect) for call in rest.jira.calls] == [(429, False), (200, True)]


async def test_an_answer_is_lost_after_the_issue_was_created(rest: Rest) -> None:
    rest.jira.faults.add(kind="lost", method="POST", path="issue")
    with pytest.raises(aiohttp.ClientError):
        await rest.ask("POST", "issue", ISSUE)
    assert [one.key for one in rest.jira.site.issues.values()] == ["SUP-1"]


@pytest.mark.parametrize(("effect", "created"), [(True, 1), (False, 0)])
async def test_a_broken_gateway_hides_what_became_of_a_call(rest: Rest, effect: bool, created: int) -> None:  # noqa: FBT001
    rest.jira.faults.add(kind="server_error", method="POST", status=502, effect=effect)
    assert (await rest.ask("POST", "issue", ISSUE))[0] == 502
    assert len(rest.jira.site.issues) == created


async def test_a_call_takes_effect_after_it_was_given_up(rest: Rest) -> None:
    rest.jira.faults.add(kind="late", method="POST", path="issue", seconds=0.05)
    with pytest.raises(aiohttp.ClientError):
        await rest.ask("POST", "issue", ISSUE)
    assert rest.jira.site.issues == {}
    await rest.jira.settled(lambda site: len(site.issues) == 1)


async def test_jira_is_slow_or_silent(rest: Rest) -> None:
    rest.jira.faults.add(kind="delay", seconds=0.05)
    assert (await rest.ask("GET", "myself"))[0] == 200
    rest.jira.faults.add(kind="hang", times=None)
    with pytest.raises(asyncio.TimeoutError):
        await rest.ask("GET", "myself")
    rest.jira.faults.clear()
    assert (await rest.ask("GET", "myself"))[0] == 200


@pytest.mark.parametrize("status", [401, 403])
async def test_a_right_is_taken_away_for_a_while(rest: Rest, status: int) -> None:
    rest.jira.faults.add(kind="refuse", path="issue*", status=status, error="No.", times=2)
    for _ in range(2):
        assert await rest.ask("POST", "issue", ISSUE) == (status, {"errorMessages": ["No."], "errors": {}})
    assert (await rest.ask("POST", "issue", ISSUE))[0] == 201


async def test_connections_are_refused_until_jira_is_up_again(rest: Rest) -> None:
    await rest.jira.refuse()
    with pytest.raises(aiohttp.ClientConnectorError):
        await rest.ask("GET", "myself")
    await rest.jira.listen()
    assert (await rest.ask("GET", "myself"))[0] == 200


def test_an_unknown_fault_is_told() -> None:
    with pytest.raises(ValueError, match="kind must be one of"):
        JiraServer(a_site()).faults.add(kind="nonsense")
