"""What a person enters in each kind of element, on each surface, and what the app hears of it."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import parse_qs

import pytest

from sandbox.slack.forms import NotOnScreen
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.tiny import Body, plain, text_input

INSTANT = 1_795_161_600
ONE, TWO = ({"text": plain(text), "value": value} for value, text in (("1", "One"), ("2", "Two")))
ZONES: list[Body] = [
    {"label": plain(f"{start}"), "options": [{"text": plain(f"Zone {n}"), "value": f"Asia/{n}"} for n in numbers]}
    for start, numbers in ((0, range(100)), (100, range(100, 200)))
]
MENU = {"type": "overflow", "action_id": "more", "options": [ONE, TWO]}
VALUES: list[tuple[Body, object, object]] = [
    ({"type": "datetimepicker"}, INSTANT, {"selected_date_time": INSTANT}),
    ({"type": "datetimepicker"}, str(INSTANT), {"selected_date_time": INSTANT}),
    ({"type": "datetimepicker"}, datetime(2026, 11, 20, 8, tzinfo=UTC), {"selected_date_time": INSTANT}),
    ({"type": "datetimepicker"}, "2026-11-20T17:00:00+09:00", {"selected_date_time": INSTANT}),
    ({"type": "datetimepicker"}, None, {"selected_date_time": None}),
    ({"type": "datepicker"}, date(2026, 11, 25), {"selected_date": "2026-11-25"}),
    ({"type": "datepicker"}, "2026-11-25", {"selected_date": "2026-11-25"}),
    ({"type": "timepicker"}, time(17, 30), {"selected_time": "17:30"}),
    ({"type": "users_select"}, "U_BEN", {"selected_user": "U_BEN"}),
    ({"type": "multi_users_select"}, ["U_BEN", "U_AOI"], {"selected_users": ["U_BEN", "U_AOI"]}),
    ({"type": "conversations_select"}, CHANNEL, {"selected_conversation": CHANNEL}),
    ({"type": "channels_select"}, CHANNEL, {"selected_channel": CHANNEL}),
    ({"type": "multi_conversations_select"}, [CHANNEL], {"selected_conversations": [CHANNEL]}),
    ({"type": "radio_buttons", "options": [ONE, TWO]}, "Two", {"selected_option": TWO}),
    ({"type": "checkboxes", "options": [ONE, TWO]}, ["2"], {"selected_options": [TWO]}),
    ({"type": "static_select", "options": [ONE, TWO]}, "1", {"selected_option": ONE}),
    ({"type": "static_select", "option_groups": ZONES}, "Asia/100", {"selected_option": ZONES[1]["options"][0]}),
    ({"type": "multi_static_select", "options": [ONE, TWO]}, ["Two", "1"], {"selected_options": [TWO, ONE]}),
    ({"type": "multi_static_select", "options": [ONE, TWO]}, [], {"selected_options": []}),
    ({"type": "timepicker", "initial_time": "09:00"}, "17:30", {"selected_time": "17:30"}),
]
CHOSEN_BY_CLICK = [row for row in VALUES if row[0]["type"] in {"users_select", "datetimepicker", "checkboxes"}]


def heard(echo: Echo) -> list[dict[str, Any]]:
    """The interactions that the app got."""
    return [json.loads(parse_qs(body.decode())["payload"][0]) for _, body in echo.got]


def modal(*blocks: Body, **more: object) -> Body:
    return {"type": "modal", "callback_id": "form", "title": plain("Form"), "blocks": list(blocks), **more}


def actions(*elements: Body) -> Body:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def posted(slack: SlackServer, *blocks: Body) -> Message:
    """A message of the past, so that no event of it disturbs."""
    workspace = slack.workspace
    channel = workspace.channel(CHANNEL)
    return workspace.messages.post(channel, workspace.bot_user_id, "card", blocks=list(blocks), at=INSTANT)


@pytest.fixture
def aoi(slack: SlackServer, echo: Echo) -> Person:
    assert echo.got == []
    return slack.person("U_AOI")


@pytest.mark.parametrize(("element", "value", "state"), VALUES)
async def test_a_form_keeps_what_is_entered_as_slack_does(
    aoi: Person, element: Body, value: object, state: Body
) -> None:
    view = aoi.window.open(modal({**text_input("it"), "element": {"action_id": "it", **element}}))

    await aoi.fill(it=value)

    assert view.values["it"]["it"] == {"type": element["type"], **state}


@pytest.mark.parametrize(("element", "value", "state"), CHOSEN_BY_CLICK)
async def test_an_element_of_a_message_and_of_home_tells_the_app_what_was_chosen(
    slack: SlackServer, aoi: Person, echo: Echo, element: Body, value: object, state: Body
) -> None:
    row = actions({"action_id": "it", **element})
    aoi.window.publish({"type": "home", "blocks": [row]})

    await aoi.press_in(posted(slack, row), "it", value)
    await aoi.press_home("it", value)

    for payload, values in zip(heard(echo), ("state", "view"), strict=True):
        [action] = payload["actions"]
        assert action.items() >= {"type": element["type"], "action_id": "it", "block_id": "row", **state}.items()
        held = payload["state"] if values == "state" else payload["view"]["state"]
        assert held["values"]["row"]["it"].items() >= {"type": element["type"], **state}.items()


async def test_an_overflow_menu_is_used_in_a_message_in_home_and_in_a_form(
    slack: SlackServer, aoi: Person, echo: Echo
) -> None:
    section = {"type": "section", "block_id": "row", "text": plain("R-1"), "accessory": MENU}
    aoi.window.publish({"type": "home", "blocks": [section]})
    aoi.window.open(modal(section))

    await aoi.press_in(posted(slack, actions(MENU)), "more", "2")
    await aoi.press_home("more", "2")
    await aoi.press("more", "2")

    chosen = [payload["actions"][0] for payload in heard(echo)]
    assert [(action["type"], action["selected_option"]) for action in chosen] == [("overflow", TWO)] * 3
    with pytest.raises(NotOnScreen):
        await aoi.press_home("more", "3")


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "users_select"}, "U_NOBODY"),
        ({"type": "users_select"}, "U_GONE"),
        ({"type": "conversations_select"}, "C_SECRET"),
        ({"type": "conversations_select"}, "C_OLD"),
        ({"type": "conversations_select", "filter": {"include": ["private"]}}, CHANNEL),
        ({"type": "channels_select"}, "C_OWN"),
    ],
)
async def test_nobody_and_nowhere_can_be_chosen_whom_slack_does_not_offer(
    slack: SlackServer, aoi: Person, element: Body, value: str
) -> None:
    workspace = slack.workspace
    workspace.add_person("U_GONE", name="gone")
    workspace.change_person("U_GONE", deleted=True)
    workspace.add_channel("C_SECRET", name="secret", members=["U_BEN"], private=True)
    workspace.add_channel("C_OWN", name="own", members=["U_AOI"], private=True)
    workspace.add_channel("C_OLD", name="old", members=["U_AOI"])
    workspace.archive("C_OLD")
    aoi.window.open(modal({**text_input("it"), "element": {"action_id": "it", **element}}))

    with pytest.raises(NotOnScreen):
        await aoi.fill(it=value)


async def test_an_instant_without_a_zone_is_none(aoi: Person) -> None:
    aoi.window.open(modal({**text_input("it"), "element": {"action_id": "it", "type": "datetimepicker"}}))

    with pytest.raises(ValueError, match="zone"):
        await aoi.fill(it="2026-11-20T17:00")


@pytest.mark.parametrize("dispatches", [True, False])
async def test_a_text_input_that_dispatches_tells_the_whole_form(aoi: Person, echo: Echo, *, dispatches: bool) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    words = {**text_input("words", dispatch_action_config=config), "dispatch_action": dispatches}
    aoi.window.open(modal(text_input("summary"), words))

    await aoi.fill(summary="late", words="They are angry")

    typed = {"type": "plain_text_input", "value": "They are angry"}
    if not dispatches:
        assert heard(echo) == []
        return
    [payload] = heard(echo)
    assert payload["actions"][0].items() >= {"block_id": "words", "action_id": "words", **typed}.items()
    assert payload["view"]["state"]["values"] == {
        "summary": {"summary": {"type": "plain_text_input", "value": "late"}},
        "words": {"words": typed},
    }
