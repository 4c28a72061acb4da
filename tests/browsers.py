"""Fixture: a real Chromium for tests marked `browser`."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.prerequisites import lacks

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the machine's own Chromium: one of Playwright's would have to be downloaded."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return lacks("browser", f"none of {', '.join(NAMES)} is installed")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser for the run; a test opens as many windows (contexts) as its story has people."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield running
        running.close()
