"""The posters of README.md: a request from its form to its outcome, a whisper, the close of a day, Jira's line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from playwright.async_api import Browser, Locator, ViewportSize, expect

from docs import tour_of_calls, tour_of_jira
from docs.camera import NARROW, SHARP, Shot, shoot, window_of
from docs.poster import Frame, pin
from docs.seats import SEATS, Sought, begin_form, choose
from tests.browser.windows import Window, id_of

SAW = re.compile("Slack が見たもの|What Slack saw")
MOST_OF_SAW = 620
HALF = 720
"""Pixels of a poster that stands beside another."""
LOW: ViewportSize = {"width": 1100, "height": 660}
"""A screen of which all is shown."""


@dataclass(frozen=True, slots=True)
class Tour:
    """Who hands what to whom; `happens` is what each shot tells, by its name, and `roles` whose screen it is of."""

    locale: str
    customer: Sought
    texts: Mapping[str, str]
    result: str
    claimed: str
    column: str
    guided: str
    roles: Mapping[str, str]
    happens: Mapping[str, str]

    def frame(self, name: str, whose: str, shot: Shot, step: int | None = None) -> Frame:
        """Give a shot its words."""
        return Frame(self.happens[name], self.roles[whose], shot, step)


JAPANESE = Tour(
    "ja",
    Sought("あおぞらしょうじ", "株式会社青空商事"),
    {
        "summary": "請求書の再発行を三日お待たせしている",
        "customer_words": "今日中に届かないなら他社に切り替えます。三度目のお願いです。",
    },
    "請求書を再発行しました。本日 16 時までにメールでお届けします。",
    "担当しています",
    "進行中",
    "青井 美咲",
    {
        "agent": "サポート担当",
        "manager": "アカウント担当",
        "lead": "リーダー",
        "developer": "開発者",
        "you": "はじめての人",
    },
    {
        "filed": "Slack から 20 秒で起票",
        "asked": "通知は 1 通だけ。30 秒で読めて、ワンクリックで引き受け",
        "claimed": "受付票は、その場で最新に変わる",
        "told": "結果が必ず戻る。お客様にそのまま伝えられる言葉で",
        "whispered": "通話中に、一行の助言が届く",
        "answered": "届いたことも、返事も、秒までわかる",
        "closed": "終礼は、ひとりでに投稿される",
        "tracked": "Jira の動きが、カードに戻ってくる",
        "finished": "すべて終われば、お客様に伝える人へ",
        "guided": "8 ステップのガイドが、押すところを示す",
        "saw": "API の呼び出しもイベントも、すべて見える",
    },
)
ENGLISH = Tour(
    "en",
    Sought("Lanternfish", "Lanternfish Robotics Ltd"),
    {
        "summary": "Invoice reissue has been stuck for three days",
        "customer_words": "If it is not here today, we switch. This is the third time we ask.",
    },
    "The invoice is reissued and reaches you by e-mail before four o’clock today.",
    "has claimed",
    "In Progress",
    "Emma Clarke",
    {"agent": "Support agent", "manager": "Account manager", "lead": "Lead", "developer": "Developer", "you": "You"},
    {
        "filed": "Filed in twenty seconds, inside Slack",
        "asked": "One ping, read in thirty seconds, claimed by a click",
        "claimed": "The receipt keeps itself up to date",
        "told": "The outcome comes back, in words for the customer",
        "whispered": "Advice while the customer is talking",
        "answered": "Delivered, answered: seen to the second",
        "closed": "The close of the day posts itself",
        "tracked": "What moves in Jira comes back to the card",
        "finished": "All done: whoever tells the customer hears",
        "guided": "A tour of eight steps says what to press",
        "saw": "Every call and every event, as they pass",
    },
)
TOURS = {tour.locale: tour for tour in (JAPANESE, ENGLISH)}


async def fill(agent: Window, tour: Tour) -> Shot:
    """Fill the form in as an agent does; answer its picture."""
    await begin_form(agent, tour.customer, SEATS[tour.locale].manager, "high")
    for name, words in tour.texts.items():
        await agent.type_into(name, words)
    return await shoot(agent.form)


async def hand_on(agent: Window, manager: Window, tour: Tour) -> tuple[Locator, Sequence[Frame]]:
    """File a request and let it be claimed; answer the message about it, and what was seen."""
    filed = await fill(agent, tour)
    await agent.submit()
    await agent.open_messages()
    receipt = agent.newest
    await manager.open_messages()
    handoff = manager.about(tour.texts["summary"]).first
    asked = await shoot(handoff)
    await manager.press("request.claim", handoff)
    await expect(receipt).to_contain_text(tour.claimed)
    claimed = await shoot(receipt)
    return handoff, (
        tour.frame("filed", "agent", filed, 1),
        tour.frame("asked", "manager", asked, 2),
        tour.frame("claimed", "agent", claimed, 3),
    )


async def track(browser: Browser, manager: Window, handoff: Locator, tour: Tour) -> None:
    """Ask for a Jira issue, move it on the board until it is done, and hear of it."""
    words = tour_of_jira.TOURS[tour.locale]
    await handoff.locator(".block summary").last.click()
    await handoff.locator('[role=menuitem][data-value^="request.jira"]').click()
    await expect(manager.field("project")).to_be_visible()
    await choose(manager, "project", words.project)
    await manager.type_into("summary", tour.texts["summary"])
    await manager.submit()
    await expect(handoff).to_contain_text("○")
    board = await window_of(browser, manager.page.url.partition("/?")[0], SEATS[tour.locale].lead, tour.locale)
    await tour_of_jira.drag(board, words.project, tour.texts["summary"], tour.column)
    await expect(handoff).to_contain_text(tour.column)
    tracked = await shoot(handoff)
    await tour_of_jira.drag(board, words.project, tour.texts["summary"], words.columns[-1])
    await expect(handoff).to_contain_text("✓")
    await expect(manager.about(tour.texts["summary"])).to_have_count(2)
    frames = tour.frame("tracked", "manager", tracked), tour.frame("finished", "manager", await shoot(manager.newest))
    await pin(browser, "poster-jira", tour.locale, [frames], HALF)


async def resolve(agent: Window, manager: Window, handoff: Locator, tour: Tour) -> Frame:
    """Say what became of it; answer how the agent hears it."""
    await manager.press("request.resolve", handoff)
    await choose(manager, "outcome", "done")
    await choose(manager, "customer_state", "staying")
    await manager.type_into("result", tour.result)
    await manager.submit()
    await expect(agent.newest).to_contain_text(tour.result)
    return tour.frame("told", "agent", await shoot(agent.newest), 4)


async def whisper(browser: Browser, agent: Window, lead: Window, tour: Tour) -> None:
    """Let a call ring, and a lead whisper in it."""
    words = tour_of_calls.TOURS[tour.locale]
    await agent.play(words.script, 1)
    await agent.open_messages()
    await lead.open_channel("calls")
    await lead.press("call.whisper", lead.about(words.customer).first)
    await lead.type_into("advice", words.advice)
    await lead.form.locator('input[value="stop"]').check()
    await lead.submit()
    advice = agent.about(words.advice)
    whispered = await shoot(advice)
    await lead.open_messages()
    copy = lead.about(words.advice).last
    await agent.press("whisper.got_it", advice)
    await expect(copy).to_contain_text(tour_of_calls.BOTH_TIMES)
    frames = tour.frame("whispered", "agent", whispered), tour.frame("answered", "lead", await shoot(copy))
    await pin(browser, "poster-call", tour.locale, [frames], HALF)


async def close(browser: Browser, lead: Window, tour: Tour) -> None:
    """Read how the last day was closed."""
    await lead.open_channel()
    digest = lead.part("main").locator(".message", has=lead.page.locator("figure")).last
    frame = tour.frame("closed", "lead", await shoot(digest, upto=digest.locator("figure").first))
    await pin(browser, "poster-digest", tour.locale, [[frame]], HALF)


async def look_behind(browser: Browser, demo: str, tour: Tour) -> None:
    """Unfold one call of Slack's API among all that went back and forth."""
    lead = await window_of(browser, demo, SEATS[tour.locale].lead, tour.locale, scale=SHARP)
    await lead.part("sidebar").get_by_role("link", name=SAW).click()
    post = lead.part("main").locator("details.passage", has_text="chat.postMessage").first
    await post.locator("summary").click()
    await expect(post.locator(".inside")).not_to_be_empty()
    frame = tour.frame("saw", "developer", await shoot(lead.part("main").locator(".saw"), MOST_OF_SAW))
    await pin(browser, "poster-saw", tour.locale, [[frame]], HALF)


