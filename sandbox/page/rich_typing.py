"""Rich text as one types it in a plain field, with the marks that Slack's composer knows, and back again."""

import itertools
import re
from collections.abc import Iterator

from sandbox.slack.refusals import JsonObject

FENCE = re.compile(r"```\n?(.+?)\n?```\n?", re.DOTALL)
LINES = {
    "quote": re.compile(r"> ?(.*)"),
    "bullet": re.compile(r"[-*•] +(.+)"),
    "ordered": re.compile(r"\d+[.)] +(.+)"),
}
INLINE = re.compile(
    r"<@(?P<user>\w+)>|`(?P<code>[^`\n]+)`|(?P<link>https?://[^\s<>]+)|:(?P<emoji>[a-z0-9_+-]+):"
    r"|(?<![\w*])\*(?P<bold>(?! )[^*\n]+(?<! ))\*(?![\w*])|(?<![\w_])_(?P<italic>(?! )[^_\n]+(?<! ))_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>(?! )[^~\n]+(?<! ))~(?![\w~])"
)
MARKS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}


def block_of(text: str) -> JsonObject | None:
    """The rich_text block for what was typed; None where nothing was."""
    pieces = enumerate(FENCE.split(text.strip()))
    found = [one for number, piece in pieces for one in (_fenced(piece) if number % 2 else _grouped(piece))]
    return {"type": "rich_text", "elements": found} if found else None


def text_of(block: JsonObject | None) -> str:
    """What one would type for a rich_text block."""
    return "\n".join(line for element in (block or {}).get("elements", []) for line in _typed(element))


def _fenced(text: str) -> list[JsonObject]:
    return [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}]


def _grouped(text: str) -> Iterator[JsonObject]:
    kinds = [_kind(line) for line in text.split("\n")] if text else []
    for kind, lines in itertools.groupby(kinds, key=lambda one: one[0]):
        said = [words for _, words in lines]
        if kind in {"bullet", "ordered"}:
            items = [{"type": "rich_text_section", "elements": _run(one)} for one in said]
            yield {"type": "rich_text_list", "style": kind, "indent": 0, "elements": items}
        elif run := _run("\n".join(said)):
            yield {"type": "rich_text_quote" if kind == "quote" else "rich_text_section", "elements": run}


def _kind(line: str) -> tuple[str, str]:
    for kind, shape in LINES.items():
        if found := shape.fullmatch(line):
            return kind, found[1]
    return "section", line


def _run(text: str) -> list[JsonObject]:
    found: list[JsonObject] = []
    end = 0
    for one in INLINE.finditer(text):
        found += _plain(text[end : one.start()])
        found.append(_piece(one))
        end = one.end()
    return found + _plain(text[end:])


def _plain(text: str) -> list[JsonObject]:
    return [{"type": "text", "text": text}] if text else []


def _piece(found: re.Match[str]) -> JsonObject:
    kind, inside = str(found.lastgroup), found[str(found.lastgroup)]
    if kind == "user":
        return {"type": "user", "user_id": inside}
    if kind == "link":
        return {"type": "link", "url": inside}
    if kind == "emoji":
        return {"type": "emoji", "name": inside}
    return {"type": "text", "text": inside, "style": {kind: True}}


def _typed(element: JsonObject) -> Iterator[str]:
    kind, inside = element.get("type"), element.get("elements", [])
    if kind == "rich_text_list":
        for number, item in enumerate(inside, start=1):
            mark = f"{number}." if element.get("style") == "ordered" else "-"
            yield f"{mark} {_said(item.get('elements', []))}"
    elif kind == "rich_text_preformatted":
        yield f"```\n{_said(inside)}\n```"
    else:
        quoted = "> " if kind == "rich_text_quote" else ""
        yield from (f"{quoted}{line}" for line in _said(inside).removesuffix("\n").split("\n"))


def _said(run: list[JsonObject]) -> str:
    return "".join(map(_marked, run))


def _marked(piece: JsonObject) -> str:
    names = {"user": "<@{user_id}>", "link": "{url}", "emoji": ":{name}:"}
    kind = str(piece.get("type"))
    text = names[kind].format(**piece) if kind in names else str(piece.get("text", ""))
    for style, mark in MARKS.items():
        if piece.get("style", {}).get(style):
            text = f"{mark}{text}{mark}"
    return text
