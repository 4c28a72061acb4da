"""A person reads another language: the page, Baton's forms and Home follow; nobody else's do."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.windows import AOI, SATO, a_demo, window_of

pytestmark = pytest.mark.browser


async def test_whoever_switches_language_finds_baton_speaking_it(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato = await window_of(browser, demo, AOI), await window_of(browser, demo, SATO)
        await expect(aoi.part("main").get_by_role("heading", name="出したもの")).to_be_visible()
        await aoi.page.get_by_role("button", name="青井 美咲").click()
        await aoi.page.get_by_role("menuitemradio", name="English").click()

        await expect(aoi.page.locator("html")).to_have_attribute("lang", "en")
        await expect(aoi.part("sidebar").get_by_role("heading", name="Channels")).to_be_visible()
        await expect(aoi.part("main").get_by_role("heading", name="Filed by you")).to_be_visible()
        await aoi.open_empty_form()
        await expect(aoi.form.get_by_role("heading", name="Escalation")).to_be_visible()
        await expect(aoi.form.get_by_role("button", name="Escalate")).to_be_visible()

        await sato.page.reload()
        await expect(sato.part("sidebar").get_by_role("heading", name="チャンネル")).to_be_visible()
        await expect(sato.part("main")).to_contain_text("自分")
