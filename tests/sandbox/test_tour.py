"""The guided tour without a browser: what the card says, when a step is done, and how others' parts are played."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox import cast, page
from sandbox.clock import MovableClock
from sandbox.jira.site import Site
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from sandbox.telephone.phone import Telephone
from sandbox.tour import Tours
from tests.sandbox.conftest import a_workspace
from tests.sandbox.tiny import button
from tests.sandbox.windows import NOON, Browser, browsing, serving

AOI, SATO = cast.AOI.user_id, cast.SATO.user_id
PEOPLE = ((AOI, "青井 美咲", "ja-JP"), (SATO, "佐藤 健", "ja-JP"), (cast.EMMA.user_id, "Emma Clarke", "en-US"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "tours.json"


@pytest.fixture
async def slack(kept: Path) -> AsyncIterator[SlackServer]:
    server = served(kept)
    async with serving(server):
        yield server


def served(kept: Path) -> SlackServer:
    """A Slack with the three people and their tours."""
    clock = MovableClock(lambda: NOON)
    telephone = Telephone("http://127.0.0.1:9", "secret", clock, retry_seconds=())
    workspace = a_workspace()
    workspace.now = lambda: clock().timestamp()
    for identity, name, locale in PEOPLE:
        workspace.add_person(identity, name=name, real_name=name, locale=locale)
    guide = Tours(clock, telephone, Site(clock), kept)
    routes = page.routes(clock, cast.FEATURED, telephone, guide=guide)
    return SlackServer(workspace, routes=routes, companions=[telephone])


@pytest.fixture
async def browser(slack: SlackServer) -> AsyncIterator[Browser]:
    async with browsing(slack) as there:
        yield there


async def card(browser: Browser, user: str = AOI, at: str = "home") -> str:
    """The card in somebody's window."""
    browser.marks.clear()
    return (await browser.changed(user, at))["tour"]


async def act(browser: Browser, name: str, user: str = AOI, at: str = "home") -> int:
    """Press a button of the card; the status."""
    async with browser.http.post(f"{browser.url}/page/tour/{name}?as={user}&at={at}", json={}) as answer:
        return answer.status


async def begin(browser: Browser, user: str = AOI) -> None:
    """Follow the link of the start page."""
    async with browser.http.get(f"{browser.url}/page/tour/begin?as={user}") as answer:
        assert answer.url.query_string == f"as={user}"


async def skip_to(browser: Browser, step: int, user: str = AOI) -> None:
    """Begin, and skip what comes before a step."""
    await begin(browser, user)
    for _ in range(step - 1):
        assert await act(browser, "on", user) == 200


def say(workspace: Workspace, user: str, *actions: str, key: str = "R-1") -> Message:
    """The app writes to someone, with buttons about a request."""
    blocks: list[JsonObject] = [{"type": "actions", "elements": [button(one, key) for one in actions]}]
    return workspace.messages.post(workspace.dm(user), workspace.bot_user_id, "words", blocks=blocks)


async def test_the_start_page_offers_three_tours_in_the_language_of_whoever_reads(browser: Browser) -> None:
    japanese = await browser.html(**{"Accept-Language": "ja"})
    english = await browser.html(**{"Accept-Language": "en"})

    assert japanese.count("さんのガイド") == english.count("&#39;s tour") == 3
    assert f"/page/tour/begin?as={SATO}" in english


async def test_a_tour_that_is_over_begins_anew_by_its_link(browser: Browser) -> None:
    await skip_to(browser, 9)
    assert 'data-tour-card="over"' in await card(browser)

    await begin(browser)
    assert 'data-tour-card="1"' in await card(browser)


async def test_a_card_is_offered_to_the_three_alone_and_begins_by_one_press(browser: Browser) -> None:
    assert "ガイドを始める" in await card(browser)
    assert "Start the tour" in await card(browser, cast.EMMA.user_id)
    assert (await card(browser, "U_BEN")).strip() == ""

    assert await act(browser, "again") == 200
    assert 'data-tour-card="1"' in await card(browser)
    assert "ガイドを始める" in await card(browser, SATO)


