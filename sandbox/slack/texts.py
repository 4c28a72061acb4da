"""Reading blocks: their words, their interactive elements, whom they mention."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.slack.refusals import JsonObject

INTERACTIVE = frozenset(
    {
        "button",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
        "overflow",
        "radio_buttons",
        "checkboxes",
        "plain_text_input",
        "rich_text_input",
        "url_text_input",
        "email_text_input",
        "number_input",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "file_input",
    }
)
SHOWN = frozenset({"text", "alt_text", "caption"})
UNSEEN = frozenset({"confirm", "placeholder", "fallback", "type", "block_id", "action_id"})
LEGACY = ("pretext", "author_name", "title", "text", "footer")
MENTION = re.compile(r"<(?:@(?P<user>\w+)|!subteam\^(?P<group>\w+)|!(?P<all>channel|here|everyone))(?:\|[^>]*)?>")


def elements(blocks: list[JsonObject]) -> Iterator[tuple[JsonObject, JsonObject]]:
    """Every interactive element with its block, in the order in which they are seen; `blocks` may be attachments."""
    for block in blocks:
        if "type" not in block and isinstance(block.get("blocks"), list):
            yield from elements([inner for inner in block["blocks"] if isinstance(inner, dict)])
            continue
        candidates = [block.get("accessory"), block.get("element"), *block.get("elements", []), *_in_cells(block)]
        for element in candidates:
            if isinstance(element, dict) and element.get("type") in INTERACTIVE:
                yield block, element


def _in_cells(block: JsonObject) -> Iterator[Any]:
    """What can be pressed in the cells of a table, which may not have been checked yet."""
    rows = block.get("rows", []) if block.get("type") == "data_table" else []
    for row in rows if isinstance(rows, list) else []:
        for cell in row if isinstance(row, list) else []:
            if isinstance(cell, dict) and cell.get("type") == "action":
                yield cell.get("element")


def visible(part: Any) -> str:  # noqa: ANN401 - any piece of Block Kit
    """All words that a person sees in `part`, one piece a line."""
    return "\n".join(word for word in _words(part) if word)


def of_attachment(attachment: JsonObject) -> str:
    """All words that a person sees in an attachment, of its legacy fields and of its blocks."""
    legacy = [str(attachment[name]) for name in LEGACY if attachment.get(name)]
    fields = [f"{field.get('title', '')} {field.get('value', '')}" for field in attachment.get("fields", [])]
    return "\n".join([*legacy, *fields, visible(attachment.get("blocks", []))]).strip()


def _words(part: Any, *, seen: bool = False) -> Iterator[str]:  # noqa: ANN401 - any piece of Block Kit
    if isinstance(part, str) and seen:
        yield part
    elif isinstance(part, list):
        for piece in part:
            yield from _words(piece, seen=seen)
    elif isinstance(part, dict):
        all_seen = part.get("type") == "data_visualization" or seen
        for name, piece in part.items():
            if name not in UNSEEN:
                yield from _words(piece, seen=all_seen or name in SHOWN)


def mentioned(text: str, blocks: list[JsonObject]) -> Iterator[tuple[str, str]]:
    """Each mention that Slack would honour, as ("user" | "group" | "all", id); plain_text mentions nobody."""
    for source in (text, *_marked(blocks)):
        for found in MENTION.finditer(source):
            kind = str(found.lastgroup)
            yield kind, found[kind]


def _marked(part: Any) -> Iterator[str]:  # noqa: ANN401 - any piece of Block Kit
    if isinstance(part, list):
        for piece in part:
            yield from _marked(piece)
    elif isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "markdown"}:
            yield str(part.get("text", ""))
        elif part.get("type") == "user":
            yield f"<@{part.get('user_id')}>"
        else:
            yield from _marked(list(part.values()))
