"""Rules of what blocks are composed of: texts, options, confirmations."""

from typing import Any

from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.refusals import JsonObject

PLAIN = ("plain_text",)
EITHER = ("plain_text", "mrkdwn")
TRIGGERS = ("on_enter_pressed", "on_character_entered")


def check_text(part: JsonObject, name: str, most: int, at: Complaints, kinds: tuple[str, ...] = PLAIN) -> None:
    """Check the text object `name` of `part`, where it is present: its kind and at most `most` characters."""
    if name in part:
        check_text_object(part[name], most, at.below(name), kinds)


def check_text_object(text: Any, most: int, at: Complaints, kinds: tuple[str, ...]) -> None:  # noqa: ANN401 - unchecked
    """Check one text object."""
    if not isinstance(text, dict) or text.get("type") not in kinds:
        at.say(f"must be a text object of type {' or '.join(kinds)}")
        return
    at.fields(text, "text", "emoji" if text["type"] == "plain_text" else "verbatim")
    at.length(text, "text", most)
    at.flag(text, "emoji", "verbatim")


def check_options(part: JsonObject, at: Complaints, most: int, kinds: tuple[str, ...] = PLAIN) -> None:
    """Check the `options` of an element or an answer, and that no value stands twice."""
    options = at.listed(part, "options", most)
    for number, option in enumerate(options):
        check_option(option, at.below("options", number), kinds)
    at.below("options").unique([str(option.get("value")) for option in options if isinstance(option, dict)], "value")


def check_option(option: Any, at: Complaints, kinds: tuple[str, ...] = PLAIN) -> None:  # noqa: ANN401 - unchecked
    """Check one option: text and description 75 characters, value 150."""
    if not isinstance(option, dict):
        at.say("must be an object")
        return
    at.fields(option, "text value", "description url")
    check_text(option, "text", 75, at, kinds)
    check_text(option, "description", 75, at, kinds)
    at.length(option, "value", 150)


def check_option_groups(part: JsonObject, at: Complaints) -> None:
    """Check the `option_groups` of an element or an answer."""
    for number, group in enumerate(at.listed(part, "option_groups", 100)):
        where = at.below("option_groups", number)
        where.fields(group, "label options")
        check_text(group, "label", 75, where)
        check_options(group, where, 100)


def check_choice(element: JsonObject, at: Complaints, most: int, kinds: tuple[str, ...] = PLAIN) -> None:
    """Check an element that offers fixed options or groups of them, and that what is preset is among them."""
    if ("options" in element) == ("option_groups" in element):
        at.say("must have exactly one of options and option_groups")
    check_options(element, at, most, kinds)
    check_option_groups(element, at)
    offered = [*element.get("options", [])]
    for group in element.get("option_groups", []):
        offered += group.get("options", [])
    if "initial_option" in element and element["initial_option"] not in offered:
        at.below("initial_option").say("must be one of the provided options")
    for option in at.listed(element, "initial_options", most):
        if option not in offered:
            at.below("initial_options").say("must be one of the provided options")


def check_dispatch(part: JsonObject, at: Complaints) -> None:
    """Check when a text input dispatches: `dispatch_action_config` names one trigger or both."""
    if "dispatch_action_config" not in part:
        return
    config, where = part["dispatch_action_config"], at.below("dispatch_action_config")
    if not isinstance(config, dict):
        where.say("must be an object")
        return
    where.fields(config, "", "trigger_actions_on")
    triggers = where.listed(config, "trigger_actions_on", 2)
    named = {str(number): trigger for number, trigger in enumerate(triggers)}
    for number in named:
        where.below("trigger_actions_on").one_of(named, number, *TRIGGERS)


def check_confirm(part: JsonObject, at: Complaints) -> None:
    """Check the confirmation dialog of an element, where it has one."""
    if "confirm" not in part:
        return
    confirm, where = part["confirm"], at.below("confirm")
    where.fields(confirm, "title text confirm deny", "style")
    check_text(confirm, "title", 100, where)
    check_text(confirm, "text", 300, where, EITHER)
    check_text(confirm, "confirm", 30, where)
    check_text(confirm, "deny", 30, where)
    where.one_of(confirm, "style", "primary", "danger")
