"""Atlassian documents: made from text, turned into text, checked as strictly as Jira checks them.

https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from collections.abc import Mapping

from sandbox.slack.refusals import JsonObject

MOST_LETTERS = 32_767
_INLINE = frozenset({"text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status"})
_LISTS = frozenset({"bulletList", "orderedList"})
_IN_ITEM = frozenset({"paragraph", "codeBlock", *_LISTS})
_BLOCKS = frozenset({"paragraph", "heading", "blockquote", "codeBlock", "rule", "panel", *_LISTS})
_MAY_HOLD: Mapping[str, frozenset[str]] = {
    "doc": _BLOCKS,
    "paragraph": _INLINE,
    "heading": _INLINE,
    "blockquote": frozenset({"paragraph", *_LISTS}),
    "panel": frozenset({"paragraph", "heading", *_LISTS}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": _IN_ITEM,
    "codeBlock": frozenset({"text"}),
}
_MARKS = frozenset({"strong", "em", "code", "link", "strike", "underline", "textColor"})
_ATTRIBUTES: Mapping[str, str] = {"heading": "level", "inlineCard": "url", "mention": "id", "link": "href"}


def document(text: str) -> JsonObject:
    """A document with a paragraph for each line of `text`."""
    return {"type": "doc", "version": 1, "content": [_paragraph(line) for line in text.splitlines()]}


def _paragraph(line: str) -> JsonObject:
    return {"type": "paragraph", "content": [{"type": "text", "text": line}] if line else []}


def plain(node: JsonObject | None) -> str:
    """The words of a document, a line for each block."""
    if node is None:
        return ""
    if node["type"] in {"text", "hardBreak"}:
        return str(node.get("text", "\n"))
    if node["type"] == "inlineCard":
        return str(node["attrs"]["url"])
    between = "" if node["type"] in {"paragraph", "heading", "codeBlock"} else "\n"
    return between.join(plain(child) for child in node.get("content", []))


def is_document(body: object) -> bool:
    """Whether `body` says that it is a document, right or wrong."""
    return isinstance(body, dict) and body.get("type") == "doc"


def is_valid(body: JsonObject) -> bool:
    """Whether Jira would take the document."""
    return body.get("version") == 1 and isinstance(body.get("content"), list) and _children_are_valid(body)


def _children_are_valid(node: JsonObject) -> bool:
    children = node.get("content", [])
    allowed = _MAY_HOLD.get(node["type"], frozenset())
    return isinstance(children, list) and all(
        isinstance(child, dict) and child.get("type") in allowed and _is_valid_node(child) for child in children
    )


def _is_valid_node(node: JsonObject) -> bool:
    if node["type"] == "text" and not (isinstance(node.get("text"), str) and node["text"]):
        return False
    marks = node.get("marks", [])
    return _has_attributes(node) and all(_is_mark(mark) for mark in marks) and _children_are_valid(node)


def _is_mark(mark: object) -> bool:
    return isinstance(mark, dict) and mark.get("type") in _MARKS and _has_attributes(mark)


def _has_attributes(node: JsonObject) -> bool:
    needed = _ATTRIBUTES.get(node["type"])
    return needed is None or needed in node.get("attrs", {})
