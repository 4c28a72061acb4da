"""The page over true HTTP: what each person's window shows, and what their acts become."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.server import SlackServer
from tests.sandbox import tiny
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.echo import echoing
from tests.sandbox.windows import CAST, NOON, Browser, browsing, serving


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(lambda: NOON)


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[SlackServer]:
    async with serving(SlackServer(a_workspace(), routes=page.routes(clock, CAST))) as server, tiny.over_http(server):
        yield server


@pytest.fixture
async def browser(slack: SlackServer) -> AsyncIterator[Browser]:
    async with browsing(slack) as there:
        yield there


async def test_the_start_page_names_the_app_and_speaks_the_browsers_language_and_each_card_its_persons(
    browser: Browser, slack: SlackServer
) -> None:
    english = await browser.html(**{"Accept-Language": "en-GB"})
    japanese = await browser.html(**{"Accept-Language": "ja"})

    assert "Whose seat" in english
    assert f"to try {slack.workspace.app.bot_name} in" in english
    assert "だれの席" in japanese
    assert "サポート" in english
    assert "Agent: Try" in english
    assert "Agent: Try" not in japanese
    assert "/?as=U_BEN" in english


async def test_two_windows_are_two_people(browser: Browser, slack: SlackServer) -> None:
    slack.workspace.add_channel("C_SECRET", name="secret", members=["U_BEN"], private=True)

    aoi, ben = await browser.html("?as=U_AOI"), await browser.html("?as=U_BEN&at=C_SECRET")

    assert ">チャンネル<" in aoi
    assert "secret" not in aoi
    assert ">Channels<" in ben
    assert "secret" in ben
    assert "表示できません" in await browser.html("?as=U_AOI&at=C_SECRET")


async def test_what_people_write_is_escaped_and_their_mentions_are_kept(browser: Browser, slack: SlackServer) -> None:
    await browser.act("U_AOI", "say", channel=CHANNEL, text="<script>alert(1)</script> @ben & <!channel>")

    [said] = slack.workspace.messages.in_channel(CHANNEL)
    assert said.text == "&lt;script&gt;alert(1)&lt;/script&gt; <@U_BEN> &amp; &lt;!channel&gt;"
    assert "<script>alert" not in await browser.html(f"?as=U_BEN&at={CHANNEL}")


async def test_only_what_changed_is_fetched(browser: Browser) -> None:
    assert set(await browser.changed("U_BEN", CHANNEL)) == {"sidebar", "main", "thread", "modal", "notice"}
    assert await browser.changed("U_BEN", CHANNEL) == {}

    await browser.act("U_AOI", "say", channel=CHANNEL, text="hello")

    assert "hello" in (await browser.changed("U_BEN", CHANNEL, seen="1"))["main"]


async def test_a_channel_is_unread_until_it_was_seen(browser: Browser) -> None:
    await browser.act("U_AOI", "say", channel=CHANNEL, text="hello <all> @ben")

    assert 'class="count"' in (await browser.changed("U_BEN"))["sidebar"]
    await browser.changed("U_BEN", CHANNEL, enter="1", seen="1")
    shown = await Browser(browser.http, browser.url).changed("U_BEN")
    assert 'class="count"' not in shown["sidebar"]


async def test_a_form_is_opened_filled_refused_and_filed(browser: Browser, slack: SlackServer) -> None:
    await browser.act("U_AOI", "say", channel=CHANNEL, text="/escalate")
    view = slack.workspace.window("U_AOI").stack[0].id
    customer = {"block": "customer", "action": "customer"}
    offered = await browser.act("U_AOI", "suggest", surface="modal", view=view, **customer, query="Acme")
    assert "Acme Inc." in offered["options"]

    option = {"text": {"type": "plain_text", "text": "Acme Inc."}, "value": "A-001"}
    summary = {"block": "summary", "action": "summary"}
    typed: list[dict[str, object]] = [{**customer, "value": option}, {**summary, "value": "wrong"}]
    await browser.act("U_AOI", "submit", surface="modal", view=view, typed=typed)

    refused = (await browser.changed("U_AOI"))["modal"]
    assert "Say more" in refused
    assert 'value="wrong"' in refused
    assert 'value="Acme Inc."' in refused

    typed[1]["value"] = "Export fails"
    await browser.act("U_AOI", "submit", surface="modal", view=view, typed=typed)
    assert (await browser.changed("U_AOI"))["modal"].strip() == ""
    assert "Export fails" in (await browser.changed("U_BEN", CHANNEL))["main"]


async def test_an_empty_form_is_kept_back_in_the_persons_language(browser: Browser, slack: SlackServer) -> None:
    await browser.act("U_AOI", "shortcut", name="escalate")
    view = await slack.person("U_AOI").modal()

    await browser.act("U_AOI", "submit", surface="modal", view=view.id, typed=[])

    assert "この項目を入力してください。" in (await browser.changed("U_AOI"))["modal"]


async def test_what_was_typed_survives_an_update_of_the_form(browser: Browser, slack: SlackServer) -> None:
    await browser.act("U_AOI", "shortcut", name="escalate")
    view = await slack.person("U_AOI").modal()
    typed = [{"block": "summary", "action": "summary", "value": "half a sen"}]

    await browser.act(
        "U_AOI", "press", surface="modal", view=view.id, block="more", action="more", value="1", typed=typed
    )
    await slack.person("U_AOI").modal(lambda shown: "details" in shown.text())

    assert 'value="half a sen"' in (await browser.changed("U_AOI"))["modal"]


async def test_a_button_in_a_message_answers_only_who_pressed(browser: Browser, slack: SlackServer) -> None:
    blocks: list[dict[str, Any]] = [{"type": "actions", "elements": [tiny.button("claim", "R-1")]}]
    workspace = slack.workspace
    card = workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card", blocks=blocks)

    await browser.act("U_BEN", "press", surface="message", channel=CHANNEL, ts=card.ts, action="claim", value="R-1")
    await slack.settled(lambda ws: bool(ws.window("U_BEN").ephemerals))

    ben = (await browser.changed("U_BEN", CHANNEL))["main"]
    assert "Only visible to you" in ben
    assert "claimed" in ben
    assert "claimed" not in await browser.html(f"?as=U_AOI&at={CHANNEL}")

    [words] = slack.person("U_BEN").ephemerals
    await browser.act("U_BEN", "dismiss", surface="message", channel=CHANNEL, ts=words.ts)
    assert "claimed" not in (await browser.changed("U_BEN", CHANNEL))["main"]


async def test_trouble_is_told_in_the_form_and_what_was_typed_stays(browser: Browser, slack: SlackServer) -> None:
    await browser.act("U_AOI", "shortcut", name="escalate")
    view = await slack.person("U_AOI").modal()
    option = {"text": {"type": "plain_text", "text": "Acme"}, "value": "A-001"}
    typed = [
        {"block": "customer", "action": "customer", "value": option},
        {"block": "summary", "action": "summary", "value": "Export fails"},
    ]
    async with echoing(slack) as broken:
        broken.status = 500
        await browser.act("U_AOI", "submit", surface="modal", view=view.id, typed=typed)

    modal = (await browser.changed("U_AOI"))["modal"]
    assert "うまく接続できませんでした" in modal
    assert 'value="Export fails"' in modal


async def test_an_unknown_command_is_answered_by_slack_itself(browser: Browser) -> None:
    await browser.act("U_BEN", "say", channel=CHANNEL, text="/nonsense now")

    assert "/nonsense is not a valid command." in (await browser.changed("U_BEN", CHANNEL))["main"]


async def test_a_thread_stands_beside_its_channel(browser: Browser, slack: SlackServer) -> None:
    root = slack.person("U_BEN").say("root", CHANNEL)
    await browser.act("U_AOI", "say", channel=CHANNEL, text="reply", thread=root.ts)

    parts = await browser.changed("U_BEN", CHANNEL, thread=root.ts)

    assert "1 reply" in parts["main"]
    assert "reply</div>" in parts["thread"]
    assert "reply</div>" not in parts["main"]


async def test_home_is_fetched_from_the_app_and_shown(browser: Browser, slack: SlackServer) -> None:
    await browser.act("U_BEN", "home")
    await slack.person("U_BEN").home_shown()

    assert "<h3>Welcome</h3>" in (await browser.changed("U_BEN"))["main"]


async def test_a_file_is_kept_by_name_and_size_only(browser: Browser, slack: SlackServer) -> None:
    headers = {"X-File-Name": "%E5%86%99%E7%9C%9F.png"}
    async with browser.http.put(f"{browser.url}/page/upload?as=U_AOI", data=b"12345", headers=headers) as answer:
        kept = slack.workspace.files[(await answer.json())["id"]]

    assert (kept.name, kept.size, kept.owner) == ("写真.png", 5, "U_AOI")


async def test_the_clock_moves_ahead_by_a_button(browser: Browser, clock: MovableClock) -> None:
    async with browser.http.post(f"{browser.url}/page/clock", json={"hours": "24"}) as answer:
        assert answer.status == 200

    assert clock.ahead == timedelta(days=1)
    assert "11月21日(土) 12:00" in await browser.html("?as=U_AOI")


@pytest.mark.parametrize("hours", [-1, "noon", "nan", "inf", 1e12, 24 * 366 * 11, None])
async def test_the_clock_stays_where_it_is_for_what_is_no_number_of_hours(
    browser: Browser, clock: MovableClock, hours: object
) -> None:
    async with browser.http.post(f"{browser.url}/page/clock", json={"hours": hours}) as answer:
        assert answer.status == 400

    assert clock.ahead == timedelta()


async def test_what_is_said_after_the_clock_was_moved_is_of_that_day(
    browser: Browser, slack: SlackServer, clock: MovableClock
) -> None:
    slack.workspace.now = lambda: clock().timestamp()
    await browser.act("U_AOI", "say", channel=CHANNEL, text="before")
    clock.move(timedelta(days=1))
    await browser.act("U_AOI", "say", channel=CHANNEL, text="after")

    shown = await browser.html(f"?as=U_AOI&at={CHANNEL}")
    assert shown.index(">昨日<") < shown.index("before") < shown.index(">今日<") < shown.index("after")


async def test_another_sites_page_can_neither_read_nor_act(browser: Browser) -> None:
    async with browser.http.get(f"{browser.url}/", headers={"Host": "evil.example"}) as rebound:
        assert rebound.status == 421
    async with browser.http.post(f"{browser.url}/page/act/home?as=U_AOI", data="{}") as simple:
        assert simple.status == 415
    async with browser.http.get(f"{browser.url}/") as own:
        assert own.headers["Content-Security-Policy"].startswith("default-src 'self'")


async def test_what_is_no_longer_there_is_refused_kindly(browser: Browser) -> None:
    assert (await browser.act("U_AOI", "submit", surface="modal", view="V_GONE", typed=[]))["status"] == 409
    assert (await browser.act("U_AOI", "press", surface="message", channel=CHANNEL, ts="1.0", action="x"))[
        "status"
    ] == 409
    assert (await browser.act("U_AOI", "nonsense"))["status"] == 404
    assert "Whose seat" in await browser.html("?as=U_NOBODY", **{"Accept-Language": "en"})
    for place in ("page/parts", "page/saw/1"):
        async with browser.http.get(f"{browser.url}/{place}?as=U_NOBODY") as gone:
            assert gone.status == 404
    async with browser.http.put(f"{browser.url}/page/upload?as=U_NOBODY", data=b"x") as gone:
        assert gone.status == 404


async def test_changes_arrive_as_server_sent_events(browser: Browser, slack: SlackServer) -> None:
    async with browser.http.get(f"{browser.url}/page/live?as=U_BEN") as live:
        assert b"event: changed" in await live.content.readuntil(b"\n\n")
        slack.person("U_AOI").say("hello", CHANNEL)
        assert b"event: changed" in await live.content.readuntil(b"\n\n")
