"""The thread in three windows of the demo: an agent's escalation, its account manager, a lead who reads English."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import seed

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")
AOI, SATO, EMMA = (featured.user for featured in seed.CAST)
SUMMARY = "請求書の再発行が三日止まっている件の確認"
WORDS = "今日中に届かないなら他社に切り替えます"
RESULT = "請求書は本日 16 時までにメールでお届けいたします。"


async def address_in(output: asyncio.StreamReader) -> str:
    """The address that the demo prints, once it does; the test fails where it ends instead."""
    while line := await output.readline():
        if found := ADDRESS.search(line):
            return found[0].decode()
    pytest.fail("the demo ended before it printed an address")


@asynccontextmanager
async def a_demo(folder: Path) -> AsyncIterator[str]:
    """`python app.py demo` in `folder`, as its address; ended as Ctrl-C does."""
    settings = ("BATON_", "SLACK_", "JIRA_", "DATABASE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(settings)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "app.py"), "demo", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    async with asyncio.timeout(30):
        address = await address_in(process.stdout)
    yield address
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(15):
        await process.wait()


@dataclass(frozen=True)
class Window:
    """One person's window on the demo."""

    page: Page

    def part(self, name: str) -> Locator:
        """One part of the window: sidebar, main, thread, modal."""
        return self.page.locator(f'[data-part="{name}"]')

    @property
    def newest(self) -> Locator:
        """The last message on screen."""
        return self.part("main").locator(".message").last

    def about(self, words: str) -> Locator:
        """The messages on screen that say `words`."""
        return self.part("main").locator(".message", has_text=words)

    def field(self, name: str) -> Locator:
        """An input of the form on screen."""
        return self.part("modal").locator(f'[data-block="{name}"]')

    async def open_messages(self) -> None:
        """Look at the app's messages."""
        await self.part("sidebar").get_by_role("link", name="Baton").click()
        await self.part("main").get_by_role("link", name=re.compile("メッセージ|Messages")).click()

    async def choose(self, name: str, words: str) -> None:
        """Choose in a select by what one sees."""
        await self.field(name).get_by_role("combobox").click()
        await self.field(name).get_by_role("option", name=words).click()

    async def submit(self) -> None:
        """Submit the form on screen; it closes."""
        await self.part("modal").locator("[type=submit]").click()
        await expect(self.part("modal")).to_be_hidden()


async def window_of(browser: Browser, demo: str, user: str) -> Window:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(f"{demo}/?as={user}")
    return Window(page)


async def escalate(aoi: Window, summary: str = SUMMARY) -> None:
    """Aoi opens the shortcut, finds the customer by typing kana, and fills in what a call leaves time for."""
    await aoi.part("sidebar").get_by_role("link", name="escalations").click()
    await aoi.part("main").get_by_text("ショートカット").click()
    await aoi.page.locator('[data-shortcut="escalate"]').click()
    await expect(aoi.field("customer").get_by_role("combobox")).to_be_focused()
    await aoi.page.keyboard.type("あお")
    await expect(aoi.field("customer").get_by_role("option", name="株式会社青空商事")).to_be_visible()
    await aoi.page.keyboard.type("ぞらしょうじ")
    await aoi.page.keyboard.press("Enter")
    await expect(aoi.field("customer").get_by_role("combobox")).to_have_value("株式会社青空商事")
    await expect(aoi.part("modal")).to_contain_text("佐藤 健")
    await aoi.field("request_type").get_by_text("対応依頼").click()
    await aoi.choose("urgency", "高")
    await aoi.field("summary").locator("input").fill(summary)
    await aoi.field("customer_words").locator("textarea").fill(WORDS)
    await aoi.submit()


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
