"""The sandbox's Jira is strict: what Jira Cloud would not take, it does not take either."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.jira import adf
from sandbox.jira.server import JiraServer
from sandbox.jira.site import a_site
from tests.sandbox.jiras import Rest, Watch

GOOD: dict[str, Any] = {"project": {"key": "SUP"}, "issuetype": {"name": "Task"}, "summary": "Export fails"}
WRONG: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"project": {"key": "NOPE"}}, {"project": "valid project is required"}),
    ({"issuetype": {"name": "Wish"}}, {"issuetype": "Specify a valid issue type"}),
    ({"priority": {"name": "Urgent"}}, {"priority": "Specify the Priority (id or name) in string format"}),
    ({"labels": ["two words"]}, {"labels": "The label 'two words' contains spaces which is invalid."}),
    ({"labels": "one"}, {"labels": "data was not an array"}),
    ({"summary": ""}, {"summary": "You must specify a summary of the issue."}),
    ({"summary": "a\nb"}, {"summary": "The summary is invalid because it contains newline characters."}),
    ({"summary": "x" * 256}, {"summary": "Summary can't exceed 255 characters."}),
    (
        {"description": "words"},
        {"description": "Operation value must be an Atlassian Document (see the Atlassian Document Format)"},
    ),
    (
        {"customfield_1": 1},
        {"customfield_1": "Field 'customfield_1' cannot be set. It is not on the appropriate screen, or unknown."},
    ),
    ({"assignee": {"accountId": "nobody"}}, {"assignee": "User 'nobody' does not exist."}),
    ({"fixVersions": [{"name": "0.0"}]}, {"fixVersions": "Version name is not valid"}),
]


@pytest.fixture
async def rest() -> AsyncIterator[Rest]:
    jira = JiraServer(a_site(Watch()))
    await jira.start()
    async with ClientSession() as http:
        yield Rest(http, jira)
    await jira.stop()


@pytest.mark.parametrize(
    ("change", "errors"), WRONG, ids=[f"{place} {next(iter(one[0]))}" for place, one in enumerate(WRONG)]
)
async def test_a_wrong_field_is_named_and_nothing_is_created(
    rest: Rest, change: dict[str, Any], errors: dict[str, str]
) -> None:
    status, answer = await rest.ask("POST", "issue", {"fields": {**GOOD, **change}})
    assert (status, answer) == (400, {"errorMessages": [], "errors": errors})
    assert rest.jira.site.issues == {}


async def test_everything_that_is_wrong_is_said_at_once(rest: Rest) -> None:
    status, answer = await rest.ask("POST", "issue", {"fields": {"project": {"key": "SUP"}}})
    assert (status, answer["errors"].keys()) == (400, {"summary", "issuetype"})


@pytest.mark.parametrize(
    "content",
    [
        [{"type": "paragraph", "content": [{"type": "text", "text": ""}]}],
        [{"type": "text", "text": "not in a block"}],
        [{"type": "bulletList", "content": [{"type": "paragraph"}]}],
        [{"type": "heading", "content": []}],
        [{"type": "paragraph", "content": [{"type": "text", "text": "a", "marks": [{"type": "bold"}]}]}],
        [{"type": "paragraph", "content": [{"type": "text", "text": "a", "marks": [{"type": "link"}]}]}],
    ],
)
async def test_a_document_must_be_well_made(rest: Rest, content: list[object]) -> None:
    body = {"type": "doc", "version": 1, "content": content}
    status, answer = await rest.ask("POST", "issue", {"fields": {**GOOD, "description": body}})
    assert (status, answer["errorMessages"]) == (400, ["INVALID_INPUT"])


async def test_who_does_not_log_in_learns_only_what_kind_of_jira_it_is(rest: Rest) -> None:
    for token in (None, "wrong"):
        status, answer = await rest.ask("GET", "myself", token=token)
        assert (status, answer["errorMessages"]) == (401, ["Client must be authenticated to access this resource."])
    for version in ("2", "3", "latest"):
        status, answer = await rest.ask("GET", "serverInfo", token=None, rest=version)
        assert (status, answer["deploymentType"]) == (200, "Cloud")
    assert (await rest.ask("GET", "serverInfo", token="wrong"))[0] == 401


async def test_what_was_taken_away_is_gone_and_what_never_was_is_not_found(rest: Rest) -> None:
    assert (await rest.ask("GET", "search?jql=project=SUP"))[0] == 410
    assert (await rest.ask("POST", "search", {"jql": "project = SUP"}))[0] == 410
    assert (await rest.ask("GET", "nonsense"))[0] == 404
    assert (await rest.ask("PUT", "project"))[0] == 405
    assert (await rest.ask("POST", "issue", {"fields": GOOD}, rest="2"))[0] == 404
    assert (await rest.ask("GET", "project/SUP", rest="2"))[0] == 200


async def test_an_issue_that_is_not_there_is_said_in_jiras_words(rest: Rest) -> None:
    said = {"errorMessages": ["Issue does not exist or you do not have permission to see it."], "errors": {}}
    for method, path in (("GET", "issue/SUP-9"), ("DELETE", "issue/SUP-9"), ("GET", "issue/SUP-9/comment")):
        assert await rest.ask(method, path) == (404, said)
    assert (await rest.ask("GET", "project/NOPE"))[0] == 404


async def test_an_issue_is_edited_given_away_and_deleted(rest: Rest) -> None:
    key = (await rest.ask("POST", "issue", {"fields": GOOD}))[1]["key"]
    changed = {"summary": "It fails", "labels": ["a"], "priority": {"id": "1"}, "description": adf.document("Why")}
    assert await rest.ask("PUT", f"issue/{key}", {"fields": changed}) == (204, None)
    assert await rest.ask("PUT", f"issue/{key}/assignee", {"accountId": "acc-ben"}) == (204, None)
    assert (await rest.ask("PUT", f"issue/{key}", {"fields": {"labels": ["a b"]}}))[0] == 400
    assert (await rest.ask("PUT", f"issue/{key}/assignee", {"name": "ben"}))[0] == 400
    assert (await rest.ask("POST", f"issue/{key}/comment", {"body": "words"}))[0] == 400

    _, issue = await rest.ask("GET", f"issue/{key}?fields=summary,assignee,priority,labels,nonsense")
    fields = issue["fields"]
    assert fields.keys() == {"summary", "assignee", "priority", "labels"}
    assert (fields["summary"], fields["priority"]["name"]) == ("It fails", "Highest")
    assert fields["assignee"]["accountId"] == "acc-ben"
    assert await rest.ask("DELETE", f"issue/{key}") == (204, None)
    assert (await rest.ask("GET", f"issue/{key}"))[0] == 404


async def test_transitions_go_by_their_id_and_only_where_they_lead(rest: Rest) -> None:
    key = (await rest.ask("POST", "issue", {"fields": GOOD}))[1]["key"]
    _, answer = await rest.ask("GET", f"issue/{key}/transitions")
    steps = {one["name"]: one["id"] for one in answer["transitions"]}
    assert list(steps) == ["未着手", "進行中", "レビュー", "完了"]
    assert (await rest.ask("POST", f"issue/{key}/transitions", {"transition": {"id": "99"}}))[0] == 400
    assert (await rest.ask("POST", f"issue/{key}/transitions", {}))[0] == 400
    assert (await rest.ask("POST", f"issue/{key}/transitions", {"transition": {"id": steps["完了"]}}))[0] == 204
    fields = (await rest.ask("GET", f"issue/{key}"))[1]["fields"]
    assert fields["status"]["statusCategory"]["key"] == "done"
    assert (fields["resolution"]["name"], fields["resolutiondate"]) == ("Done", "2026-11-20T12:00:00.000+0900")


@pytest.mark.parametrize(
    ("permission", "method", "path", "body", "status"),
    [
        ("CREATE_ISSUES", "POST", "issue", {"fields": GOOD}, 403),
        ("EDIT_ISSUES", "PUT", "issue/SUP-1", {"fields": {"summary": "x"}}, 403),
        ("ADD_COMMENTS", "POST", "issue/SUP-1/comment", {"body": adf.document("x")}, 403),
        ("ASSIGN_ISSUES", "PUT", "issue/SUP-1/assignee", {"accountId": None}, 403),
        ("DELETE_ISSUES", "DELETE", "issue/SUP-1", None, 403),
        ("TRANSITION_ISSUES", "POST", "issue/SUP-1/transitions", {"transition": {"id": "21"}}, 400),
        ("LINK_ISSUES", "POST", "issue/SUP-1/remotelink", {"object": {"url": "x", "title": "x"}}, 403),
        ("BROWSE_PROJECTS", "GET", "issue/SUP-1", None, 404),
        ("BROWSE_PROJECTS", "GET", "project/SUP", None, 404),
        ("BROWSE_PROJECTS", "POST", "issue", {"fields": GOOD}, 400),
    ],
)
async def test_a_permission_that_is_gone_is_missed_and_told(
    rest: Rest, permission: str, method: str, path: str, body: object, status: int
) -> None:
    site = rest.jira.site
    site.create(summary="There before")
    site.revoke(permission, "SUP")
    assert (await rest.ask(method, path, body))[0] == status
    _, answer = await rest.ask("GET", f"mypermissions?permissions={permission}")
    assert answer["permissions"][permission]["havePermission"] is True
    if permission != "BROWSE_PROJECTS":
        _, answer = await rest.ask("GET", f"mypermissions?permissions={permission}&projectKey=SUP")
        assert answer["permissions"][permission]["havePermission"] is False
    site.grant(permission, "SUP")
    assert (await rest.ask(method, path, body))[0] < 300


async def test_a_renamed_project_and_a_moved_issue_are_found_by_their_old_keys(rest: Rest) -> None:
    site = rest.jira.site
    site.create(summary="first")
    site.create(summary="second")
    site.rename_project("SUP", "CARE")
    moved = site.move_issue("CARE-2", "DEV")

    assert (await rest.ask("GET", "issue/SUP-1"))[1]["key"] == "CARE-1"
    assert {(await rest.ask("GET", f"issue/{key}"))[1]["key"] for key in ("SUP-2", "CARE-2", moved.id)} == {"DEV-1"}
    assert (await rest.ask("GET", "project/SUP"))[1]["key"] == "CARE"
    assert await rest.found("project = SUP") == ["CARE-1"]
    assert await rest.found("issuekey in (SUP-1, SUP-2) ORDER BY key") == ["CARE-1", "DEV-1"]


async def test_a_site_is_found_again_as_it_was_left(tmp_path: Any) -> None:  # noqa: ANN401 - a path of pytest's
    path = tmp_path / "jira.json"
    before = a_site(Watch(), path)
    before.create(summary="請求書", labels=["baton"])
    before.move("SUP-1", "完了")
    before.comment("SUP-1", "見ています")
    before.rename_project("SUP", "CARE")

    after = type(before)(Watch(), path)
    assert after.issue("SUP-1") == before.issue("CARE-1")
    assert after.create("CARE").key == "CARE-2"
    assert after.people == before.people
