"""The thread in three windows of the demo: an agent's escalation, its account manager, a lead who reads English."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.windows import AOI, EMMA, SATO, SUMMARY, WORDS, Window, a_demo, escalate, window_of

pytestmark = pytest.mark.browser

RESULT = "請求書は本日 16 時までにメールでお届けいたします。"


async def resolve(sato: Window) -> None:
    """Sato reports what became of it, with words for the customer."""
    await sato.newest.locator('[data-action="request.resolve"]').click()
    await sato.field("outcome").get_by_text("対応済み").click()
    await sato.choose("customer_state", "継続見込み")
    await sato.field("result").locator("textarea").fill(RESULT)
    await sato.submit()


async def filed(aoi: Window, sato: Window) -> None:
    """Aoi escalates: a receipt for her, one ping for Sato."""
    await expect(sato.part("sidebar").locator(".count")).to_have_count(0)
    await escalate(aoi)
    await expect(aoi.newest).to_contain_text(SUMMARY)
    await aoi.open_messages()
    await expect(aoi.about(SUMMARY)).to_contain_text("佐藤 健 さんに渡しました")
    await expect(sato.part("sidebar").locator(".count")).to_have_text("1")


async def claimed(aoi: Window, sato: Window) -> None:
    """Sato claims in his DM; Aoi's receipt follows in place."""
    await sato.open_messages()
    await expect(sato.newest).to_contain_text("青井 美咲 さんからの引き継ぎです")
    await expect(sato.newest).to_contain_text(WORDS)
    await sato.newest.locator('[data-action="request.claim"]').click()
    await expect(sato.newest).to_contain_text("対応中")
    await expect(aoi.about(SUMMARY)).to_contain_text("佐藤 健 さんが担当しています")
    await expect(aoi.about(SUMMARY)).to_have_count(1)


async def seen_in_english(emma: Window, status: str) -> None:
    """Emma, whom nothing pinged, looks at Home."""
    await expect(emma.part("sidebar").locator(".count")).to_have_count(0)
    await emma.page.reload()
    row = emma.part("main").locator(".block.section", has_text=SUMMARY)
    await expect(row).to_contain_text("Please do")
    await expect(row).to_contain_text(status)


async def resolved(aoi: Window, sato: Window) -> None:
    """Sato resolves; Aoi gets the outcome as a new message, and her receipt says so."""
    await resolve(sato)
    await expect(aoi.newest).to_contain_text(RESULT)
    await expect(aoi.newest).to_contain_text("継続見込み")
    await expect(aoi.about(SUMMARY).first).to_contain_text("完了しました")


async def test_an_escalation_from_the_form_to_the_outcome_in_three_windows(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato, emma = [await window_of(browser, demo, user) for user in (AOI, SATO, EMMA)]
        await filed(aoi, sato)
        await claimed(aoi, sato)
        await seen_in_english(emma, "In work")
        await resolved(aoi, sato)
        await seen_in_english(emma, "Done")


async def test_the_demo_takes_up_where_it_was_left(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi = await window_of(browser, demo, AOI)
        await escalate(aoi, "一日目の依頼")
        await expect(aoi.newest).to_contain_text("一日目の依頼")

    async with a_demo(tmp_path) as demo:
        aoi, sato = [await window_of(browser, demo, user) for user in (AOI, SATO)]
        await escalate(aoi, "二日目の依頼")
        await expect(aoi.newest).to_contain_text("二日目の依頼")
        await sato.open_messages()
        earlier = sato.about("一日目の依頼")
        await earlier.locator('[data-action="request.claim"]').click()
        await expect(earlier).to_contain_text("対応中")
