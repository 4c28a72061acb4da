"""The picture of what could not be posted, in docs/screens.md: Slack takes no posts where Baton owes them."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, expect

from bot import ids
from bot.console.manifest import read_manifest
from docs import tour_of_calls, tour_of_requests
from docs.camera import take, window_of
from docs.seats import SEATS
from sandbox import cast, team
from sandbox.demo import Demo
from tests.browser.windows import Window, a_demo


@dataclass(frozen=True, slots=True)
class Tour:
    """In which language the admin reads what became of a request and a call of the other tours."""

    locale: str
    admin: str

    @property
    def request(self) -> tour_of_requests.Tour:
        """What is filed, and has no channel to stand in."""
        return tour_of_requests.TOURS[self.locale]

    @property
    def script(self) -> str:
        """The call whose card nobody sees."""
        return tour_of_calls.TOURS[self.locale].script


JAPANESE = Tour("ja", "ja-JP")
ENGLISH = Tour("en", "en-US")
TOURS = {tour.locale: tour for tour in (JAPANESE, ENGLISH)}


async def break_off(folder: Path, tour: Tour) -> None:
    """Make a demo in `folder`; while Baton is away it is put out of one channel, and another is archived."""
    async with a_demo(folder, BATON_LOCALE=tour.locale):
        pass
    workspace = Demo(folder / "var", read_manifest()).workspace(anew=False)
    workspace.leave(team.ESCALATIONS, workspace.bot_user_id)
    workspace.archive(team.CALLS)
    workspace.change_person(team.ADMINS, locale=tour.admin)
    workspace.close()


async def owe(agent: Window, tour: Tour) -> str:
    """File a request and take a call, each with a card that Slack will not take; answer the key of the request."""
    await tour_of_requests.file(agent, tour.request, is_shown=False)
    key = "R-" + (await agent.newest.inner_text()).partition("R-")[2][:4]
    await agent.play(tour.script, 1)
    return key


async def walk(browser: Browser, demo: str, tour: Tour) -> None:
    """Take the picture in one language, of a demo that was broken off."""
    agent = await window_of(browser, demo, SEATS[tour.locale].agent, tour.locale)
    admin = await window_of(browser, demo, cast.OPERATOR.name, tour.locale)
    key = await owe(agent, tour)
    await admin.open_messages()
    told = admin.part("main").locator(f'[data-action="{ids.LETTERS_OPEN}"]')
    await expect(told).to_have_count(2)
    await told.last.click()
    await expect(admin.form).to_contain_text(key)
    await take("letters", tour.locale, admin.form)
