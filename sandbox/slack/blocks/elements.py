"""Rules of the interactive elements."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.blocks.composition import (
    EITHER,
    check_choice,
    check_confirm,
    check_dispatch,
    check_option,
    check_text,
)
from sandbox.slack.refusals import JsonObject

Check = Callable[[JsonObject, Complaints], None]
SELECT = "action_id placeholder confirm focus_on_load"
TEXT_INPUT = "action_id placeholder initial_value focus_on_load dispatch_action_config"


def check_element(element: Any, at: Complaints, allowed: frozenset[str]) -> None:  # noqa: ANN401 - unchecked
    """Check one element, which must be of an `allowed` type."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed or kind not in CHECKS:
        at.say(f"unsupported type: {kind}")
        return
    at.length(element, "action_id", 255)
    check_text(element, "placeholder", 150, at)
    check_confirm(element, at)
    at.flag(element, "focus_on_load", "multiline")
    CHECKS[kind](element, at)


def _button(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "text", "action_id value url style confirm accessibility_label visible_to_user_ids")
    check_text(element, "text", 75, at)
    at.length(element, "value", 2000, 0)
    at.length(element, "url", 3000)
    at.length(element, "accessibility_label", 75)
    at.one_of(element, "style", "primary", "danger")


def _overflow(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "options", "action_id confirm")
    check_choice(element, at, 5)


def _static_select(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{SELECT} options option_groups initial_option")
    check_choice(element, at, 100)


def _multi_static_select(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{SELECT} options option_groups initial_options max_selected_items")
    check_choice(element, at, 100)
    at.number(element, "max_selected_items", 1, 100)


def _external_select(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{SELECT} initial_option min_query_length")
    at.number(element, "min_query_length", 0, 75)
    if "initial_option" in element:
        check_option(element["initial_option"], at.below("initial_option"))


def _multi_external_select(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{SELECT} initial_options min_query_length max_selected_items")
    at.number(element, "min_query_length", 0, 75)
    for number, option in enumerate(at.listed(element, "initial_options", 100)):
        check_option(option, at.below("initial_options", number))


def _people(initial: str) -> Check:
    def check(element: JsonObject, at: Complaints) -> None:
        further = "filter response_url_enabled default_to_current_conversation max_selected_items"
        at.fields(element, "", f"{SELECT} {initial} {further if 'conversation' in initial else ''}")
        at.number({"max_selected_items": 1, **element}, "max_selected_items", 1, 100)
        _check_filter(element, at)

    return check


def _check_filter(element: JsonObject, at: Complaints) -> None:
    """Check which conversations a select leaves out."""
    if "filter" not in element:
        return
    wanted, where = element["filter"], at.below("filter")
    if not isinstance(wanted, dict) or not wanted:
        where.say("must be an object with at least one field")
        return
    where.fields(wanted, "", "include exclude_external_shared_channels exclude_bot_users")
    where.flag(wanted, "exclude_external_shared_channels", "exclude_bot_users")
    kinds = {str(number): kind for number, kind in enumerate(where.listed(wanted, "include", 4))}
    for number in kinds:
        where.below("include").one_of(kinds, number, "im", "mpim", "private", "public")


def _choices(element: JsonObject, at: Complaints) -> None:
    preset = "initial_option" if element["type"] == "radio_buttons" else "initial_options"
    at.fields(element, "options", f"action_id {preset} confirm focus_on_load")
    check_choice(element, at, 10, EITHER)


def _text_input(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{TEXT_INPUT} multiline min_length max_length")
    at.number(element, "min_length", 0, 3000)
    at.number({"max_length": 3000, **element}, "max_length", 1, 3000)
    check_dispatch(element, at)
    at.length(element, "initial_value", element.get("max_length", 3000), 0)


def _rich_text_input(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", TEXT_INPUT)
    check_dispatch(element, at)
    initial = element.get("initial_value", {"type": "rich_text"})
    if not isinstance(initial, dict) or initial.get("type") != "rich_text":
        at.below("initial_value").say("must be a rich_text block")


def _short_input(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{TEXT_INPUT} is_decimal_allowed min_value max_value")
    check_dispatch(element, at)


def _date(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{SELECT} initial_date")
    _shaped(element, "initial_date", r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "YYYY-MM-DD", at)


def _time(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", f"{SELECT} initial_time timezone")
    _shaped(element, "initial_time", r"([01]\d|2[0-3]):[0-5]\d", "HH:mm", at)


def _moment(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", "action_id initial_date_time confirm focus_on_load")
    at.number({"initial_date_time": 10**9, **element}, "initial_date_time", 10**9, 10**10 - 1)


def _shaped(element: JsonObject, name: str, shape: str, words: str, at: Complaints) -> None:
    if name in element and not re.fullmatch(shape, str(element[name])):
        at.below(name).say(f"must be of the form {words}")


def _file_input(element: JsonObject, at: Complaints) -> None:
    at.fields(element, "", "action_id filetypes max_files")
    at.number({"max_files": 10, **element}, "max_files", 1, 10)


CHECKS: dict[str, Check] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _static_select,
    "multi_static_select": _multi_static_select,
    "external_select": _external_select,
    "multi_external_select": _multi_external_select,
    "users_select": _people("initial_user"),
    "conversations_select": _people("initial_conversation"),
    "channels_select": _people("initial_channel response_url_enabled"),
    "multi_users_select": _people("initial_users max_selected_items"),
    "multi_conversations_select": _people("initial_conversations"),
    "multi_channels_select": _people("initial_channels max_selected_items"),
    "radio_buttons": _choices,
    "checkboxes": _choices,
    "plain_text_input": _text_input,
    "rich_text_input": _rich_text_input,
    "url_text_input": _short_input,
    "email_text_input": _short_input,
    "number_input": _short_input,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
    "file_input": _file_input,
}
SELECTS = frozenset({"static_select", "external_select", "users_select", "conversations_select", "channels_select"})
MULTI = frozenset(f"multi_{kind}" for kind in SELECTS)
CLICKED = frozenset({"button", "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker"})
IN_ACTIONS = SELECTS | CLICKED | {"datetimepicker"}
IN_SECTION = SELECTS | MULTI | CLICKED
IN_INPUT = frozenset(CHECKS) - {"button", "overflow"}