async def test_a_step_is_done_by_what_happens_and_by_nothing_that_was_there_before(
    browser: Browser, slack: SlackServer
) -> None:
    say(slack.workspace, AOI, "request.withdraw", key="R-1")
    slack.workspace.now = lambda: NOON.timestamp() + 60
    await skip_to(browser, 3)
    assert "書いて渡す" in await card(browser)

    say(slack.workspace, SATO, "request.claim", key="R-2")
    say(slack.workspace, AOI, "request.withdraw", key="R-2")
    assert "R-2 を渡しました" in await card(browser)
    assert "受付票を確かめる" in await card(browser, at="elsewhere")
    assert "担当してもらう" in await card(browser, at=slack.workspace.dm(AOI).id)


@pytest.mark.usefixtures("echo")
async def test_others_play_their_parts_by_true_clicks(browser: Browser, slack: SlackServer) -> None:
    await skip_to(browser, 3)
    handoff = say(slack.workspace, SATO, "request.claim")
    say(slack.workspace, AOI, "request.withdraw")
    dm = slack.workspace.dm(AOI).id
    assert "佐藤 健 さんに担当してもらう" in await card(browser, at=dm)

    assert await act(browser, "part", at=dm) == 200

    [click] = [one.parcel.payload for one in slack.switchboard.deliveries if one.parcel.name == "block_actions"]
    assert (click["user"]["id"], click["actions"][0]["action_id"]) == (SATO, "request.claim")
    slack.workspace.messages.delete(handoff)
    assert "受付票が「担当しています」に変わりました" in await card(browser, at=dm)


async def test_a_part_that_nobody_can_play_is_refused(browser: Browser) -> None:
    await skip_to(browser, 5)
    assert await act(browser, "part") == 409
    assert await act(browser, "part", cast.EMMA.user_id) == 409


async def test_one_looks_back_goes_on_and_starts_again(browser: Browser) -> None:
    await skip_to(browser, 3)
    await act(browser, "back")
    looking = await card(browser)
    assert all(words in looking for words in ('data-tour-card="2"', "このステップは済んでいます", "次へ"))

    await act(browser, "on")
    assert "とばす" in await card(browser)
    await act(browser, "again")
    assert 'data-tour-card="1"' in await card(browser)


async def test_the_last_card_leads_to_the_other_seats(browser: Browser) -> None:
    await skip_to(browser, 9)
    await act(browser, "on")
    over = await card(browser)

    assert all(words in over for words in ("おつかれさまでした", "佐藤 健 さんのガイド", "Emma Clarke さんのガイド"))
    assert "青井 美咲 さんのガイド" not in over


async def test_the_place_is_kept_over_a_restart(browser: Browser, kept: Path) -> None:
    await skip_to(browser, 4)
    await act(browser, "fold")

    again = served(kept)
    await again.start()
    there = Browser(browser.http, again.url)
    assert "4 / 8" in await card(there)
    await begin(there)
    assert 'data-tour-card="4"' in await card(there)
    await again.stop()


async def test_the_card_speaks_the_language_of_the_window(browser: Browser, slack: SlackServer) -> None:
    await begin(browser)
    slack.workspace.change_person(AOI, locale="en-US")
    assert "Open the form" in await card(browser)


async def test_other_sites_and_strangers_cannot_press_the_card(browser: Browser) -> None:
    async with browser.http.post(f"{browser.url}/page/tour/again?as={AOI}", data="{}") as simple:
        assert simple.status == 415
    assert await act(browser, "nonsense") == 404
    assert await act(browser, "again", "U_BEN") == 404
    async with browser.http.get(f"{browser.url}/page/tour/begin?as=U_BEN", allow_redirects=False) as nobody:
        assert nobody.headers["location"] == "/"


async def test_a_sandbox_without_a_guide_has_no_tours(slack: SlackServer) -> None:
    alone = SlackServer(slack.workspace, routes=page.routes(MovableClock(lambda: NOON), cast.FEATURED))
    await alone.start()
    async with ClientSession() as http:
        browser = Browser(http, alone.url)
        assert "tour" not in await browser.html() + await browser.html(f"?as={AOI}")
        assert await act(browser, "again") == 404
    await alone.stop()
