"""A second agent files for a customer who has a request in work, and is asked what to do beside it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.windows import AOI, SATO, SUMMARY, Window, a_demo, escalate, find_customer, id_of, window_of

pytestmark = pytest.mark.browser

SECOND = "石田 大輔"
MORE = "担当者様から二度目のお電話です"
RESULT = "請求書は本日お届けします。"


async def begin(ishida: Window, choice: str) -> str:
    """Fill the form for the same customer, with one of the guard's choices about the newest request; answer its key."""
    await ishida.open_empty_form()
    await find_customer(ishida)
    await expect(ishida.field("duplicate")).to_be_visible()
    asked = ishida.field("duplicate").get_by_text(choice).first
    key = (await asked.inner_text()).split()[0]
    await asked.click()
    await ishida.field("request_type").get_by_text("対応依頼").click()
    await ishida.choose("urgency", "中")
    await ishida.type_into("summary", MORE)
    await ishida.submit()
    return key


async def test_what_is_added_reaches_the_request_and_both_get_the_outcome(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato = [await window_of(browser, demo, user) for user in (AOI, SATO)]
        ishida = await window_of(browser, demo, id_of(SECOND))
        await escalate(aoi)
        await sato.open_messages()
        await expect(sato.about(SUMMARY)).to_be_visible()

        await begin(ishida, "に追記")

        await expect(sato.about(SUMMARY)).to_contain_text(MORE)
        await sato.press("request.claim", sato.about(SUMMARY))
        await sato.press("request.resolve", sato.about(SUMMARY))
        await sato.field("outcome").get_by_text("対応済み").click()
        await sato.choose("customer_state", "継続見込み")
        await sato.type_into("result", RESULT)
        await sato.submit()
        for window in (aoi, ishida):
            await window.open_messages()
            await expect(window.newest).to_contain_text(RESULT)


async def test_a_request_of_its_own_is_linked_to_the_other(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi = await window_of(browser, demo, AOI)
        await escalate(aoi)

        key = await begin(aoi, "と関連づける")

        await aoi.open_channel()
        await expect(aoi.about(MORE).first).to_contain_text(key)


async def test_the_same_is_filed_anew_where_it_is_not_the_same(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi = await window_of(browser, demo, AOI)
        await escalate(aoi)

        await begin(aoi, "新しく出す")

        await aoi.open_channel()
        await expect(aoi.about(SUMMARY).first).to_be_visible()
        await expect(aoi.about(MORE).first).to_be_visible()
