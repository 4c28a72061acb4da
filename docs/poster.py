"""One picture made of several: what a few people see, side by side; for README.md."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from playwright.async_api import Browser

from docs.camera import SHARP, Shot, keep

ENVIRONMENT = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape())


@dataclass(frozen=True, slots=True)
class Frame:
    """One shot on a poster: what `happens` in it, on the screen of `who`; `step` is its number in a story."""

    happens: str
    who: str
    shot: Shot
    step: int | None = None

    @property
    def source(self) -> str:
        """The shot itself, so that the poster loads nothing."""
        return f"data:image/png;base64,{b64encode(self.shot.png).decode()}"

    @property
    def width(self) -> float:
        """How wide it was on screen."""
        return self.shot.width

    @property
    def is_message(self) -> bool:
        """Say whether it needs some paper around it: a form brings its own."""
        return self.shot.is_message


async def pin(
    browser: Browser, name: str, locale: str, columns: Sequence[Sequence[Frame]], width: int | None = None
) -> None:
    """Hang frames up in columns, and take the picture of it all; without a `width` (pixels) as wide as they are."""
    context = await browser.new_context(device_scale_factor=SHARP)
    page = await context.new_page()
    poster = ENVIRONMENT.get_template("poster.html").render(locale=locale, columns=columns, width=width)
    await page.set_content(poster)
    await keep(page, name, locale, await page.locator("main").screenshot())
    await context.close()
