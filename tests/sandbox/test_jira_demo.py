"""The demo's Jira: at work when it is first seen, found again as it was left, and telling Baton of its changes."""

from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession, encode_basic_auth

from sandbox import backlog, team
from sandbox.demo import Demo
from sandbox.jira.site import Site
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.jiras import NOON, SECRET, Door, door


async def opened(demo: Demo, baton: Door, *, anew: bool) -> SlackServer:
    """The demo's server, with its team in it."""
    workspace = demo.workspace(anew=anew)
    if anew:
        team.settle_in(workspace)
    return await demo.open(workspace, f"{baton.listener.url}/slack/events", 0)


async def test_baton_can_log_in_and_hears_of_what_is_done_on_the_board(tmp_path: Path) -> None:
    demo = Demo(tmp_path, MANIFEST, jira_secret=SECRET)
    async with door() as baton, ClientSession() as http:
        shown = await opened(demo, baton, anew=True)
        url = demo.found(shown)["jira_url"].rstrip("/")
        login = {"Authorization": encode_basic_auth(backlog.USER, str(demo.environment["JIRA_TOKEN"]))}
        async with http.get(f"{url}/rest/api/3/project/{demo.environment['JIRA_PROJECT']}", headers=login) as answer:
            assert (await answer.json())["name"] == "サポート開発"

        sent = {"key": "SUP-1", "value": "進行中"}
        async with http.post(f"{shown.url}/page/jira/move?as={team.ADMINS}", json=sent) as answer:
            assert answer.status == 200
        await baton.changes.wait(lambda: len(baton.taken) == 1, 5)
        async with http.get(f"{url}/browse/SUP-1") as answer:
            assert str(answer.url).startswith(f"{shown.url}/")
        await shown.stop()

    assert baton.taken[0]["changelog"]["items"][0]["toString"] == "進行中"


async def test_it_is_found_again_as_it_was_left_unless_the_demo_begins_anew(tmp_path: Path) -> None:
    async with door() as baton:
        for anew, status in ((True, "完了"), (False, "未着手"), (True, "完了")):
            demo = Demo(tmp_path, MANIFEST, jira_secret=SECRET)
            shown = await opened(demo, baton, anew=anew)
            assert demo.jira is not None
            site = demo.jira.site
            assert (site.status(site.issue("SUP-1")).name, len(site.issues)) == (status, 8)
            site.move("SUP-1", "未着手")
            await demo.jira.told()
            await shown.stop()
            shown.workspace.close()


def test_its_issues_lived_through_the_last_days_only() -> None:
    site = Site(lambda: NOON)
    backlog.settle(site, "token")
    assert {one.status_id for one in site.issues.values()} >= {"10100", "10101", "10102", "10103"}
    for issue in site.issues.values():
        assert NOON - timedelta(days=10) < issue.created <= issue.updated < NOON
