"""Slack's markup turned back into what a person sees: words that go into a form must not bring marks or mentions.

What the marks are: https://docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Mapping

from bot.views.texts import clean

_TOKEN = re.compile(r"<([^<>\s][^<>]*)>")
_PERSON = re.compile(r"<@([UW][A-Z0-9_]+)(?:\|[^<>]*)?>")
_SILENT = ("mailto:", "tel:")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def mentioned(text: str) -> frozenset[str]:
    """Answer the ids of the people whom `text`, in Slack's markup, mentions: their names must be known to tell them."""
    return frozenset(_PERSON.findall(text))


def without(text: str, user_id: str | None) -> str:
    """Take the mentions of `user_id` out of `text`: whoever writes `@Baton …` says only the rest."""
    return _PERSON.sub(lambda found: "" if found[1] == user_id else found[0], text)


def plain(text: str, names: Mapping[str, str]) -> str:
    """Answer `text`, in Slack's markup, as people read it; `names` are plain names by user id."""
    shown = _TOKEN.sub(lambda found: _shown(found[1], names), text)
    for entity, mark in _ENTITIES:
        shown = shown.replace(entity, mark)
    return clean(shown)


def _shown(token: str, names: Mapping[str, str]) -> str:
    """Say what stands between `<` and `>`: a person, a channel, a group or a date, or else a link."""
    target, _, label = token.partition("|")
    match target[:1]:
        case "@":
            return "@" + (names.get(target[1:]) or label or target[1:])
        case "#":
            return "#" + (label or target[1:])
        case "!":
            return label or "@" + target[1:].partition("^")[0]
    return _link(target, label)


def _link(address: str, label: str) -> str:
    """Keep the address, and the label where it says more than the address does."""
    if address.startswith(_SILENT):
        return label or address.partition(":")[2]
    return address if not label or label in address else f"{label} ({address})"
