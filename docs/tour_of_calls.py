"""The pictures of docs/calls.md: a scripted call at its true speed, seen by its agent and by a lead."""

import re
from dataclasses import dataclass

from playwright.async_api import Browser, expect

from docs.camera import take, window_of
from docs.seats import SEATS
from tests.browser.windows import Window

ONE_TIME = re.compile(r"\d:\d\d:\d\d")
BOTH_TIMES = re.compile(r"\d:\d\d:\d\d.*→.*\d:\d\d:\d\d")
"""When a whisper was delivered, and when it was answered."""

FROM_THE_BOOK = re.compile("フレーズブック|Phrase book")
"""Who gives advice that no person gave."""

MOST_OF_HOME = 400
MOST_OF_BOOK = 700


@dataclass(frozen=True, slots=True)
class Tour:
    """Which call rings at whose phone, and what is typed meanwhile; `signs` are feared in it, the last is masked."""

    locale: str
    script: str
    customer: str
    note: str
    advice: str
    signs: tuple[str, str]


JAPANESE = Tour(
    "ja",
    "ja-cancel",
    "株式会社青空商事",
    "中村様。新料金の案内に納得されていない",
    "値引きの約束はまだしないでください",
    ("解約", "他社に"),
)
ENGLISH = Tour(
    "en",
    "en-cancel",
    "Harborlight Logistics",
    "Dana, no longer sure of us after three failed exports",
    "Do not promise a discount yet",
    ("cancel", "switching to"),
)
TOURS = {tour.locale: tour for tour in (JAPANESE, ENGLISH)}


async def begin(agent: Window, tour: Tour) -> None:
    """Let the call ring; its agent writes a note down, and asks for help."""
    await agent.play(tour.script, 1)
    await agent.open_messages()
    cockpit = agent.about(tour.customer).last
    await agent.press("call.note", cockpit)
    await agent.type_into("text", tour.note)
    await agent.submit()
    await expect(cockpit).to_contain_text(tour.note)
    await take("cockpit", tour.locale, cockpit)
    await agent.press("call.help", cockpit)
    await expect(cockpit.locator('[data-action="call.lower"]')).to_be_visible()


async def whisper(agent: Window, lead: Window, tour: Tour) -> None:
    """Let the lead see the hand in Home and whisper from the card; the agent answers."""
    await lead.open_home()
    home = lead.part("main").locator(".home-page")
    await expect(home.locator('[data-action="call.take_help"]')).to_be_visible()
    await take("home-calls", tour.locale, home, MOST_OF_HOME)
    await lead.open_channel("calls")
    await lead.press("call.whisper", lead.about(tour.customer).first)
    await lead.type_into("advice", tour.advice)
    await lead.form.locator('input[value="stop"]').check()
    await take("whispering", tour.locale, lead.form)
    await lead.submit()
    shown = agent.about(tour.advice)
    await expect(shown).to_be_visible()
    await take("whisper", tour.locale, shown)
    await lead.open_messages()
    copy = lead.about(tour.advice).last
    await expect(copy).to_contain_text(ONE_TIME)
    await agent.press("whisper.got_it", shown)
    await expect(shown.locator('[data-action="whisper.got_it"]')).to_have_count(0)
    await expect(copy).to_contain_text(BOTH_TIMES)
    await take("copy", tour.locale, copy)


async def fear(agent: Window, lead: Window, tour: Tour) -> None:
    """Let the customer say what is feared: the agent is advised, the leads are told."""
    advice = agent.part("main").locator(".message", has_text=FROM_THE_BOOK)
    await expect(advice).to_be_visible()
    await take("advice", tour.locale, advice)
    await agent.press("whisper.got_it", advice)
    await lead.open_channel("calls")
    danger = lead.part("main").locator(".message", has_text="●●●●").last
    await expect(danger).to_be_visible()
    await take("danger", tour.locale, danger)
    await take("call", tour.locale, lead.part("main").locator(".message", has_text=tour.customer).first)


async def end(agent: Window, tour: Tour) -> None:
    """Hang up; the agent says of the first whisper what it was worth."""
    await agent.open_telephone()
    await take("telephone", tour.locale, agent.telephoned)
    await agent.telephoned.locator("[data-hang-up]").click()
    await agent.open_messages()
    summary = agent.newest
    await summary.locator('[data-action="whisper.used"]').first.click()
    await expect(summary).to_contain_text("✓")
    await take("summary", tour.locale, summary)


async def read_book(lead: Window, tour: Tour) -> None:
    """Open the phrase book from Home, and close it."""
    await lead.open_home()
    await lead.part("main").locator('[data-action="phrase.open"]').click()
    await expect(lead.form.locator('[data-action="phrase.edit"]').first).to_be_visible()
    await take("phrases", tour.locale, lead.form, MOST_OF_BOOK)
    await lead.form.locator("footer [data-close]").click()
    await expect(lead.form).to_be_hidden()


async def walk(browser: Browser, demo: str, tour: Tour) -> None:
    """Take every picture in one language."""
    seats = SEATS[tour.locale]
    agent, lead = [await window_of(browser, demo, name, tour.locale) for name in (seats.agent, seats.lead)]
    await begin(agent, tour)
    await whisper(agent, lead, tour)
    await fear(agent, lead, tour)
    await end(agent, tour)
    await read_book(lead, tour)
