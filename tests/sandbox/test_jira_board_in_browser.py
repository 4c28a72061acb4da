"""The board of Jira in a true browser: cards are dragged, pressed on, opened; what is being written stays."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.jira.site import Site, a_site
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import a_workspace
from tests.sandbox.windows import a_window, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def site() -> Site:
    site = a_site()
    site.create("DEV", summary="Export fails")
    site.create("DEV", summary="Sign-on")
    return site


@pytest.fixture
async def window(site: Site, browser: Browser) -> AsyncIterator[Page]:
    """Ben's window beside a Jira."""
    workspace = a_workspace()
    site.on_change.append(workspace.changes.announce)
    server = SlackServer(workspace, routes=page.routes(MovableClock(), [], jira=site))
    async with serving(server), a_window(browser, f"{server.url}/?as=U_BEN") as opened:
        yield opened


def column(window: Page, status: str) -> Locator:
    """A column of the English project."""
    return window.get_by_role("region", name="Development (DEV)").get_by_role("region", name=status)


async def test_a_card_is_dragged_and_pressed_on_to_the_next_column(window: Page, site: Site) -> None:
    await window.get_by_role("link", name="Jira").click()
    await window.get_by_role("link", name="Export fails").drag_to(column(window, "In Review"))
    await expect(column(window, "In Review")).to_contain_text("DEV-1")

    await window.get_by_role("button", name="Move DEV-2 to In Progress").click()
    await expect(column(window, "In Progress")).to_contain_text("Sign-on")
    assert [site.status(one).name for one in site.issues.values()] == ["In Review", "In Progress"]


async def test_an_issue_is_opened_changed_and_commented_on(window: Page, site: Site) -> None:
    await window.get_by_role("link", name="Jira").click()
    await window.get_by_role("link", name="Export fails").click()
    detail = window.get_by_role("complementary", name="Thread")
    await detail.get_by_label("Status").select_option("Done")
    await expect(column(window, "Done")).to_contain_text("DEV-1")
    await detail.get_by_label("Assignee").select_option("森")
    await detail.get_by_label("Fix version").select_option("3.1")
    await expect(column(window, "Done")).to_contain_text("森 · 3.1")
    await detail.get_by_label("Comment on DEV-1").fill("Fixed in 3.1")
    await detail.get_by_role("button", name="Comment").click()
    await expect(detail.get_by_role("listitem")).to_contain_text("Fixed in 3.1")
    await expect(detail.get_by_label("Comment on DEV-1")).to_have_value("")
    await expect(detail.get_by_label("Status")).to_have_value("Done")
    assert site.issue("DEV-1").assignee == "acc-mori"


async def test_what_is_being_written_stays_while_others_change_the_issue(window: Page, site: Site) -> None:
    await window.get_by_role("link", name="Jira").click()
    await window.get_by_role("link", name="Export fails").click()
    words = window.get_by_label("Comment on DEV-1")
    await words.press_sequentially("I am just")
    site.move("DEV-1", "In Progress")
    await expect(column(window, "In Progress")).to_contain_text("DEV-1")
    await expect(window.get_by_label("Status")).to_have_value("In Progress")
    await expect(words).to_have_value("I am just")
    await expect(words).to_be_focused()
