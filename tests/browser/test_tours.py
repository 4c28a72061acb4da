"""The guided tours, walked by strangers from the start page to their end."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.strangers import Stranger, stranger_at
from tests.browser.windows import a_demo

pytestmark = pytest.mark.browser

SMALL: ViewportSize = {"width": 1100, "height": 800}
LARGE: ViewportSize = {"width": 1440, "height": 900}


async def test_an_agent_files_and_hears_what_became_of_it(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        stranger = await stranger_at(browser, demo, "青井", SMALL)
        await stranger.walk(upto="5")
        await expect(stranger.target).to_contain_text("佐藤 健 さんに渡しました")
        await stranger.walk(upto="6")
        await expect(stranger.target).to_contain_text("佐藤 健 さんが担当しています")
        await stranger.walk()
        await expect(stranger.card).to_contain_text("おつかれさまでした")


async def test_an_account_manager_claims_asks_and_resolves(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        stranger = await stranger_at(browser, demo, "佐藤", LARGE)
        await stranger.walk()
        await expect(stranger.card).to_contain_text("おつかれさまでした")


async def test_a_lead_helps_reads_and_closes_the_day_in_english(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        stranger = await stranger_at(browser, demo, "Emma", SMALL)
        await stranger.walk()
        await expect(stranger.card).to_contain_text("That is the whole way")


async def test_the_tour_speaks_the_language_that_one_changes_to(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        stranger = await stranger_at(browser, demo, "青井", LARGE)
        await expect(stranger.card).to_contain_text("フォームを開く")
        await stranger.page.locator(".top .self summary").click()
        await stranger.page.get_by_role("menuitemradio", name="English").click()
        await expect(stranger.card).to_contain_text("Open the form")
        await stranger.walk()
        await expect(stranger.card).to_contain_text("That is the whole way")


async def close_form(stranger: Stranger) -> None:
    """Cancel the form on screen."""
    await stranger.page.locator(".modal footer [data-close]").click()
    await expect(stranger.page.locator("dialog[open]")).to_have_count(0)


async def test_wrong_turns_are_forgiven(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        stranger = await stranger_at(browser, demo, "青井", SMALL)
        await stranger.walk(upto="2")

        await close_form(stranger)
        await expect(stranger.target).to_have_attribute("data-action", "escalation.open")
        await stranger.page.get_by_role("link", name="escalations").click()
        await expect(stranger.target).to_have_text("ショートカット")
        await stranger.target.click()
        await expect(stranger.target).to_have_attribute("data-shortcut", "escalate")
        await stranger.page.locator('[data-shortcut="start_call"]').click()
        await expect(stranger.target).to_have_text("キャンセル")
        await stranger.target.click()
        await expect(stranger.target).to_have_text("ショートカット")

        await stranger.walk()
        await expect(stranger.card).to_contain_text("おつかれさまでした")


async def test_one_skips_looks_back_folds_and_starts_again(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        stranger = await stranger_at(browser, demo, "青井", SMALL)
        await stranger.card.get_by_role("button", name="とばす").click()
        await expect(stranger.at(2)).to_be_visible()
        await stranger.card.get_by_role("button", name="戻る").click()
        await expect(stranger.at(1)).to_contain_text("このステップは済んでいます")
        await stranger.card.get_by_role("button", name="次へ").click()

        await stranger.at(2).get_by_role("button", name="たたむ").click()
        await expect(stranger.card).to_have_count(0)
        await stranger.page.reload()
        await stranger.page.get_by_role("button", name="ガイドの続き").click()
        await expect(stranger.at(2)).to_be_visible()
        await stranger.card.get_by_role("button", name="最初から").click()
        await expect(stranger.at(1)).to_be_visible()
