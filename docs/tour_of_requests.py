"""The pictures of docs/screens.md: one request from its form to its story, and what Home shows of it."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, expect

from docs.camera import take, window_of
from docs.seats import SEATS, Sought, begin_form
from tests.browser.windows import Window

MOST_OF_HOME = 560
"""Pixels of someone's Home that a picture shows."""


@dataclass(frozen=True, slots=True)
class Tour:
    """What is typed in one language, about a customer who has requests in work."""

    locale: str
    customer: Sought
    texts: Mapping[str, str]
    question: str
    reply: str


JAPANESE = Tour(
    "ja",
    Sought("あおぞらしょうじ", "株式会社青空商事"),
    {
        "summary": "請求書の再発行が三日止まっている",
        "customer_words": "今日中に届かないなら他社に切り替えます。三度目のお願いです。",
        "promised": "明日 17 時までに折り返しお電話します",
    },
    "再発行の宛先は、本社の経理部でよいでしょうか。",
    "はい、経理部の山本様宛てでお願いします。",
)
ENGLISH = Tour(
    "en",
    Sought("Larkspur", "Larkspur Insurance"),
    {
        "summary": "Export of their own data has failed for three days",
        "customer_words": "If it is not here today, our counsel will write to you. This is the third time we ask.",
        "promised": "A call back by five o'clock tomorrow",
    },
    "Do they need every year, or is the current one enough?",
    "The current year is enough for the audit.",
)
TOURS = {tour.locale: tour for tour in (JAPANESE, ENGLISH)}


async def fill(agent: Window, tour: Tour) -> None:
    """Fill in the form as someone does whose customer has spoken of leaving."""
    await begin_form(agent, tour.customer, SEATS[tour.locale].manager, "critical")
    await expect(agent.field("promised")).to_be_visible()
    for name, words in tour.texts.items():
        await agent.type_into(name, words)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await agent.type_into("next_contact_at", f"{tomorrow:%Y-%m-%d}T17:00")


async def file(agent: Window, tour: Tour, *, is_shown: bool) -> None:
    """File a request, the second one beside the first."""
    await fill(agent, tour)
    if is_shown:
        await expect(agent.field("duplicate")).to_be_visible()
        await take("form", tour.locale, agent.form)
    await agent.submit()
    await agent.open_messages()
    await expect(agent.newest).to_contain_text(tour.texts["summary"])


async def ask_and_reply(agent: Window, manager: Window, tour: Tour) -> None:
    """Let the account manager claim it and ask, and the agent reply."""
    handoff = manager.about(tour.texts["summary"]).last
    await manager.press("request.claim", handoff)
    await manager.press("request.ask", handoff)
    await manager.type_into("question", tour.question)
    await manager.submit()
    await expect(agent.newest).to_contain_text(tour.question)
    await take("question", tour.locale, agent.newest)
    await agent.press("request.reply", agent.newest)
    await agent.type_into("words", tour.reply)
    await agent.submit()
    await expect(manager.newest).to_contain_text(tour.reply)


async def story(manager: Window, tour: Tour) -> None:
    """Open all that has happened."""
    handoff = manager.about(tour.texts["promised"]).last
    await handoff.locator(".block summary").last.click()
    await handoff.locator('[role=menuitem][data-value^="request.trail"]').click()
    await expect(manager.form).to_contain_text(tour.reply)
    await take("story", tour.locale, manager.form)
    await manager.form.locator("[data-everything]").click()


async def card(lead: Window, tour: Tour, key: str) -> None:
    """Look the card up by its key: it stands as in the channel."""
    await lead.open_channel()
    await lead.page.get_by_role("textbox").fill(f"/escalate {key}")
    await lead.page.keyboard.press("Enter")
    shown = lead.part("main").locator(".message.ephemeral")
    await expect(shown).to_contain_text(tour.texts["summary"])
    await take("card", tour.locale, shown)


async def home(window: Window, name: str, tour: Tour, key: str) -> None:
    """Take the top of someone's Home, once it knows of the request."""
    await window.open_home()
    page = window.part("main").locator(".home-page")
    await expect(page).to_contain_text(key)
    await take(name, tour.locale, page, MOST_OF_HOME)


async def walk(browser: Browser, demo: str, tour: Tour) -> None:
    """Take every picture in one language."""
    people = astuple(SEATS[tour.locale])
    agent, manager, lead = [await window_of(browser, demo, name, tour.locale) for name in people]
    await file(agent, tour, is_shown=False)
    await file(agent, tour, is_shown=True)
    await take("receipt", tour.locale, agent.newest)
    await manager.open_messages()
    handoff = manager.newest
    await expect(handoff).to_contain_text(tour.texts["summary"])
    await take("dm", tour.locale, handoff)
    key = "R-" + (await handoff.inner_text()).partition("R-")[2][:4]
    await card(lead, tour, key)
    await ask_and_reply(agent, manager, tour)
    await story(manager, tour)
    for window, name in ((agent, "home-agent"), (manager, "home-manager"), (lead, "home-lead")):
        await home(window, name, tour, key)
