"""The true demo, and people's windows on it in a true browser."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from sandbox import cast, seed

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")
AOI, SATO, EMMA = (featured.user for featured in seed.CAST)
SUMMARY = "請求書の再発行が三日止まっている件の確認"
CUSTOMER = "株式会社青空商事"
WORDS = "今日中に届かないなら他社に切り替えます"


async def address_in(output: asyncio.StreamReader) -> str:
    """The address that the demo prints, once it does."""
    while line := await output.readline():
        if found := ADDRESS.search(line):
            return found[0].decode()
    raise AssertionError("the demo ended before it printed an address")


@asynccontextmanager
async def a_demo(folder: Path, **given: str) -> AsyncIterator[str]:
    """`python app.py demo` in `folder` with `given` variables, as its address; ended as Ctrl-C does."""
    settings = ("BATON_", "SLACK_", "JIRA_", "DATABASE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(settings)} | given
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "app.py"), "demo", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            address = await address_in(process.stdout)
        yield address
    finally:
        if process.returncode is None:
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
    def form(self) -> Locator:
        """The form on screen, the topmost where there are several."""
        return self.part("modal")

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

    async def open_home(self) -> None:
        """Look at the app's Home."""
        await self.part("sidebar").get_by_role("link", name="Baton").click()
        await self.part("main").get_by_role("link", name=re.compile("ホーム|Home")).click()

    async def open_channel(self, name: str = "escalations") -> None:
        """Look at a channel."""
        await self.part("sidebar").get_by_role("link", name=name).click()
        await expect(self.part("main").get_by_role("heading", name=name)).to_be_visible()

    async def open_telephone(self) -> None:
        """Look at the telephone, which plays calls."""
        await self.part("sidebar").get_by_role("link", name=re.compile("電話|Telephone")).click()

    async def open_board(self) -> None:
        """Look at the board of Jira."""
        await self.part("sidebar").get_by_role("link", name="Jira").click()

    async def play(self, script: str, speed: int) -> None:
        """Let a scripted call ring on the telephone, on the phone of the script's own agent."""
        await self.open_telephone()
        await self.part("main").locator(f'[data-script="{script}"] [data-play="{speed}"]').click()
        await expect(self.telephoned).to_be_visible()

    @property
    def telephoned(self) -> Locator:
        """The newest call on the telephone, which is on screen."""
        return self.part("main").locator("[data-call]").first

    async def open_empty_form(self) -> None:
        """Use the shortcut, from the channel."""
        await self.open_channel()
        menu = self.part("main").locator(".composer summary")
        while not await menu.evaluate("button => button.parentElement.open"):
            await menu.click()  # drawn anew between press and release, it stays shut
        await self.page.locator('[data-shortcut="escalate"]').click()
        await expect(self.field("customer").get_by_role("combobox")).to_be_focused()

    async def press(self, step: str, message: Locator) -> None:
        """Take a step by its button in a message."""
        await message.locator(f'[data-action="{step}"]').click()

    async def choose_for_message(self, shortcut: str, message: Locator) -> None:
        """Use a shortcut from the menu of a message."""
        await message.hover()
        await message.locator("[data-menu^=tools] summary").click()
        await message.get_by_role("menuitem", name=shortcut).click()
        await expect(self.form).to_be_visible()

    async def press_in_menu(self, words: str, message: Locator) -> None:
        """Take a step in the menu beside the buttons of a message."""
        await message.locator(".block summary").last.click()
        await message.get_by_role("menuitem", name=words).click()

    async def type_into(self, name: str, words: str) -> None:
        """Type into an input of the form."""
        await self.field(name).locator("input, textarea").fill(words)

    async def choose(self, name: str, words: str) -> None:
        """Choose in a select by what one sees."""
        await self.field(name).get_by_role("combobox").click()
        await self.field(name).get_by_role("option", name=words).click()

    async def submit(self) -> None:
        """Submit the form on screen; it closes."""
        await self.part("modal").locator("[type=submit]").click()
        await expect(self.part("modal")).to_be_hidden()


def button(part: Locator, name: str) -> Locator:
    """A button by what one reads on it."""
    return part.get_by_role("button", name=name, exact=True)


def id_of(name: str) -> str:
    """Someone of the demo's team by name."""
    return next(one.user_id for one in cast.COLLEAGUES if one.name == name)


async def window_of(browser: Browser, demo: str, user: str) -> Window:
    """Open a window on `demo` as someone."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(f"{demo}/?as={user}")
    return Window(page)


async def find_customer(aoi: Window) -> None:
    """Look a customer up by typing kana, with the keyboard alone."""
    await aoi.page.keyboard.type("あお")
    await expect(aoi.field("customer").get_by_role("option", name=CUSTOMER)).to_be_visible()
    await aoi.page.keyboard.type("ぞらしょうじ")
    await expect(aoi.field("customer").get_by_role("option").first).to_contain_text(CUSTOMER)
    await aoi.page.keyboard.press("Enter")
    await expect(aoi.field("customer").get_by_role("combobox")).to_have_value(CUSTOMER)
    await expect(aoi.form).to_contain_text("佐藤 健")


async def fill(aoi: Window, summary: str = SUMMARY) -> None:
    """Open the shortcut's form, and fill in what a call leaves time for."""
    await aoi.open_empty_form()
    await find_customer(aoi)
    await aoi.field("request_type").get_by_text("対応依頼").click()
    await aoi.choose("urgency", "高")
    await aoi.type_into("summary", summary)
    await aoi.type_into("customer_words", WORDS)


async def escalate(aoi: Window, summary: str = SUMMARY) -> None:
    """Aoi opens the shortcut, finds the customer by typing kana, and fills in what a call leaves time for."""
    await fill(aoi, summary)
    await aoi.submit()
