"""Rules of attachments, the older way to lay a message out (docs.slack.dev/messaging/formatting-message-text).

Slack takes what it knows and lets the rest fall; only blocks in them are checked as strictly as a message's own.
"""

from collections.abc import Set as AbstractSet
from typing import Any

from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.blocks.surfaces import EVERYTHING, check_message
from sandbox.slack.refusals import JsonObject, SlackRefusal

MOST_ATTACHMENTS = 100
COLORS = {"good": "2eb886", "warning": "daa038", "danger": "a30200"}
STRINGS = (
    *("fallback", "color", "pretext", "author_name", "author_subname", "author_link", "author_icon", "title"),
    *("title_link", "text", "image_url", "thumb_url", "footer", "footer_icon", "callback_id"),
)
LISTS = ("fields", "mrkdwn_in", "actions")
SHOWN = frozenset({"pretext", "author_name", "title", "text", "fields", "image_url", "thumb_url", "footer", "blocks"})
NO_PREVIEW = "[no preview available]"


def check_attachments(given: Any, unknown: AbstractSet[str] = EVERYTHING) -> list[JsonObject]:  # noqa: ANN401 - unchecked
    """The attachments as Slack keeps them, each with its `id`, or a refusal; those that show nothing are left out."""
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise SlackRefusal("invalid_attachments")
    if len(given) > MOST_ATTACHMENTS:
        raise SlackRefusal("too_many_attachments")
    at = Complaints()
    for number, attachment in enumerate(given):
        _check(attachment, at.below("attachments", number), unknown)
    if at.found:
        raise SlackRefusal("invalid_attachments", at.found)
    shown = [one for one in given if SHOWN & {name for name, part in one.items() if part}]
    return [_kept(attachment, number) for number, attachment in enumerate(shown, 1)]


def _check(attachment: JsonObject, at: Complaints, unknown: AbstractSet[str]) -> None:
    for name in STRINGS:
        if not isinstance(attachment.get(name) or "", str):
            at.below(name).say("must be a string")
    for name in LISTS:
        if not isinstance(attachment.get(name) or [], list):
            at.below(name).say("must be an array")
    for number, field in enumerate(attachment.get("fields") or []):
        if not isinstance(field, dict):
            at.below("fields", number).say("must be an object")
    if "blocks" in attachment:
        _check_blocks(attachment["blocks"], at, unknown)


def _check_blocks(blocks: Any, at: Complaints, unknown: AbstractSet[str]) -> None:  # noqa: ANN401 - unchecked
    try:
        check_message(blocks, unknown)
    except SlackRefusal as refusal:
        at.found.extend(line.replace("[json-pointer:", f"[json-pointer:{at.pointer}") for line in refusal.messages)


def _kept(attachment: JsonObject, number: int) -> JsonObject:
    """An attachment as Slack answers it: numbered, its color without the hash, with a fallback."""
    kept = {name: attachment[name] for name in (*STRINGS, *LISTS, "ts", "blocks") if attachment.get(name)}
    color = str(kept.get("color", ""))
    if color:
        kept["color"] = COLORS.get(color, color.removeprefix("#"))
    fallback = kept.get("fallback") or kept.get("text") or kept.get("title") or NO_PREVIEW
    return {**kept, "id": number, "fallback": fallback}
