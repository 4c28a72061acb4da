"""The board of Jira on the page, without a browser."""

from collections.abc import AsyncIterator

import pytest

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.jira.site import Site, a_site
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import a_workspace
from tests.sandbox.windows import CAST, NOON, Browser, browsing, serving


@pytest.fixture
def site() -> Site:
    site = a_site(lambda: NOON)
    site.create(summary="請求書 <b>", description="一行目", labels=["baton"])
    site.create("DEV", summary="Export fails")
    return site


@pytest.fixture
async def slack(site: Site) -> AsyncIterator[SlackServer]:
    workspace = a_workspace()
    workspace.change_person("U_BEN", email="ben@example.com")
    site.on_change.append(workspace.changes.announce)
    async with serving(
        SlackServer(workspace, routes=page.routes(MovableClock(lambda: NOON), CAST, jira=site))
    ) as server:
        yield server


@pytest.fixture
async def browser(slack: SlackServer) -> AsyncIterator[Browser]:
    async with browsing(slack) as there:
        yield there


async def act(browser: Browser, name: str, key: str, value: str, user: str = "U_BEN") -> int:
    """Do something on the board; the status."""
    sent = {"key": key, "value": value}
    async with browser.http.post(f"{browser.url}/page/jira/{name}?as={user}", json=sent) as answer:
        return answer.status


async def test_the_board_is_in_every_window_in_its_readers_words(browser: Browser) -> None:
    japanese, english = await browser.html("?as=U_AOI&at=jira"), await browser.html("?as=U_BEN&at=jira")
    assert all(
        words in japanese for words in ("サポート（SUP）", "未着手", "→ 進行中", "未割り当て", "請求書 &lt;b&gt;")
    )
    assert all(words in english for words in ("Development (DEV)", "To Do", "→ In Progress", "Unassigned"))
    assert 'href="/?as=U_BEN&amp;at=jira"' in (await browser.changed("U_BEN"))["sidebar"]


async def test_an_issue_is_moved_given_away_planned_and_talked_about(browser: Browser, site: Site) -> None:
    assert await act(browser, "move", "SUP-1", "レビュー") == 200
    assert await act(browser, "assign", "SUP-1", "acc-mori") == 200
    assert await act(browser, "version", "SUP-1", "2026.12") == 200
    assert await act(browser, "comment", "SUP-1", " <i>Looking</i> ") == 200

    issue = site.issue("SUP-1")
    assert {history.author for history in issue.histories} == {"acc-ben"}
    assert (site.status(issue).name, issue.assignee, len(issue.fix_versions)) == ("レビュー", "acc-mori", 1)
    shown = await browser.html("?as=U_BEN&at=jira&thread=SUP-1")
    assert all(
        words in shown for words in ("&lt;i&gt;Looking&lt;/i&gt;", "一行目", "2026.12", ">baton<", "Comments: 1")
    )

    assert await act(browser, "assign", "SUP-1", "") == 200
    assert await act(browser, "version", "SUP-1", "") == 200
    assert (issue.assignee, issue.fix_versions) == (None, [])


async def test_who_has_no_account_acts_as_somebody(browser: Browser, site: Site) -> None:
    assert await act(browser, "comment", "DEV-1", "見ています", "U_AOI") == 200
    assert site.issue("DEV-1").comments[0].author == "acc-ben"


async def test_what_cannot_be_done_is_refused(browser: Browser, site: Site) -> None:
    assert await act(browser, "move", "SUP-1", "Done") == 409
    assert await act(browser, "assign", "SUP-1", "nobody") == 409
    assert await act(browser, "move", "SUP-9", "完了") == 404
    assert await act(browser, "burn", "SUP-1", "") == 404
    async with browser.http.post(f"{browser.url}/page/jira/move?as=U_BEN", data="{}") as simple:
        assert simple.status == 415
    assert site.issue("SUP-1").histories == []
    assert "SUP-9 cannot be found" in await browser.html("?as=U_BEN&at=jira&thread=SUP-9")


async def test_a_link_to_an_issue_leads_to_the_board_of_who_looked_last(browser: Browser) -> None:
    await browser.html("?as=U_BEN")
    async with browser.http.get(f"{browser.url}/page/jira/browse/SUP-1", allow_redirects=False) as answer:
        assert answer.headers["location"] == "/?as=U_BEN&at=jira&thread=SUP-1"


async def test_a_column_shows_the_newest_and_counts_the_rest(browser: Browser, site: Site) -> None:
    for number in range(20):
        site.create("DEV", summary=f"Wish {number}")
    shown = (await browser.changed("U_BEN", "jira"))["main"]
    assert "9 more" in shown
    assert "Wish 19" in shown
    assert "Wish 0<" not in shown


async def test_a_page_without_jira_shows_none() -> None:
    server = SlackServer(a_workspace(), routes=page.routes(MovableClock(lambda: NOON), CAST))
    async with serving(server), browsing(server) as browser:
        assert "at=jira" not in await browser.html("?as=U_AOI")
        assert "表示できません" in await browser.html("?as=U_AOI&at=jira")
        assert await act(browser, "move", "SUP-1", "完了") == 404
