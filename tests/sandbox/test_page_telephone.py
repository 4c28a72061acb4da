"""The telephone on the page, and the switches of one's own status, without a browser."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from sandbox.telephone.phone import Telephone
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.receiver import SECRET, Receiver, receiving
from tests.sandbox.test_telephone import SHORT
from tests.sandbox.windows import CAST, NOON, Browser, browsing, serving


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(lambda: NOON)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


@pytest.fixture
def phone(receiver: Receiver, clock: MovableClock) -> Telephone:
    return Telephone(receiver.url, SECRET, clock, [SHORT], retry_seconds=())


@pytest.fixture
async def slack(phone: Telephone, clock: MovableClock) -> AsyncIterator[SlackServer]:
    workspace = a_workspace()
    workspace.now = lambda: clock().timestamp()
    phone.on_change = workspace.changes.announce
    async with serving(SlackServer(workspace, routes=page.routes(clock, CAST, phone), companions=[phone])) as server:
        yield server


@pytest.fixture
async def browser(slack: SlackServer) -> AsyncIterator[Browser]:
    async with browsing(slack) as there:
        yield there


async def test_the_telephone_is_in_every_window_and_on_the_start_page(browser: Browser) -> None:
    assert "/?as=U_AOI&amp;at=telephone" in await browser.html(**{"Accept-Language": "en"})
    japanese, english = await browser.html("?as=U_AOI&at=telephone"), await browser.html("?as=U_BEN&at=telephone")

    assert all(words in japanese for words in ("短い電話", "再生 ×10", "1:06 ・ 3 発言 ・ 英語", "青井 さん（自分）"))
    assert all(words in english for words in ("A short call", "Play ×1<", "青井 (as written)", "Ben (you)"))
    assert "as written" not in japanese
    assert "No calls yet" in english


async def test_a_call_is_played_on_ones_own_phone_and_hung_up(
    browser: Browser, receiver: Receiver, phone: Telephone
) -> None:
    assert await browser.dial("U_BEN", "play", script="short", speed="10", mine=True) == 200
    await receiver.changes.wait(lambda: len(receiver.taken) == 3, 5)
    shown = (await browser.changed("U_BEN", "telephone"))["main"]
    assert all(words in shown for words in ("A short call · Ben", "Hello?", "I want to can…", "still listening"))

    assert await browser.dial("U_BEN", "hang_up", call=phone.calls[0].call_id) == 200
    assert "Ended" in (await browser.changed("U_BEN", "telephone"))["main"]
    assert [event["type"] for event in receiver.taken][-1] == "call.ended"
    assert {event["agent"]["slack_id"] for event in receiver.taken} == {"U_BEN"}


async def test_who_is_on_the_phone_takes_no_second_call(browser: Browser) -> None:
    assert await browser.dial("U_BEN", "play", script="short", speed="1") == 200
    assert await browser.dial("U_AOI", "play", script="short", speed="1", mine=True) == 409
    assert await browser.dial("U_BEN", "play", script="short", speed="1", mine=True) == 200
    sidebar = (await browser.changed("U_BEN"))["sidebar"]
    assert ">Live<" in sidebar


async def test_what_baton_does_not_take_is_said(browser: Browser, receiver: Receiver, phone: Telephone) -> None:
    receiver.statuses = [404]
    await phone.start("U_AOI", {"name": "Acme"})
    assert "Baton did not take this call (404)." in (await browser.changed("U_BEN", "telephone"))["main"]

    await receiver.listener.close()
    await phone.say(phone.calls[0], "customer", "Hello?")
    assert "Baton から応答がありません。" in (await browser.changed("U_AOI", "telephone"))["main"]
    await receiver.listener.open()


async def test_what_is_said_is_escaped_and_known_customers_are_named(browser: Browser, phone: Telephone) -> None:
    call = await phone.start("ben@example.com", {"phone": "03-5550-0001"})
    await phone.say(call, "customer", "<script>alert(1)</script>")
    await phone.start("nobody@example.com", {"name": "<b>"})

    shown = (await browser.changed("U_BEN", "telephone"))["main"]
    assert "Ben · 株式会社青空商事" in shown
    assert "nobody@example.com · &lt;b&gt;" in shown
    assert "<script>alert" not in shown


async def test_what_the_telephone_does_not_know_is_refused(browser: Browser) -> None:
    assert await browser.dial("U_BEN", "play", script="nonsense", speed="1") == 404
    assert await browser.dial("U_BEN", "play", script="short", speed="0") == 404
    assert await browser.dial("U_BEN", "hang_up", call="nonsense") == 404
    async with browser.http.post(f"{browser.url}/page/telephone/play?as=U_BEN", data="{}") as simple:
        assert simple.status == 415


async def test_a_page_without_a_telephone_shows_none(clock: MovableClock) -> None:
    server = SlackServer(a_workspace(), routes=page.routes(clock, CAST))
    async with serving(server), browsing(server) as browser:
        assert "at=telephone" not in await browser.html()
        assert "表示できません" in await browser.html("?as=U_AOI&at=telephone")
        assert await browser.dial("U_AOI", "play", script="short", speed="1") == 404


async def test_people_switch_their_own_status(browser: Browser, slack: SlackServer, clock: MovableClock) -> None:
    ben = slack.person("U_BEN")
    assert "<span>Active</span>" in (await browser.changed("U_BEN"))["sidebar"]

    for name in ("away", "dnd", "huddle"):
        await browser.act("U_BEN", "status", of=name, on=True)
    shown = (await browser.changed("U_BEN"))["sidebar"]
    assert shown.count('aria-checked="true"') == 3
    assert "Active" not in shown
    assert (ben.member.is_away, ben.takes_no_notifications, ben.member.huddle_until > 0) == (True, True, True)

    clock.move(timedelta(hours=1))
    await browser.act("U_BEN", "status", of="away", on=False)
    await browser.act("U_BEN", "status", of="huddle", on=False)
    assert "<span>Active</span>" in (await browser.changed("U_BEN"))["sidebar"]
    assert not ben.takes_no_notifications
    await browser.act("U_BEN", "status", of="dnd", on=False)
    assert (await browser.act("U_BEN", "status", of="nonsense", on=True))["status"] == 409


async def test_words_of_the_app_are_unread_at_once_wherever_the_person_looks(
    browser: Browser, slack: SlackServer, clock: MovableClock
) -> None:
    workspace = slack.workspace
    clock.move(timedelta(seconds=1))
    async with browser.http.get(f"{browser.url}/page/live?as=U_BEN") as live:
        await live.content.readuntil(b"\n\n")
        for number in (1, 2):
            workspace.messages.post(workspace.dm("U_BEN"), workspace.bot_user_id, f"whisper {number}")
        assert b"event: changed" in await live.content.readuntil(b"\n\n")

    for place in (CHANNEL, "telephone", "home"):
        shown = (await Browser(browser.http, browser.url).changed("U_BEN", place, seen="1"))["sidebar"]
        assert 'aria-label="2 unread">2<' in shown
    assert 'class="count"' not in (await browser.changed("U_AOI", CHANNEL))["sidebar"]
