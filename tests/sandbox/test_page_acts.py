"""Every act that the page has for an app with menus, pickers, shortcuts of messages and stacked forms."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.echo import Echo
from tests.sandbox.tiny import Body, button, form, plain, text_input
from tests.sandbox.windows import NOON, Browser, browsing, serving

MENU: Body = {"type": "overflow", "action_id": "more", "options": [{"text": plain("Decline"), "value": "no:R-1"}]}
PICKERS: list[tuple[Body, object, Body]] = [
    ({"type": "datetimepicker"}, "2026-11-20T17:00", {"selected_date_time": 1_795_161_600}),
    ({"type": "users_select"}, "U_BEN", {"selected_user": "U_BEN"}),
    ({"type": "conversations_select"}, CHANNEL, {"selected_conversation": CHANNEL}),
]


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with serving(SlackServer(a_workspace(), routes=page.routes(MovableClock(lambda: NOON), []))) as server:
        yield server


@pytest.fixture
async def browser(slack: SlackServer, echo: Echo) -> AsyncIterator[Browser]:
    assert echo.got == []
    async with browsing(slack) as there:
        yield there


def payloads(slack: SlackServer) -> list[dict[str, Any]]:
    """The interactions that the app got."""
    return [one.parcel.payload for one in slack.switchboard.deliveries if one.parcel.kind == "interactive"]


def posted(slack: SlackServer, *elements: Body) -> Message:
    workspace = slack.workspace
    blocks = [{"type": "actions", "block_id": "row", "elements": list(elements)}]
    return workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card", blocks=blocks)


async def test_an_entry_of_a_menu_is_taken_in_a_message(browser: Browser, slack: SlackServer) -> None:
    card = posted(slack, button("claim"), MENU)
    shown = (await browser.changed("U_BEN", CHANNEL))["main"]
    assert 'aria-label="More actions"' in shown
    assert ">Decline<" in shown

    taken = {"action": "more", "block": "row", "value": "no:R-1"}
    await browser.act("U_BEN", "press", surface="message", channel=CHANNEL, ts=card.ts, **taken)

    [payload] = payloads(slack)
    assert payload["actions"][0]["selected_option"]["value"] == "no:R-1"


@pytest.mark.parametrize(("element", "value", "state"), PICKERS)
async def test_what_is_picked_in_a_message_in_home_and_in_a_form_is_told_at_once(
    browser: Browser, slack: SlackServer, element: Body, value: object, state: Body
) -> None:
    window = slack.workspace.window("U_AOI")
    picker = {"action_id": "it", **element}
    card = posted(slack, picker)
    row = {"type": "actions", "block_id": "row", "elements": [picker]}
    home = window.publish({"type": "home", "blocks": [row]})
    view = window.open({**form(), "blocks": [row]})

    sent = {"action": "it", "block": "row", "value": value}
    typed = [sent]
    await browser.act("U_AOI", "choose", surface="message", channel=CHANNEL, ts=card.ts, **sent)
    await browser.act("U_AOI", "choose", surface="home", view=home.id, typed=typed, **sent)
    await browser.act("U_AOI", "choose", surface="modal", view=view.id, typed=typed, **sent)

    assert [payload["actions"][0].items() >= state.items() for payload in payloads(slack)] == [True] * 3
    assert home.values["row"]["it"].items() >= state.items()
    assert view.values["row"]["it"].items() >= state.items()


async def test_a_message_with_a_file_is_shown_and_escalated_from_its_menu(browser: Browser, slack: SlackServer) -> None:
    slack.workspace.app.shortcuts["escalate_message"]["name"] = "Escalate this"
    picture = slack.person("U_AOI").upload("error.png")
    await browser.act("U_AOI", "say", channel=CHANNEL, text="", files=[picture.id])
    [said] = slack.workspace.messages.in_channel(CHANNEL)

    shown = (await browser.changed("U_BEN", CHANNEL))["main"]
    assert ">error.png<" in shown
    assert ">Escalate this<" in shown
    await browser.act("U_BEN", "message_shortcut", channel=CHANNEL, ts=said.ts, name="escalate_message")

    [payload] = payloads(slack)
    assert [file["id"] for file in payload["message"]["files"]] == [picture.id]


async def test_a_name_typed_in_a_thread_mentions_the_app(browser: Browser, slack: SlackServer) -> None:
    root = slack.person("U_BEN").say("root", CHANNEL)
    await browser.act("U_AOI", "say", channel=CHANNEL, text="@Baton <help>", thread=root.ts)

    assert slack.workspace.messages.replies(CHANNEL, root.ts)[0].text == "<@U0BATON> &lt;help&gt;"
    await slack.settled(lambda _ws: any(one.parcel.name == "app_mention" for one in slack.switchboard.deliveries))


async def test_the_apps_own_conversation_has_a_place_to_write(browser: Browser, slack: SlackServer) -> None:
    dm = slack.workspace.dm("U_AOI").id
    assert "data-composer" in (await browser.changed("U_AOI", dm))["main"]

    await browser.act("U_AOI", "say", channel=dm, text="こんにちは")
    await slack.settled(lambda _ws: bool(slack.switchboard.deliveries))

    event = slack.switchboard.deliveries[0].parcel.payload["event"]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "こんにちは")


async def test_a_stack_of_forms_is_left_one_by_one_or_at_once(browser: Browser, slack: SlackServer) -> None:
    window = slack.workspace.window("U_AOI")
    for name in ("first", "second", "third"):
        window.push({**form(), "callback_id": name, "notify_on_close": True})
    modal = (await browser.changed("U_AOI"))["modal"]
    assert "3 / 3" in modal
    assert 'aria-label="戻る"' in modal

    await browser.act("U_AOI", "close", surface="modal", view=window.stack[-1].id)
    assert [view.callback_id for view in window.stack] == ["first", "second"]
    await browser.act("U_AOI", "close", surface="modal", view=window.stack[-1].id, everything=True)

    assert window.stack == []
    assert [payload["is_cleared"] for payload in payloads(slack)] == [False, True, True]


async def test_who_left_is_shown_where_they_stood_and_stays_chosen(browser: Browser, slack: SlackServer) -> None:
    slack.workspace.add_person("U_GONE", name="gone", real_name="Gone Girl")
    slack.workspace.change_person("U_GONE", deleted=True)
    slack.workspace.add_channel("C_SECRET", name="secret", members=["U_BEN"], private=True)
    people = {"type": "users_select", "action_id": "it", "initial_user": "U_GONE"}
    place = {"type": "conversations_select", "action_id": "where", "initial_conversation": "C_SECRET"}
    blocks = [{**text_input("it"), "element": people}, {**text_input("where"), "element": place}]
    view = slack.workspace.window("U_AOI").open({**form(), "blocks": blocks})

    modal = (await browser.changed("U_AOI"))["modal"]
    assert 'value="Gone Girl"' in modal
    assert "secret" not in modal.replace("C_SECRET", "")
    typed = [
        {"block": "it", "action": "it", "value": "U_GONE"},
        {"block": "where", "action": "where", "value": "C_SECRET"},
    ]
    await browser.act("U_AOI", "submit", surface="modal", view=view.id, typed=typed)

    [payload] = payloads(slack)
    assert payload["view"]["state"]["values"]["it"]["it"]["selected_user"] == "U_GONE"
    assert payload["view"]["state"]["values"]["where"]["where"]["selected_conversation"] == "C_SECRET"


async def test_a_command_does_not_work_in_a_thread_and_slack_says_so_there(
    browser: Browser, slack: SlackServer
) -> None:
    root = slack.person("U_BEN").say("root", CHANNEL)
    await browser.act("U_BEN", "say", channel=CHANNEL, text="/escalate now", thread=root.ts)

    parts = await browser.changed("U_BEN", CHANNEL, thread=root.ts)
    assert "/escalate is not supported in threads. Sorry!" in parts["thread"]
    assert "not supported" not in parts["main"]
    assert payloads(slack) == []


async def test_another_language_is_told_the_app_and_read_at_once(browser: Browser, slack: SlackServer) -> None:
    assert ">Channels<" in await browser.html("?as=U_BEN")

    await browser.act("U_BEN", "language", to="ja")
    await slack.settled(lambda _ws: bool(slack.switchboard.deliveries))

    assert ">チャンネル<" in await browser.html("?as=U_BEN")
    event = slack.switchboard.deliveries[0].parcel.payload["event"]
    assert (event["type"], event["user"]["locale"]) == ("user_change", "ja-JP")
    assert (await browser.act("U_BEN", "language", to="fr"))["status"] == 409


async def test_what_only_one_person_saw_is_gone_when_they_load_the_page_again(
    browser: Browser, slack: SlackServer
) -> None:
    await browser.act("U_BEN", "say", channel=CHANNEL, text="/nonsense")
    since = slack.workspace.window("U_BEN").newest_whisper
    assert "/nonsense is not" in (await browser.changed("U_BEN", CHANNEL))["main"]

    again = await browser.html(f"?as=U_BEN&at={CHANNEL}")
    assert "/nonsense is not" not in again
    assert f'data-since="{since}"' in again
    await browser.act("U_BEN", "say", channel=CHANNEL, text="/more")
    shown = (await browser.changed("U_BEN", CHANNEL, since=since))["main"]
    assert "/nonsense is not" not in shown
    assert "/more is not" in shown
