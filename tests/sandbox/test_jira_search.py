"""Searching the sandbox's Jira: its JQL, its pages, and an index that comes later."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from sandbox.jira.server import JiraServer
from sandbox.jira.site import Site, a_site
from tests.sandbox.jiras import Rest, Watch


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def site(watch: Watch) -> Site:
    """SUP-1 (late), SUP-2 (done, labelled), DEV-1 (early)."""
    site = a_site(watch)
    for key, labels in (("DEV", ()), ("SUP", ()), ("SUP", ("baton", "baton-1"))):
        site.create(key, labels=labels)
        watch.pass_by(minutes=10)
    site.move("SUP-2", "完了")
    watch.pass_by(minutes=10)
    site.comment("SUP-1", "見ています")
    return site


@pytest.fixture
async def rest(site: Site) -> AsyncIterator[Rest]:
    jira = JiraServer(site)
    await jira.start()
    async with ClientSession() as http:
        yield Rest(http, jira)
    await jira.stop()


async def test_each_restriction_holds(rest: Rest, site: Site) -> None:
    sup, first = site.project("SUP").id, site.issue("SUP-1").id
    told = {
        "project = SUP": ["SUP-2", "SUP-1"],
        f"project in ({sup}, DEV) ORDER BY updated ASC": ["DEV-1", "SUP-2", "SUP-1"],
        "project in (SUP, DEV) ORDER BY updated DESC": ["SUP-1", "SUP-2", "DEV-1"],
        'labels = "baton-1"': ["SUP-2"],
        "labels in (baton, other)": ["SUP-2"],
        "project = SUP AND labels != baton": ["SUP-1"],
        "issuekey in (SUP-1, DEV-1) order by key asc": ["DEV-1", "SUP-1"],
        f"id in ({first})": ["SUP-1"],
        "project = SUP AND statusCategory != Done": ["SUP-1"],
        "statusCategory = Done": ["SUP-2"],
        'status = "完了"': ["SUP-2"],
        'updated >= "-15m" ORDER BY updated': ["SUP-2", "SUP-1"],
        "updated >= -9m": ["SUP-1"],
        "created <= -40m": ["DEV-1"],
    }
    assert {jql: await rest.found(jql) for jql in told} == told


async def test_a_time_by_the_clock_is_in_the_accounts_zone_and_to_the_minute(rest: Rest) -> None:
    assert await rest.found('updated >= "2026-11-20 12:40" ORDER BY updated') == ["SUP-1"]
    assert await rest.found('updated >= "2026-11-20 12:30" ORDER BY updated') == ["SUP-2", "SUP-1"]
    assert "is invalid" in await rest.refused('updated >= "2026-11-20T12:30"')
    assert "is invalid" in await rest.refused('updated >= "2026-11-20 12:30:15"')


@pytest.mark.parametrize(
    ("jql", "said"),
    [
        ("project = NOPE", "The value 'NOPE' does not exist for the field 'project'."),
        ("project in (99)", "A value with ID '99' does not exist for the field 'project'."),
        ("issuekey = SUP-99", "An issue with key 'SUP-99' does not exist for the field 'issuekey'."),
        ("colour = red", "Field 'colour' does not exist"),
        ("project = SUP OR project = DEV", "Expecting something else, but got 'OR'"),
        ("project = ", "The query ends"),
        ("project in SUP", "but got 'SUP'"),
        ("project = (SUP", "but got '('"),
        ('labels = "open', "but got '\"'"),
        ("updated = -1m", "The operator '=' is not supported by the 'updated' field."),
        ("project >= SUP", "The operator '>=' is not supported by the 'project' field."),
        ("project = SUP ORDER BY colour", "Not able to sort using field 'colour'."),
        ("statusCategory = 完了", "The value '完了' does not exist"),
        ("status = nowhere", "The value 'nowhere' does not exist"),
        ("", "Unbounded JQL queries are not allowed here."),
        ("ORDER BY updated", "Unbounded JQL queries are not allowed here."),
    ],
)
async def test_what_is_not_understood_is_refused(rest: Rest, jql: str, said: str) -> None:
    assert said in await rest.refused(jql)


async def test_only_ids_come_unless_fields_are_named_and_never_a_total(rest: Rest, site: Site) -> None:
    _, bare = await rest.ask("POST", "search/jql", {"jql": "project = SUP"})
    assert bare == {"issues": [{"id": site.issue(f"SUP-{number}").id} for number in (2, 1)], "isLast": True}
    _, named = await rest.ask("GET", "search/jql?jql=project=SUP&fields=status&fields=summary")
    assert [one["fields"].keys() for one in named["issues"]] == [{"summary", "status"}] * 2
    assert "total" not in named


async def test_pages_go_on_where_the_last_one_ended_even_while_issues_change(rest: Rest, site: Site) -> None:
    jql = "project in (SUP, DEV) ORDER BY updated ASC"
    first = await rest.page(jql, maxResults=1)
    site.comment("SUP-2", "again")
    rest_of_it = await rest.page(jql, maxResults=5, nextPageToken=first["nextPageToken"])
    assert [one["key"] for one in (*first["issues"], *rest_of_it["issues"])] == ["DEV-1", "SUP-1", "SUP-2"]

    for other, token in (("project = SUP", first["nextPageToken"]), (jql, "nonsense")):
        status, answer = await rest.ask("POST", "search/jql", {"jql": other, "nextPageToken": token})
        assert (status, "Invalid nextPageToken" in answer["errorMessages"][0]) == (400, True)


async def test_no_page_has_more_than_a_hundred_with_fields(rest: Rest, site: Site) -> None:
    for _ in range(120):
        site.create("DEV")
    assert len(await rest.found("project = DEV", maxResults=1000)) == 100
    _, bare = await rest.ask("POST", "search/jql", {"jql": "project = DEV", "maxResults": 1000})
    assert len(bare["issues"]) == 121


async def test_the_index_comes_later_unless_an_issue_is_reconciled(rest: Rest, site: Site, watch: Watch) -> None:
    site.index_lag = timedelta(seconds=30)
    fresh = site.create(labels=["baton-2"])
    assert await rest.found('labels = "baton-2"') == []
    assert await rest.found('labels = "baton-2"', reconcileIssues=[fresh.number]) == [fresh.key]
    watch.pass_by(seconds=30)
    assert await rest.found('labels = "baton-2"') == [fresh.key]

    watch.pass_by(minutes=30)
    site.move(fresh.key, "進行中")
    assert await rest.found('updated >= "-5m"') == []
    watch.pass_by(seconds=31)
    assert await rest.found('updated >= "-5m"') == [fresh.key]


async def test_what_may_not_be_seen_is_not_found(rest: Rest, site: Site) -> None:
    site.revoke("BROWSE_PROJECTS", "SUP")
    assert await rest.found("labels in (baton) ") == []
    assert "does not exist" in await rest.refused("project = SUP")
    assert await rest.found("project = DEV") == ["DEV-1"]
