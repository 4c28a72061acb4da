"""A digest in three windows: a lead sets it up, looks at it and posts it; somebody claims from its table."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.windows import AOI, EMMA, SATO, SUMMARY, Window, a_demo, button, escalate, window_of

pytestmark = pytest.mark.browser


async def set_up(emma: Window) -> None:
    """Emma asks for the list where she is: the form is filled in, for this channel, and she chooses her own time."""
    await emma.open_channel()
    await emma.part("main").get_by_role("textbox").fill("/digest")
    await emma.page.keyboard.press("Enter")
    await button(emma.form, "Set Up").first.click()
    await expect(emma.field("channel").get_by_role("combobox")).to_have_value("#escalations")
    await emma.type_into("at", "16:45")
    await emma.field("days").get_by_role("checkbox", name="Friday").uncheck()
    await emma.form.locator("[type=submit]").click()
    await expect(emma.form).to_contain_text(re.compile("Saved: Digest · #escalations · next .* 4:45 PM"))
    await expect(emma.form).to_contain_text("Mon–Thu 16:45 (Asia/Tokyo)")


def of_the_new_one(emma: Window) -> Locator:
    """The row of buttons below what the list says of the digest that comes at 16:45."""
    return emma.form.locator(".block.section", has_text="Mon–Thu 16:45").locator("xpath=following-sibling::*[1]")


async def looked_at_and_posted(emma: Window) -> None:
    """Emma looks at it in her DM, where nobody else does, then posts it for all; in the channel it is the only one."""
    await button(of_the_new_one(emma), "Preview").click()
    await expect(emma.form).to_contain_text("Nobody else sees it")
    await button(of_the_new_one(emma), "Post Now").click()
    await expect(emma.form).to_contain_text("Posting to #escalations now.")
    await button(emma.form.locator("footer"), "Close").click()
    await emma.open_messages()
    await expect(row_of(emma)).to_be_visible()


def row_of(window: Window) -> Locator:
    """The row about what was just filed, in the newest digest on screen."""
    table = window.part("main").get_by_role("table", name="対応中の依頼（担当なしが先頭）").last
    return table.get_by_role("row").filter(has_text=SUMMARY)


async def claimed(sato: Window) -> None:
    """Sato claims from the table in the channel, and reads so; a digest itself stays as it was posted."""
    await sato.open_channel()
    await button(row_of(sato), "担当する").click()
    await expect(sato.part("main")).to_contain_text("を担当しました。")
    await expect(row_of(sato)).to_contain_text("担当なし")


async def test_a_lead_sets_a_digest_up_and_somebody_claims_from_it(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, sato, emma = [await window_of(browser, demo, user) for user in (AOI, SATO, EMMA)]
        await set_up(emma)
        await escalate(aoi)
        await looked_at_and_posted(emma)
        await claimed(sato)
        await aoi.open_messages()
        await expect(aoi.about(SUMMARY).first).to_contain_text("佐藤 健 さんが担当しています")
