"""Takes the pictures of README.md and docs/*.md (`make pictures`): a demo for each language, in Chromium."""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright, expect

from docs import tour_of_calls, tour_of_digests, tour_of_jira, tour_of_letters, tour_of_requests, tour_of_the_readme
from docs.camera import PATIENCE
from tests.browser.windows import a_demo
from tests.browsers import FLAGS, NAMES


async def show(browser: Browser, locale: str) -> None:
    """Walk through a fresh demo whose channels speak `locale`, and others: the posters, then what documents show."""
    with TemporaryDirectory() as folder:
        async with a_demo(Path(folder), BATON_LOCALE=locale) as demo:
            await tour_of_the_readme.walk(browser, demo, tour_of_the_readme.TOURS[locale])
    with TemporaryDirectory() as folder:
        async with a_demo(Path(folder), BATON_LOCALE=locale) as demo:
            await tour_of_requests.walk(browser, demo, tour_of_requests.TOURS[locale])
            await tour_of_calls.walk(browser, demo, tour_of_calls.TOURS[locale])
            await tour_of_jira.walk(browser, demo, tour_of_jira.TOURS[locale])
            await tour_of_digests.walk(browser, demo, tour_of_digests.TOURS[locale])
    with TemporaryDirectory() as folder:
        await tour_of_letters.break_off(Path(folder), tour_of_letters.TOURS[locale])
        async with a_demo(Path(folder), BATON_LOCALE=locale) as demo:
            await tour_of_letters.walk(browser, demo, tour_of_letters.TOURS[locale])


async def main() -> None:
    """Take every picture in each language."""
    expect.set_options(timeout=PATIENCE)
    chromium = next(path for path in map(shutil.which, NAMES) if path)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for locale in ("ja", "en"):
            await show(browser, locale)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