async def be_guided(browser: Browser, demo: str, tour: Tour) -> None:
    """Begin somebody's tour, look at its first step, and fold it away again."""
    window = await window_of(browser, demo, tour.guided, tour.locale, LOW, SHARP)
    await window.page.goto(f"{demo}/page/tour/begin?as={id_of(tour.guided)}")
    card = window.page.locator(".tour-card")
    await expect(card).to_be_visible()
    await expect(window.part("main").locator(".block").first).to_be_visible()
    frame = tour.frame("guided", "you", await shoot(window.page.locator("body")))
    await window.page.locator("#tour-fold").click()
    await expect(card).to_have_count(0)
    await pin(browser, "poster-tour", tour.locale, [[frame]])


async def walk(browser: Browser, demo: str, tour: Tour) -> None:
    """Take every poster in one language."""
    await be_guided(browser, demo, tour)
    people = astuple(SEATS[tour.locale])
    agent, manager, lead = [await window_of(browser, demo, name, tour.locale, NARROW, SHARP) for name in people]
    handoff, (filed, *others) = await hand_on(agent, manager, tour)
    await track(browser, manager, handoff, tour)
    told = await resolve(agent, manager, handoff, tour)
    await pin(browser, "hero", tour.locale, ([filed], [*others, told]))
    await look_behind(browser, demo, tour)
    await close(browser, lead, tour)
    await whisper(browser, agent, lead, tour)
