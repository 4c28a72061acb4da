"""Fixture: a real Chromium for tests marked `browser`."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.prerequisites import lacks

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000
"""Milliseconds within which a page comes to show what is waited for, on a machine that is busy with other tests."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the machine's own Chromium: one of Playwright's would have to be downloaded."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return lacks("browser", f"none of {', '.join(NAMES)} is installed")


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A headless browser; a test opens as many windows (contexts) as its story has people."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield running
        await running.close()
