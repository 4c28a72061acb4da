"""The pictures of docs/digests.md: a digest as it was posted, what a lead sets up, and somebody's morning."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Locator, ViewportSize, expect

from docs.camera import take, window_of
from docs.seats import SEATS, choose
from tests.browser.windows import Window

MOST = 1_080
"""Pixels of what is longer than a picture should be."""
ZONE = ZoneInfo("Asia/Tokyo")
TALLER: ViewportSize = {"width": 1100, "height": 1700}
"""A screen that shows the whole form."""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SOON = timedelta(minutes=58)
"""How far ahead a morning is set, before the demo's clock is moved by an hour."""


@dataclass(frozen=True, slots=True)
class Tour:
    """How a morning digest greets whoever has something on their plate."""

    locale: str
    morning: str


JAPANESE = Tour("ja", "おはようございます")
ENGLISH = Tour("en", "Good morning")
TOURS = {tour.locale: tour for tour in (JAPANESE, ENGLISH)}


async def read(lead: Window, tour: Tour) -> None:
    """Read the last daily close in its channel, and what stands in its thread."""
    await lead.open_channel()
    digest = lead.part("main").locator(".message", has=lead.page.locator("figure")).last
    await expect(digest.get_by_role("table").last).to_be_visible()
    await take("digest", tour.locale, digest, MOST)
    await digest.locator(".replies").click()
    file = lead.part("thread").locator(".message", has=lead.page.locator('a[href*="/page/file/"]')).last
    await expect(file).to_be_visible()
    await take("digest-thread", tour.locale, file)


async def look_at_home(lead: Window, tour: Tour) -> None:
    """Look at what Home has of digests: from the first of them to the switch of one's own morning."""
    await lead.open_home()
    home = lead.part("main").locator(".home-page")
    first = home.locator(".block", has=lead.page.locator('[data-action="digest.post_now"]')).first
    await take("home-digests", tour.locale, _above(_above(first)), upto=home.locator(".block").last)


def _above(block: Locator) -> Locator:
    return block.locator("xpath=preceding-sibling::*[1]")


async def pause(lead: Window, tour: Tour) -> None:
    """Let the first digest of the list rest, and resume it."""
    await lead.form.locator('[data-action="digest.pause"]').first.click()
    resume = lead.form.locator('[data-action="digest.resume"]')
    await expect(resume).to_be_visible()
    steps = lead.form.locator(".block", has=lead.page.locator('[data-action="digest.resume"]'))
    await take("digest-paused", tour.locale, _above(steps), upto=steps)
    await resume.click()
    await expect(resume).to_have_count(0)


async def set_up(lead: Window, tour: Tour) -> None:
    """Open the list by its command, and the form of the daily close."""
    await lead.open_channel()
    await lead.part("main").get_by_role("textbox").fill("/digest")
    await lead.page.keyboard.press("Enter")
    edit = lead.form.locator('[data-action="digest.edit"]')
    await expect(edit.last).to_be_visible()
    await take("digests", tour.locale, lead.form)
    await pause(lead, tour)
    await edit.first.click()
    await expect(lead.field("sections")).to_be_visible()
    await lead.page.set_viewport_size(TALLER)
    await take("digest-form", tour.locale, lead.form)
    await lead.form.locator("footer [data-close]").click()


async def greet(lead: Window, manager: Window, tour: Tour) -> None:
    """Let everyone's morning come within the hour, on whatever day it is, and move the clock there."""
    await lead.form.locator('[data-action="digest.edit"]').last.click()
    at = datetime.now(UTC).astimezone(ZONE) + SOON
    await lead.type_into("at", f"{at:%H:%M}")
    for day in WEEK:
        await lead.field("days").locator(f'input[value="{day}"]').check()
    await choose(lead, "holidays", "post")
    await lead.form.locator("[type=submit]").click()
    await expect(lead.field("sections")).to_be_hidden()
    await lead.form.locator("footer [data-close]").click()
    await lead.page.locator('[data-hours="1"]').click()
    await manager.open_messages()
    morning = manager.about(tour.morning).last
    await expect(morning.get_by_role("table").last).to_be_visible()
    await take("morning", tour.locale, morning, MOST)


async def walk(browser: Browser, demo: str, tour: Tour) -> None:
    """Take every picture in one language."""
    seats = SEATS[tour.locale]
    lead, manager = [await window_of(browser, demo, name, tour.locale) for name in (seats.lead, seats.manager)]
    await read(lead, tour)
    await look_at_home(lead, tour)
    await set_up(lead, tour)
    await greet(lead, manager, tour)
