"""Issues as Jira takes them: fields of an issue to be created, texts in the form of either version of its API."""

import re
from collections.abc import Iterable
from typing import Any, Final

from bot.views.progress.wanted import Line, WantedIssue
from bot.views.texts import clean, one_line, shorten

LABEL: Final = "baton"
"""The label of every issue that Baton creates."""

MOST_SUMMARY: Final = 255
MOST_LABEL: Final = 255
MOST_DESCRIPTION: Final = 30_000
"""Characters; Jira takes 32,767, and marks count as well: jira.text.field.character.limit."""

KEY_LENGTH: Final = 24
_LIKE_WIKI: Final = re.compile(r"([\\\[\]{}!|*_?^~])")
_SPACES: Final = re.compile(r"\s+")

Json = dict[str, Any]


def label_of(key: str) -> str:
    """Answer the label by which the issue of the notice with that key is found again; it says nothing else."""
    return f"{LABEL}-{key[:KEY_LENGTH]}"


def fields_of(wanted: WantedIssue, key: str, *, is_cloud: bool) -> Json:
    """Answer the fields of an issue to be created; `key` is that of its notice."""
    described = list(_within(wanted.description))
    fields: Json = {
        "project": {"key": wanted.project},
        "issuetype": {"name": wanted.issue_type},
        "summary": shorten(one_line(wanted.summary), MOST_SUMMARY),
        "labels": [LABEL, label_of(key), *filter(None, map(label, wanted.labels))],
        "description": document(described) if is_cloud else wiki(described),
    }
    return fields if wanted.priority is None else fields | {"priority": {"name": wanted.priority}}


def label(text: str) -> str:
    """Answer a label as Jira takes it: without spaces."""
    return shorten(_SPACES.sub("_", one_line(text)), MOST_LABEL)


def _within(lines: Iterable[Line]) -> Iterable[Line]:
    """Keep as many lines as Jira takes, the last of them shortened; each is clean."""
    left = MOST_DESCRIPTION
    for line in lines:
        text = shorten(clean(line.text), max(1, left))
        left -= len(text) + len(line.url or "")
        if left < 0:
            return
        yield Line(text, line.url)


# ---- Cloud


def document(lines: Iterable[Line]) -> Json:
    """Answer lines as an Atlassian document, a paragraph each.

    https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
    """
    return {"type": "doc", "version": 1, "content": [_paragraph(line) for line in lines]}


def _paragraph(line: Line) -> Json:
    nodes: list[Json] = []
    for piece in line.text.split("\n"):
        nodes += [{"type": "hardBreak"}] if nodes else []
        nodes += [_text(piece, line.url)] if piece else []
    return {"type": "paragraph", "content": nodes}


def _text(text: str, url: str | None) -> Json:
    node: Json = {"type": "text", "text": text}
    return node if url is None else node | {"marks": [{"type": "link", "attrs": {"href": url}}]}


# ---- Data Center


def wiki(lines: Iterable[Line]) -> str:
    r"""Answer lines in Jira's wiki markup, in which nobody's text marks, links or mentions anything.

    https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all: `\` takes the meaning from what follows.
    """
    return "\n\n".join(_marked(line) for line in lines)


def _marked(line: Line) -> str:
    text = _LIKE_WIKI.sub(r"\\\1", line.text)
    return text if line.url is None else f"[{text}|{line.url.replace('|', '%7C').replace(']', '%5D')}]"
