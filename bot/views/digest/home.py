"""What Home shows of digests: to leads each with its buttons, to everyone whether they get a morning of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.digest import row
from bot.views.parts import Block
from bot.views.texts import Markup
from bot.words import Words
from workflows.digest.views import DigestsView, MorningView

MOST_WITH_BUTTONS: Final = 2
MOST: Final = 4
"""Rows; where there are more than can have buttons of their own, each has a menu beside it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Every digest, None for whoever does not lead; and whether a person gets a morning digest."""

    listed: DigestsView | None
    morning: MorningView


def team(shown: Shown, words: Words, now: datetime) -> Iterator[Block]:
    """Build, for leads, the digests that are set up; how many more there are is said, and where."""
    digests = () if shown.listed is None else shown.listed.digests
    if digests:
        yield parts.header(words.say("home.digests"))
    are_many = len(digests) > MOST_WITH_BUTTONS
    for view in digests[:MOST]:
        yield parts.section(row.text(view, words, now), row.menu(view.digest, words) if are_many else None)
        if not are_many:
            yield from parts.present(row.buttons(view.digest, words))
    if len(digests) > MOST:
        yield parts.context(Markup(words.plural("home.digests.rest", len(digests) - MOST)))


def switch(shown: Shown, words: Words) -> Iterator[Block]:
    """Build the line that says whether the morning digest comes; nothing where none is set up."""
    if shown.morning.is_set_up:
        is_off = shown.morning.is_off
        button = ids.MORNING_ON if is_off else ids.MORNING_OFF
        text = Markup(words.say("home.morning.off" if is_off else "home.morning.on"))
        yield parts.section(text, parts.button(button, words.say(f"button.{button}")))
