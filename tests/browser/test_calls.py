"""A call in two windows: its agent, and a lead who reads English; first by hand, then as a phone system tells it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.windows import AOI, CUSTOMER, EMMA, Window, a_demo, button, window_of

pytestmark = pytest.mark.browser

ADVICE = "値引きの約束はまだしないでください"
FROM_THE_BOOK = "理由を一つだけ伺い"
NOTE = "新しい料金に納得されていない"


async def rung(aoi: Window) -> Locator:
    """Aoi says who is on the phone; answer her cockpit."""
    await aoi.open_channel()
    await aoi.page.get_by_role("textbox").fill(f"/phone {CUSTOMER}")
    await aoi.page.keyboard.press("Enter")
    await aoi.open_messages()
    return aoi.about(f"通話中 ・ {CUSTOMER}")


async def helped(cockpit: Locator, emma: Window) -> None:
    """Aoi raises her hand; Emma sees it in Home, comes, and Aoi sees who it is."""
    await button(cockpit, "手を挙げる").click()
    await emma.open_home()
    home = emma.part("main")
    await expect(home).to_contain_text("1 person is asking for help")
    await button(home, "Help Out").click()
    await expect(button(home, "Help Out")).to_have_count(0)
    await expect(cockpit).to_contain_text("Emma Clarke さんが助けに入っています")


async def whispered(aoi: Window, emma: Window) -> None:
    """Emma whispers from the card; Aoi reads it large and answers; Emma knows both."""
    await emma.open_channel("calls")
    await button(emma.about(CUSTOMER).first, "ささやく").click()
    await emma.type_into("advice", ADVICE)
    await emma.form.get_by_role("radio", name="Stop").check()
    await emma.submit()
    advice = aoi.about(ADVICE)
    await expect(advice.get_by_role("heading", name=ADVICE)).to_be_visible()
    await expect(advice).to_contain_text("止めて")
    await emma.open_messages()
    await expect(emma.about(ADVICE)).to_contain_text("Delivered")
    await button(advice, "了解").click()
    await expect(emma.about(ADVICE)).to_contain_text("Got it")
    await expect(button(advice, "了解")).to_have_count(0)


async def written_down(aoi: Window, cockpit: Locator) -> None:
    """Aoi writes down what matters."""
    await button(cockpit, "メモ").click()
    await aoi.type_into("text", NOTE)
    await aoi.submit()
    await expect(cockpit).to_contain_text(NOTE)


async def summed_up(aoi: Window, cockpit: Locator) -> None:
    """Aoi ends the call, says what the whisper was worth, and makes a request of it all."""
    await button(cockpit, "通話を終える").click()
    summary = aoi.about("ささやきは役に立ちましたか")
    await button(summary, "使った").click()
    await expect(button(summary, "✓ 使った")).to_be_visible()
    await button(summary, "依頼にする").click()
    await expect(aoi.field("customer").get_by_role("combobox")).to_have_value(CUSTOMER)
    await expect(aoi.field("summary").get_by_role("textbox")).to_have_value(NOTE)


async def test_a_hand_goes_up_a_whisper_comes_and_the_call_becomes_a_request(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, emma = [await window_of(browser, demo, user) for user in (AOI, EMMA)]
        cockpit = await rung(aoi)
        await helped(cockpit, emma)
        await whispered(aoi, emma)
        await written_down(aoi, cockpit)
        await summed_up(aoi, cockpit)


async def test_what_the_customer_says_advises_the_agent_and_warns_the_leads(browser: Browser, tmp_path: Path) -> None:
    async with a_demo(tmp_path) as demo:
        aoi, emma = [await window_of(browser, demo, user) for user in (AOI, EMMA)]
        await aoi.open_messages()
        await emma.play("ja-cancel", 10)

        await expect(aoi.page.get_by_role("heading", name=FROM_THE_BOOK)).to_be_visible(timeout=10_000)
        await emma.open_channel("calls")
        danger = emma.about("もう解約しようと思っています")
        await expect(danger).to_contain_text("危険サイン")
        await expect(danger).to_contain_text("見積りは ●●●● から")
        await expect(danger).not_to_contain_text("nakamura")

        await expect(aoi.newest).to_contain_text("通話終了", timeout=10_000)
        await button(aoi.newest, "使わなかった").click()
        await expect(button(aoi.newest, "✓ 使わなかった")).to_be_visible()
        await expect(danger).to_contain_text("通話終了")
