"""What Slack saw, in the true demo: an escalation is followed from the shortcut to its card."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.windows import AOI, SUMMARY, Window, a_demo, escalate, window_of

pytestmark = pytest.mark.browser
SECRETS = re.compile(r"xoxb-|xapp-|sandbox-verification")


async def open_panel(window: Window, find: str = "") -> None:
    """Look at what Slack saw, filtered by words."""
    await window.part("sidebar").get_by_role("link", name="Slack が見たもの").click()
    await window.part("main").get_by_role("searchbox").fill(find)


def passage(window: Window, *words: str) -> Locator:
    """The newest passage that has all of `words` in its line."""
    found = window.part("main").locator(".passage")
    for word in words:
        found = found.filter(has_text=word)
    return found.first


async def unfold(one: Locator) -> None:
    """Open a passage by keyboard."""
    await one.locator("summary").first.press("Enter")
    await expect(one.locator(".json").first).to_be_visible()


async def test_an_escalation_is_followed_from_the_shortcut_to_its_card(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi = await window_of(browser, demo, AOI)
        await escalate(aoi)
        await open_panel(aoi)
        card = passage(aoi, "chat.postMessage", "#escalations", SUMMARY)
        await expect(card).to_be_visible()

        steps = [
            passage(aoi, "アプリへ", "shortcut", "青井 美咲"),
            passage(aoi, "Slack へ", "views.open", "escalation.form", "成功"),
            passage(aoi, "アプリへ", "view_submission", "escalation.form", "受信確認"),
            card,
        ]
        heights = [box["y"] for box in [await step.bounding_box() for step in steps] if box]
        assert heights == sorted(heights, reverse=True)

        await unfold(steps[2])
        await unfold(card)
        await expect(card.get_by_role("heading", name="引数")).to_be_visible()
        await expect(card.locator(".json").first).to_contain_text("baton")

        await open_panel(aoi, SUMMARY)
        await expect(passage(aoi, "views.open")).to_have_count(0)
        await expect(card).to_be_visible()
        await expect(card.locator(".json").first).to_be_visible()
        assert not SECRETS.search(await aoi.part("main").inner_html())
