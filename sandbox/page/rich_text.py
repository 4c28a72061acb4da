"""Slack's rich_text block as safe HTML (docs.slack.dev: rich text block)."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from sandbox.page import emoji
from sandbox.page.mrkdwn import Resolve, link, plain
from sandbox.slack.refusals import JsonObject

STYLES = {"bold": Markup("strong"), "italic": Markup("em"), "strike": Markup("s"), "code": Markup("code")}
FRAMES = {
    "rich_text_section": Markup("<p>{}</p>"),
    "rich_text_quote": Markup("<blockquote>{}</blockquote>"),
    "rich_text_preformatted": Markup("<pre>{}</pre>"),
}
MENTIONS = {
    "user": ("@", "user_id"),
    "channel": ("#", "channel_id"),
    "usergroup": ("!", "usergroup_id"),
    "broadcast": ("!", "range"),
}


def render(block: JsonObject, resolve: Resolve) -> Markup:
    """HTML of a rich_text block as `resolve`'s reader sees it."""
    return Markup("").join(_frame(element, resolve) for element in block.get("elements", []))


def _frame(element: JsonObject, resolve: Resolve) -> Markup:
    if element.get("type") == "rich_text_list":
        return _list(element, resolve)
    frame = FRAMES.get(str(element.get("type")), Markup("{}"))
    return frame.format(_run(element.get("elements", []), resolve))


def _list(element: JsonObject, resolve: Resolve) -> Markup:
    tag = Markup("ol") if element.get("style") == "ordered" else Markup("ul")
    items = (Markup("<li>{}</li>").format(_run(item.get("elements", []), resolve)) for item in element["elements"])
    return Markup('<{0} class="indent{1}">{2}</{0}>').format(tag, int(element.get("indent", 0)), Markup("").join(items))


def _run(elements: Iterable[JsonObject], resolve: Resolve) -> Markup:
    return Markup("").join(_styled(_piece(element, resolve), element) for element in elements)


def _piece(element: JsonObject, resolve: Resolve) -> Markup:
    kind = str(element.get("type"))
    if kind == "link":
        return link(str(element["url"]), str(element.get("text") or element["url"]))
    if kind == "date":
        return escape(
            resolve.moment(int(element["timestamp"]), str(element["format"]), str(element.get("fallback", "")))
        )
    if kind in MENTIONS:
        mark, name = MENTIONS[kind]
        return resolve.mention(mark, str(element[name]), "")
    if kind == "emoji":
        return escape(emoji.character(str(element.get("name"))))
    return plain(str(element.get("text", element.get("value", ""))))


def _styled(piece: Markup, element: JsonObject) -> Markup:
    for name, tag in STYLES.items():
        if element.get("style", {}).get(name):
            piece = Markup("<{0}>{1}</{0}>").format(tag, piece)
    return piece
