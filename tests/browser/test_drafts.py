"""What is typed is never lost: a closed form is a draft in Home; a message becomes a form; a choice keeps the words."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.windows import AOI, SATO, SUMMARY, WORDS, Window, a_demo, fill, find_customer, window_of

pytestmark = pytest.mark.browser

LINE = "請求書がまだ届かないと、お客様からお電話がありました"


async def test_a_form_that_was_closed_goes_on_from_home(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi = await window_of(browser, demo, AOI)
        await fill(aoi)
        await aoi.page.keyboard.press("Escape")
        await expect(aoi.form).to_be_hidden()

        await aoi.open_home()
        draft = aoi.part("main").locator(".block", has_text=SUMMARY)
        await expect(draft.first).to_be_visible()
        await aoi.part("main").locator('[data-action="draft.open"]').first.click()
        await expect(aoi.field("customer_words").locator("textarea")).to_have_value(WORDS)
        await expect(aoi.field("customer").get_by_role("combobox")).to_have_value("株式会社青空商事")
        await aoi.submit()

        await expect(aoi.part("main").locator('[data-action="draft.open"]')).to_have_count(0)
        await expect(draft.first).to_contain_text("R-")


async def test_what_somebody_said_becomes_a_form(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato = [await window_of(browser, demo, user) for user in (AOI, SATO)]
        await sato.open_channel("support-floor")
        await sato.page.get_by_role("textbox").fill(LINE)
        await sato.page.keyboard.press("Enter")
        await aoi.open_channel("support-floor")
        await aoi.choose_for_message("Escalate", aoi.about(LINE))

        await expect(aoi.field("customer_words").locator("textarea")).to_have_value(LINE)
        await expect(aoi.form).to_contain_text("佐藤 健")


async def test_critical_asks_for_what_was_promised_and_keeps_what_is_typed(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi = await window_of(browser, demo, AOI)
        await aoi.open_empty_form()
        await find_customer(aoi)
        await aoi.type_into("summary", SUMMARY)
        await aoi.type_into("customer_words", WORDS)
        await aoi.choose("urgency", "緊急")

        await expect(aoi.field("promised")).to_be_visible()
        await expect(aoi.field("next_contact_at")).to_be_visible()
        await stands(aoi, "summary", SUMMARY)
        await stands(aoi, "customer_words", WORDS)
        await aoi.choose("urgency", "高")
        await expect(aoi.field("promised")).to_have_count(0)
        await stands(aoi, "customer_words", WORDS)


async def stands(window: Window, name: str, words: str) -> None:
    """Hold an input to what was typed into it."""
    await expect(window.field(name).locator("input, textarea")).to_have_value(words)
