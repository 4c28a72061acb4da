"""What the sandbox's Jira answers is what Atlassian's own document promises."""

import json
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from aiohttp import ClientSession

from sandbox.jira import adf
from sandbox.jira.endpoints import ENDPOINTS
from sandbox.jira.server import JiraServer
from sandbox.jira.site import a_site
from tests.prerequisites import lacks
from tests.sandbox.jiras import Rest, Watch

DOCUMENT = Path(__file__).parents[2].parent / "shared" / "data" / "jira-cloud-openapi.json"


@cache
def published() -> dict[str, Any]:
    if not DOCUMENT.exists():
        lacks("jira-openapi", "Atlassian's document of Jira's REST API is not beside the repository")
    document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return document


@pytest.fixture
async def jira() -> AsyncIterator[JiraServer]:
    server = JiraServer(a_site(Watch()))
    site = server.site
    first = site.create(summary="請求書", labels=["baton"], description="一行目\n二行目")
    site.create("DEV", summary="Export fails")
    site.move(first.key, "完了")
    site.assign(first.key, "acc-mori")
    site.set_fix_version(first.key, "2026.12")
    site.comment(first.key, "見ています")
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def rest(jira: JiraServer) -> AsyncIterator[Rest]:
    async with ClientSession() as http:
        yield Rest(http, jira)


ASKED: list[tuple[str, str, str, object]] = [
    ("GET", "serverInfo", "serverInfo", None),
    ("GET", "myself", "myself", None),
    ("GET", "mypermissions", "mypermissions?permissions=CREATE_ISSUES,ADD_COMMENTS&projectKey=SUP", None),
    ("GET", "user/search", "user/search?query=mori", None),
    ("GET", "user/assignable/search", "user/assignable/search?query=", None),
    ("GET", "field", "field", None),
    ("GET", "issuetype", "issuetype", None),
    ("GET", "priority", "priority", None),
    ("GET", "priority/search", "priority/search", None),
    ("GET", "status", "status", None),
    ("GET", "statuscategory", "statuscategory", None),
    ("GET", "project", "project", None),
    ("GET", "project/search", "project/search?keys=SUP", None),
    ("GET", "project/{projectIdOrKey}", "project/SUP", None),
    ("GET", "project/{projectIdOrKey}/statuses", "project/SUP/statuses", None),
    ("GET", "issue/createmeta/{projectIdOrKey}/issuetypes", "issue/createmeta/SUP/issuetypes", None),
    (
        "GET",
        "issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}",
        "issue/createmeta/SUP/issuetypes/10001",
        None,
    ),
    ("GET", "issue/{issueIdOrKey}", "issue/SUP-1?expand=changelog", None),
    ("GET", "issue/{issueIdOrKey}/changelog", "issue/SUP-1/changelog", None),
    ("GET", "issue/{issueIdOrKey}/comment", "issue/SUP-1/comment", None),
    ("POST", "issue/{issueIdOrKey}/comment", "issue/SUP-1/comment", {"body": adf.document("Hello")}),
    ("GET", "issue/{issueIdOrKey}/transitions", "issue/SUP-1/transitions", None),
    ("GET", "issue/{issueIdOrKey}/properties", "issue/SUP-1/properties", None),
    ("POST", "search/jql", "search/jql", {"jql": "project = SUP"}),
    ("POST", "search/jql", "search/jql", {"jql": "project in (SUP, DEV)", "fields": ["*all"], "maxResults": 1}),
    ("GET", "search/jql", "search/jql?jql=project%20%3D%20SUP&fields=summary,status&expand=changelog", None),
    ("POST", "search/approximate-count", "search/approximate-count", {"jql": "project = SUP"}),
    (
        "POST",
        "issue/{issueIdOrKey}/remotelink",
        "issue/SUP-1/remotelink",
        {"globalId": "R-1042", "object": {"url": "http://127.0.0.1/", "title": "R-1042"}},
    ),
    (
        "POST",
        "issue",
        "issue",
        {"fields": {"project": {"key": "DEV"}, "issuetype": {"id": "10002"}, "summary": "Export fails"}},
    ),
]


@pytest.mark.parametrize(
    ("method", "template", "path", "body"), ASKED, ids=[f"{place} {one[0]} {one[1]}" for place, one in enumerate(ASKED)]
)
async def test_an_answer_fits_its_schema(rest: Rest, method: str, template: str, path: str, body: object) -> None:
    status, answer = await rest.ask(method, path, body)
    assert status in {200, 201}, answer
    check(answer, schema(method, template, status))


async def test_a_list_of_links_holds_what_the_schema_says_of_one(rest: Rest) -> None:
    sent = {"globalId": "R-1042", "object": {"url": "http://127.0.0.1/", "title": "R-1042"}}
    assert (await rest.ask("POST", "issue/SUP-1/remotelink", sent))[0] == 201
    assert (await rest.ask("POST", "issue/SUP-1/remotelink", sent))[0] == 200
    _, links = await rest.ask("GET", "issue/SUP-1/remotelink")
    assert len(links) == 1
    check(links[0], schema("GET", "issue/{issueIdOrKey}/remotelink", 200))


async def test_a_property_is_set_and_listed(rest: Rest) -> None:
    assert (await rest.ask("PUT", "issue/SUP-1/properties/baton", {"key": "R-1042"}))[0] == 201
    assert (await rest.ask("PUT", "issue/SUP-1/properties/baton", {"key": "R-1043"}))[0] == 200
    _, one = await rest.ask("GET", "issue/SUP-1/properties/baton")
    check(one, schema("GET", "issue/{issueIdOrKey}/properties/{propertyKey}", 200))
    assert one == {"key": "baton", "value": {"key": "R-1043"}}
    assert (await rest.ask("GET", "issue/SUP-1/properties/none"))[0] == 404


def test_the_document_knows_every_address_and_status_of_the_sandbox() -> None:
    known = {(method.upper(), _shape(path)) for path, methods in published()["paths"].items() for method in methods}
    assert {(one.method, _shape(f"/rest/api/3/{one.path}")) for one in ENDPOINTS} <= known


def schema(method: str, template: str, status: int) -> dict[str, Any]:
    """The schema of one answer, with all that it refers to."""
    responses = published()["paths"][f"/rest/api/3/{template}"][method.lower()]["responses"]
    found: dict[str, Any] = responses[str(status)]["content"]["application/json"]["schema"]
    return {**found, "components": published()["components"]}


def check(answer: object, schema: dict[str, Any]) -> None:
    """Fail where an answer does not fit; what is null counts as left out, as in the document's own examples."""
    jsonschema.Draft4Validator(schema).validate(_without_nulls(answer))


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _shape(path: str) -> tuple[str, ...]:
    return tuple("{}" if part.startswith("{") else part for part in path.split("/"))
