"""The sandbox's Jira tells of changes: signed, in order, again where nobody took them."""

import json
from collections.abc import AsyncIterator

import pytest

from sandbox.jira.hooks import signed
from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT, a_site
from tests.sandbox.jiras import NOON, SECRET, Door, Watch, door


@pytest.fixture
async def baton() -> AsyncIterator[Door]:
    async with door() as opened:
        yield opened


@pytest.fixture
async def jira(baton: Door) -> AsyncIterator[JiraServer]:
    server = JiraServer(a_site(Watch()), baton.url, secret=SECRET, retry_seconds=(0, 0))
    server.site.create(summary="There before")
    await server.start()
    yield server
    await server.stop()


async def test_each_change_is_told_once(jira: JiraServer, baton: Door) -> None:
    site = jira.site
    site.create(summary="請求書", by=BOT)
    site.move("SUP-2", "完了")
    site.move("SUP-2", "完了")
    site.assign("SUP-2", "acc-mori")
    site.set_fix_version("SUP-2", "2027.1")
    site.comment("SUP-2", "見ています")
    site.move_issue("SUP-2", "DEV")
    site.delete("DEV-1")
    await jira.told()

    assert [(one["webhookEvent"], one.get("issue_event_type_name")) for one in baton.taken] == [
        ("jira:issue_created", "issue_created"),
        ("jira:issue_updated", "issue_generic"),
        ("jira:issue_updated", "issue_assigned"),
        ("jira:issue_updated", "issue_updated"),
        ("comment_created", None),
        ("jira:issue_updated", "issue_moved"),
        ("jira:issue_deleted", "issue_deleted"),
    ]
    assert [one["issue"]["key"] for one in baton.taken] == ["SUP-2"] * 5 + ["DEV-1"] * 2
    assert {one["timestamp"] for one in baton.taken} == {int(NOON.timestamp() * 1000)}
    assert len({one["x-atlassian-webhook-identifier"] for one in baton.headers}) == 7


async def test_a_change_is_told_with_all_that_it_went_from_and_to(jira: JiraServer, baton: Door) -> None:
    jira.site.move("SUP-1", "完了", by="acc-mori")
    await jira.told()

    [moved] = baton.taken
    assert moved["user"]["displayName"] == "森"
    assert moved["issue"]["fields"]["status"]["statusCategory"]["key"] == "done"
    assert moved["changelog"]["items"] == [
        item("status", "10100", "未着手", "10103", "完了"),
        item("resolution", None, None, "10000", "Done"),
    ]


async def test_an_issue_that_moved_is_told_with_its_old_key_and_project(jira: JiraServer, baton: Door) -> None:
    jira.site.set_fix_version("SUP-1", "2026.12")
    jira.site.move_issue("SUP-1", "DEV")
    await jira.told()

    planned, elsewhere = [
        {(one["fromString"], one["toString"]) for one in told["changelog"]["items"]} for told in baton.taken
    ]
    assert planned == {(None, "2026.12")}
    assert {("SUP-1", "DEV-1"), ("サポート", "Development"), ("2026.12", None), ("未着手", "To Do")} == elsewhere


async def test_texts_are_plain_in_webhooks(jira: JiraServer, baton: Door) -> None:
    jira.site.create(summary="請求書", description="一行目\n二行目")
    jira.site.comment("SUP-2", "見ています", by="acc-mori")
    await jira.told()

    created, said = baton.taken
    assert created["issue"]["fields"]["description"] == "一行目\n二行目"
    assert (said["comment"]["body"], said["comment"]["author"]["accountId"]) == ("見ています", "acc-mori")
    assert said["issue"]["fields"].keys() == {"summary", "issuetype", "project", "assignee", "priority", "status"}


def item(field: str, before: str | None, before_words: str | None, after: str, after_words: str) -> dict[str, object]:
    """An item of a changelog, as Jira writes it."""
    known = {"field": field, "fieldtype": "jira", "fieldId": field}
    return {**known, "from": before, "fromString": before_words, "to": after, "toString": after_words}


async def test_what_nobody_took_is_sent_again_as_the_same(jira: JiraServer, baton: Door) -> None:
    baton.statuses = [503, 429]
    jira.site.comment("SUP-1", "Hello")
    await jira.told()

    assert len(baton.taken) == 1
    assert len({one["x-atlassian-webhook-identifier"] for one in baton.headers}) == 1
    assert [one.get("x-atlassian-webhook-retry") for one in baton.headers] == [None, "1", "2"]
    assert jira.hooks.deliveries[0].statuses == [503, 429, 204]


async def test_what_is_refused_is_not_sent_again(jira: JiraServer, baton: Door) -> None:
    baton.statuses = [400]
    jira.site.comment("SUP-1", "Hello")
    await jira.told()
    assert jira.hooks.deliveries[0].statuses == [400]


async def test_webhooks_are_held_back_and_sent_late_and_out_of_order(jira: JiraServer, baton: Door) -> None:
    jira.hooks.held = True
    jira.site.move("SUP-1", "進行中")
    jira.site.move("SUP-1", "完了")
    await jira.told()
    assert baton.taken == []

    first, second = jira.hooks.deliveries
    assert [await jira.hooks.deliver(one) for one in (second, first, second)] == [204] * 3
    told = [event["changelog"]["items"][0]["toString"] for event in baton.taken]
    assert told == ["完了", "進行中", "完了"]


async def test_a_forged_webhook_is_sent_as_it_is(jira: JiraServer, baton: Door) -> None:
    body = json.dumps({"webhookEvent": "jira:issue_deleted"}).encode()
    assert await jira.hooks.send(body, signed(body, "another secret", "id")) == 401
    assert await jira.hooks.send(body, signed(body, "", "id")) == 401
    assert await jira.hooks.send(body, signed(body, SECRET, "id")) == 204
    await baton.listener.close()
    assert await jira.hooks.send(body, signed(body, SECRET, "id")) is None


async def test_nothing_is_told_where_there_is_no_address(jira: JiraServer, baton: Door) -> None:
    jira.reach(None)
    jira.site.comment("SUP-1", "Hello")
    await jira.told()
    assert (jira.hooks.deliveries, baton.taken) == ([], [])
