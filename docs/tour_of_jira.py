"""The pictures of docs/jira.md: an issue is made from a request, moved on the board, and comes back as done."""

from dataclasses import dataclass

from playwright.async_api import Browser, Locator, expect

from docs import tour_of_requests
from docs.camera import take, window_of
from docs.seats import SEATS, choose
from tests.browser.windows import Window

MOST_OF_BOARD = 560


@dataclass(frozen=True, slots=True)
class Tour:
    """What is asked of Jira about the request of the other tour: in `project`, whose last column is `done`."""

    locale: str
    summary: str
    project: str
    columns: tuple[str, str]

    @property
    def before(self) -> tour_of_requests.Tour:
        """The tour that has filed the request."""
        return tour_of_requests.TOURS[self.locale]


JAPANESE = Tour("ja", "請求書の再発行が三日で止まる", "SUP", ("進行中", "完了"))
ENGLISH = Tour("en", "Exports stop after three days", "DEV", ("In Progress", "Done"))
TOURS = {tour.locale: tour for tour in (JAPANESE, ENGLISH)}


async def ask(manager: Window, tour: Tour) -> Locator:
    """Fill the form in and send it; answer the message about the request, which then has a line about the issue."""
    await manager.open_messages()
    handoff = manager.about(tour.before.texts["promised"]).nth(1)
    await handoff.locator(".block summary").last.click()
    await handoff.locator('[role=menuitem][data-value^="request.jira"]').click()
    await expect(manager.field("project")).to_be_visible()
    await choose(manager, "project", tour.project)
    await manager.type_into("summary", tour.summary)
    await take("jira-form", tour.locale, manager.form)
    await manager.submit()
    await expect(handoff).to_contain_text("○")
    await take("jira-card", tour.locale, handoff)
    return handoff


async def drag(lead: Window, project: str, summary: str, name: str) -> Locator:
    """Drag an issue to a column of the project's board; answer the board."""
    await lead.open_board()
    ours = lead.page.locator(".board", has_text=project)
    column = ours.locator(f'[data-board-column="{name}"]')
    await ours.get_by_role("link", name=summary).drag_to(column)
    await expect(column).to_contain_text(summary)
    return ours


async def move(lead: Window, tour: Tour) -> None:
    """Drag the issue from column to column."""
    first, last = tour.columns
    board = await drag(lead, tour.project, tour.summary, first)
    await take("board", tour.locale, board, MOST_OF_BOARD)
    await drag(lead, tour.project, tour.summary, last)


async def walk(browser: Browser, demo: str, tour: Tour) -> None:
    """Take every picture in one language."""
    seats = SEATS[tour.locale]
    manager, lead = [await window_of(browser, demo, name, tour.locale) for name in (seats.manager, seats.lead)]
    handoff = await ask(manager, tour)
    await move(lead, tour)
    await expect(handoff).to_contain_text(f"✓ {tour.columns[-1]}")
    await expect(manager.newest).to_contain_text(tour.summary)
    await take("jira-done", tour.locale, manager.newest)
