"""How a picture is taken: in Chromium, of one thing on screen, in one language."""

import math
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, FloatRect, Locator, Page, ViewportSize, expect

from docs.palette import slimmed
from tests.browser.windows import Window, id_of

HERE = Path(__file__).parent / "pictures"
AS_SEEN = """
    const style = new CSSStyleSheet();
    style.replaceSync('.message.fresh { box-shadow: none } .tour-strip { display: none }');
    document.adoptedStyleSheets.push(style);
"""
"""Makes messages look as those that were there before one came, without the mark of what is new; offers no tour."""

PATIENCE = 60_000
"""Milliseconds within which whatever is waited for comes: what a script of the telephone says, a busy machine."""

SCREEN: ViewportSize = {"width": 1100, "height": 1320}
NARROW: ViewportSize = {"width": 800, "height": 1320}
"""A screen whose messages fit beside one another on a poster."""
SHARP = 2
"""Pixels of a poster for each one on screen: for displays that have as many."""


async def take(name: str, locale: str, shown: Locator, most: float = math.inf, upto: Locator | None = None) -> None:
    """Take the picture of one thing on screen, at most `most` pixels of its height; it may be drawn anew meanwhile.

    With `upto` the picture goes down to the end of another thing below it.
    """
    clip = await _aim(shown, most, upto)
    await keep(shown.page, name, locale, await shown.page.screenshot(clip=clip, animations="disabled"))


async def keep(page: Page, name: str, locale: str, png: bytes) -> None:
    """Put a picture where the documents look for it, small."""
    (HERE / f"{name}.{locale}.png").write_bytes(await slimmed(page.context, png))


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that is not kept by itself; `width` is that on screen."""

    png: bytes
    width: float
    is_message: bool


async def shoot(shown: Locator, most: float = math.inf, upto: Locator | None = None) -> Shot:
    """Take a picture for a poster, as `take` does."""
    clip = await _aim(shown, most, upto)
    is_message = await shown.evaluate("shown => shown.matches('.message')")
    return Shot(await shown.page.screenshot(clip=clip, animations="disabled"), clip["width"], is_message)


async def _aim(shown: Locator, most: float, upto: Locator | None) -> FloatRect:
    """Answer what a picture shows, with nothing pointed at and nothing in focus."""
    await expect(shown).to_be_in_viewport()
    await expect(shown.locator('[aria-busy="true"]')).to_have_count(0)
    await shown.page.mouse.move(0, 0)
    await shown.page.evaluate("document.activeElement.blur()")
    await shown.evaluate("shown => shown.scrollIntoView({block: 'start'})")
    box = await _box_of(shown)
    end = await _box_of(shown if upto is None else upto)
    height = min(most, end["y"] + end["height"] - box["y"])
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": height}


async def _box_of(shown: Locator) -> FloatRect:
    """Answer where something is; until it is there again, where it is being drawn anew."""
    box = None
    while box is None:
        box = await shown.bounding_box()
    return box


async def window_of(
    browser: Browser, demo: str, name: str, locale: str, screen: ViewportSize = SCREEN, scale: float = 1
) -> Window:
    """Open someone's window, tall enough for a whole form."""
    context = await browser.new_context(
        viewport=screen, device_scale_factor=scale, timezone_id="Asia/Tokyo", locale=locale
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(f"{demo}/?as={id_of(name)}")
    await page.evaluate(f"() => {{{AS_SEEN}}}")
    return Window(page)
