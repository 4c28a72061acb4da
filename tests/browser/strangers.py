"""A stranger who follows a tour: fills in its examples, lets others act, presses what it points at."""

from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Browser, Locator, Page, ViewportSize, expect
from playwright.async_api import TimeoutError as Gone

MOST_LOOKS = 80
GLANCE = 2_000
"""Milliseconds after which a stranger looks at the card anew: what they meant to press is gone, or did nothing."""
PATIENCE = 10_000
"""Milliseconds in which a busy machine has drawn what is to be seen."""

SIGHT = """() => {
    const card = document.querySelector("[data-tour-card]");
    const target = document.querySelector("[data-tour-target]");
    const marks = ["data-action", "data-value", "data-block", "data-ts", "data-hours", "href", "type", "id"];
    return card && JSON.stringify([
        card.dataset.tourCard, card.querySelector("[data-tour-example]")?.dataset.tourExample,
        card.querySelector("[data-tour=part]")?.textContent, target?.tagName,
        marks.map((name) => target?.closest(`[${name}]`)?.getAttribute(name)),
    ]);
}"""
"""What there is to do."""

CHANGED = f"before => {{ const now = ({SIGHT})(); return now && now !== before; }}"

COVERED = """() => {
    const box = (one) => one.getBoundingClientRect();
    const shown = document.querySelector(".tour-shown");
    if (!shown) return false;
    const card = box(shown);
    const form = document.querySelector("dialog[open]");
    const sends = form ? [form] : document.querySelectorAll(".composer .send");
    const dear = [document.querySelector("[data-tour-target]"), ...sends];
    const inside = card.left >= 0 && card.top >= 0 && card.right <= innerWidth && card.bottom <= innerHeight;
    const beside = (one) => one.left >= card.right || one.right <= card.left;
    const away = (one) => beside(one) || one.top >= card.bottom || one.bottom <= card.top;
    return !inside || dear.some((one) => one && !away(box(one)));
}"""
"""Whether the card covers what is pointed at, a form or a button that sends; or stands half outside the window."""


@dataclass
class Stranger:
    """Somebody who has never heard of Baton, in a window of their own."""

    page: Page
    filled: set[str] = field(default_factory=set)

    @property
    def card(self) -> Locator:
        """The tour's card."""
        return self.page.locator("[data-tour-card]")

    @property
    def target(self) -> Locator:
        """What the tour points at."""
        return self.page.locator("[data-tour-target]")

    def at(self, step: int | str) -> Locator:
        """The card of that step."""
        return self.page.locator(f'[data-tour-card="{step}"]')

    async def walk(self, upto: str = "over") -> None:
        """Do what the card says until it shows the step `upto`; nothing that matters is ever covered."""
        seen = ""
        for _ in range(MOST_LOOKS):
            await expect(self.card).to_be_visible()
            seen = str(await self.page.evaluate(SIGHT))
            if seen.startswith(f'["{upto}"'):
                return
            await self.page.wait_for_function(f"() => !({COVERED})()", timeout=PATIENCE)
            await self._act()
            await self._see_change(seen)
        raise AssertionError(f"nothing follows {seen} in {await self.page.inner_text('body')}")

    async def _see_change(self, seen: str) -> None:
        """Wait until there is something else to do; else do the same again, as one does who was not heard."""
        try:
            await self.page.wait_for_function(CHANGED, arg=seen, timeout=GLANCE)
        except Gone:
            self.filled.clear()

    async def _act(self) -> None:
        """Do what can be done now; what is gone before it is done is looked for again."""
        example, part = self.card.locator("[data-tour-example]"), self.card.locator('[data-tour="part"]')
        with suppress(Gone):
            if await example.count() and await self._is_new(example):
                await example.click(timeout=GLANCE)
            elif await part.count():
                await part.click(timeout=GLANCE)
            elif await self.page.locator("[data-board-issue][data-tour-target]").count():
                await self._drag()
            elif await self.target.count():
                await self.target.click(timeout=GLANCE)

    async def _drag(self) -> None:
        """Drag the issue that is pointed at to the last column of its board."""
        columns = self.page.locator(".board", has=self.target).locator("[data-board-column]")
        await self.target.drag_to(columns.last, timeout=GLANCE)

    async def _is_new(self, example: Locator) -> bool:
        """Whether this example was not filled in yet."""
        words = str(await example.get_attribute("data-tour-example", timeout=GLANCE))
        known = words in self.filled
        self.filled.add(words)
        return not known


async def stranger_at(browser: Browser, demo: str, name: str, size: ViewportSize) -> Stranger:
    """Begin somebody's tour on the start page; it opens a window of that size."""
    context = await browser.new_context(viewport=size)
    start = await context.new_page()
    await start.goto(demo)
    async with context.expect_page() as opened:
        await start.locator("[data-tour-of]", has_text=name).click()
    return Stranger(await opened.value)
