"""Every kind of input: what the browser sends becomes the state that Slack would send the app, and is shown again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.page.choices import Choices
from sandbox.slack.server import SlackServer
from sandbox.slack.view import View, merged
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.tiny import plain, text_input

Element = dict[str, Any]
ONE, TWO = ({"text": plain(text), "value": value} for value, text in (("1", "One"), ("2", "Two")))
GROUPS = [{"label": plain("All"), "options": [ONE, TWO]}]


def an_input(**element: object) -> dict[str, Any]:
    """An input block called `it` with this element."""
    block = text_input("it")
    block["element"] = {"action_id": "it", **element}
    return block


def said(text: str) -> Element:
    """A run of rich text."""
    return {"type": "text", "text": text}


def rich(*run: Element) -> Element:
    """A rich_text block of one paragraph."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(run)}]}


@pytest.mark.parametrize(
    ("element", "sent", "state"),
    [
        ({"type": "plain_text_input"}, "words", {"value": "words"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "url_text_input"}, "https://a.example", {"value": "https://a.example"}),
        ({"type": "number_input"}, "3", {"value": "3"}),
        ({"type": "static_select", "options": [ONE, TWO]}, ONE, {"selected_option": ONE}),
        ({"type": "static_select", "option_groups": GROUPS}, TWO, {"selected_option": TWO}),
        ({"type": "static_select", "options": [ONE]}, None, {"selected_option": None}),
        ({"type": "external_select"}, ONE, {"selected_option": ONE}),
        ({"type": "radio_buttons", "options": [ONE, TWO]}, "2", {"selected_option": TWO}),
        ({"type": "checkboxes", "options": [ONE, TWO]}, ["1", "2"], {"selected_options": [ONE, TWO]}),
        ({"type": "multi_static_select", "options": [ONE, TWO]}, [TWO], {"selected_options": [TWO]}),
        ({"type": "multi_external_select"}, [ONE, TWO], {"selected_options": [ONE, TWO]}),
        ({"type": "users_select"}, "U_BEN", {"selected_user": "U_BEN"}),
        ({"type": "multi_users_select"}, ["U_AOI", "U_BEN"], {"selected_users": ["U_AOI", "U_BEN"]}),
        ({"type": "multi_channels_select"}, [CHANNEL], {"selected_channels": [CHANNEL]}),
        ({"type": "rich_text_input"}, "*now*", {"rich_text_value": rich({**said("now"), "style": {"bold": True}})}),
        ({"type": "rich_text_input"}, " ", {"rich_text_value": None}),
        ({"type": "conversations_select"}, CHANNEL, {"selected_conversation": CHANNEL}),
        ({"type": "datepicker"}, "2026-11-25", {"selected_date": "2026-11-25"}),
        ({"type": "timepicker"}, "17:30", {"selected_time": "17:30"}),
        ({"type": "datetimepicker"}, "2026-11-20T17:00", {"selected_date_time": 1795161600}),
    ],
)
def test_what_is_entered_is_kept_as_slack_keeps_it(element: Element, sent: object, state: Element) -> None:
    workspace = a_workspace()
    view = View("V1", "U_AOI", {"blocks": [an_input(**element)]})
    choices = Choices(workspace, workspace.member("U_AOI"))

    choices.enter(view, [{"block": "it", "action": "it", "value": sent}])

    kept = view.values["it"]["it"]
    assert kept == {"type": element["type"], **state}
    if "selected_user" in state or "selected_conversation" in state or "selected_option" in state:
        entered = {one.value for one in choices.chosen(view.blocks[0]["element"], kept)}
        assert entered == ({sent["value"] if isinstance(sent, dict) else sent} if sent else set())
    if "selected_date_time" in state:
        assert choices.value(view.blocks[0]["element"], kept) == sent


def test_what_is_preset_is_shown() -> None:
    workspace = a_workspace()
    choices = Choices(workspace, workspace.member("U_AOI"))
    element = {"type": "static_select", "options": [ONE, TWO], "initial_option": TWO}

    assert [one.text for one in choices.chosen(element, None)] == ["Two"]
    assert choices.value({"type": "plain_text_input", "initial_value": "begun"}, None) == "begun"


def test_a_field_that_an_update_took_away_is_left_out() -> None:
    workspace = a_workspace()
    view = View("V1", "U_AOI", {"blocks": [text_input("summary")]})
    choices = Choices(workspace, workspace.member("U_AOI"))

    choices.enter(view, [{"block": "gone", "action": "gone", "value": "x"}])

    assert view.values == {}


async def test_every_kind_of_input_has_its_place_on_the_page() -> None:
    noon = datetime(2026, 11, 20, 3, tzinfo=UTC)
    slack = SlackServer(a_workspace(), routes=page.routes(MovableClock(lambda: noon), []))
    kinds: list[Element] = [
        {"type": "plain_text_input", "multiline": True},
        {"type": "external_select", "min_query_length": 1},
        {"type": "users_select"},
        {"type": "multi_static_select", "options": [ONE, TWO]},
        {"type": "radio_buttons", "options": [ONE, TWO]},
        {"type": "checkboxes", "options": [ONE, TWO], "initial_options": [TWO]},
        {"type": "datetimepicker", "initial_date_time": 1795161600},
        {"type": "timepicker", "initial_time": "09:30"},
        {"type": "file_input"},
        {"type": "rich_text_input", "initial_value": rich({"type": "user", "user_id": "U_AOI"}, said(" knows"))},
        {"type": "number_input", "is_decimal_allowed": True, "max_value": "10"},
    ]
    blocks = [{**an_input(**kind), "block_id": f"b{number}"} for number, kind in enumerate(kinds)]
    view = slack.workspace.window("U_AOI").open({"type": "modal", "title": plain("All"), "blocks": blocks})
    view.values = merged(view.blocks, {})
    await slack.start()
    async with ClientSession() as http, http.get(f"{slack.url}/?as=U_AOI") as answer:
        shown = await answer.text()
    await slack.stop()

    assert [f'data-kind="{kind["type"]}"' in shown for kind in kinds] == [True] * len(kinds)
    for words in (
        "<textarea",
        'data-external="1"',
        ">青井<",
        'value="2026-11-20T17:00"',
        'value="09:30"',
        'value="2" checked',
        ">@aoi knows</textarea>",
        'step="any" max="10"',
    ):
        assert words in shown
