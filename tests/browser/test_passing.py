"""A request passes from hand to hand in three windows; whoever is second is told who was first."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.windows import AOI, SATO, SUMMARY, Window, a_demo, escalate, id_of, window_of

pytestmark = pytest.mark.browser

COLLEAGUE = "田中 美穂"
NOTE = "明日まで休みのため、お願いできますか"


async def test_a_colleague_is_asked_accepts_and_everyone_sees_it(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato = [await window_of(browser, demo, user) for user in (AOI, SATO)]
        tanaka = await window_of(browser, demo, id_of(COLLEAGUE))
        await escalate(aoi)
        await sato.open_messages()
        await sato.press("request.hand_off", sato.about(SUMMARY))
        await sato.choose("owner", COLLEAGUE)
        await sato.type_into("note", NOTE)
        await sato.submit()
        await expect(sato.about(SUMMARY)).to_contain_text(COLLEAGUE)

        await expect(tanaka.part("sidebar").locator(".count")).to_have_text("1")
        await tanaka.open_messages()
        await expect(tanaka.newest).to_contain_text(NOTE)
        await tanaka.press("request.accept", tanaka.newest)

        await expect(tanaka.newest.locator('[data-action="request.accept"]')).to_have_count(0)
        await aoi.open_messages()
        await expect(aoi.about(SUMMARY).first).to_contain_text(f"{COLLEAGUE} さんが担当しています")
        await expect(sato.about(SUMMARY).first).to_contain_text(f"対応中 ・ {COLLEAGUE}")


async def test_of_two_who_click_at_once_the_second_is_told_who_was_first(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato, tanaka = [await window_of(browser, demo, user) for user in (AOI, SATO, id_of(COLLEAGUE))]
        await escalate(aoi)
        claims = []
        for window in (sato, tanaka):
            await window.open_channel()
            claims.append(window.about(SUMMARY).locator('[data-action="request.claim"]'))
            await expect(claims[-1]).to_be_visible()

        await asyncio.gather(*(claim.dispatch_event("click") for claim in claims))

        second, winner = await told_first((sato, COLLEAGUE), (tanaka, "佐藤 健"))
        await expect(second.page.locator(".ephemeral")).to_contain_text(winner)
        await expect(sato.about(SUMMARY).first).to_contain_text(f"対応中 ・ {winner}")


async def told_first(*clicked: tuple[Window, str]) -> tuple[Window, str]:
    """Wait until one of two is told something; answer that window, and who the other is."""
    waits = {asyncio.create_task(one[0].page.locator(".ephemeral").wait_for()): one for one in clicked}
    done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    return waits[done.pop()]
