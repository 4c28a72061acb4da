"""Slack's mrkdwn as safe HTML (docs.slack.dev: formatting message text)."""

import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sandbox.page import emoji
from sandbox.slack.records import Member

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "slack"})
FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
QUOTE = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angled>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>(?! )[^*\n]+(?<! ))\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>(?! )[^_\n]+(?<! ))_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>(?! )[^~\n]+(?<! ))~(?![\w~])"
    r"|(?P<url>https?://[^\s<>「」（）、。]+)",
)
MENTION = re.compile(r"<@(\w+)>")
STYLES = {"bold": "strong", "italic": "em", "strike": "s"}


class Resolve(Protocol):
    """What the words in angle brackets stand for, for one reader."""

    def mention(self, kind: str, identity: str, label: str) -> Markup:
        """A person ("@"), a channel ("#") or a group ("!") as a mark."""
        ...

    def moment(self, seconds: int, pattern: str, fallback: str) -> str:
        """An instant in the reader's words."""
        ...


def unescape(text: str) -> str:
    """Undo the three escapes that Slack asks for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unlinked(text: str, members: Mapping[str, Member]) -> str:
    """Mentions as one types them."""
    return MENTION.sub(lambda found: f"@{members[found[1]].name}" if found[1] in members else found[0], text)


def plain(text: str) -> Markup:
    """Text without markup, its lines kept."""
    return Markup("<br>").join(text.split("\n"))


def named(text: str) -> Markup:
    """Text without markup, with the emoji that it names."""
    return plain(emoji.shown(text))


def link(target: str, label: str | Markup) -> Markup:
    """A link to an address that cannot run anything; any other stays text."""
    if urlsplit(target).scheme.lower() not in SAFE_SCHEMES:
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noreferrer noopener">{}</a>').format(target, label)


def render(text: str, resolve: Resolve) -> Markup:
    """HTML of `text` as `resolve`'s reader sees it."""
    pieces = FENCE.split(text)
    shown = [
        Markup("<pre>{}</pre>").format(unescape(piece)) if number % 2 else _paragraphs(piece, resolve)
        for number, piece in enumerate(pieces)
    ]
    return Markup("").join(shown)


def _paragraphs(text: str, resolve: Resolve) -> Markup:
    groups: list[tuple[bool, list[str]]] = []
    for line in text.split("\n"):
        quoted = bool(QUOTE.match(line))
        if not groups or groups[-1][0] != quoted:
            groups.append((quoted, []))
        groups[-1][1].append(QUOTE.sub("", line))
    return Markup("").join(_group(quoted, "\n".join(lines), resolve) for quoted, lines in groups)


def _group(quoted: bool, text: str, resolve: Resolve) -> Markup:  # noqa: FBT001 - one of two kinds of lines
    body = inline(text, resolve)
    return Markup("<blockquote>{}</blockquote>").format(body) if quoted else body


def inline(text: str, resolve: Resolve) -> Markup:
    """HTML of a run of text: styles, links, mentions, dates."""
    shown, end = Markup(""), 0
    for found in INLINE.finditer(text):
        shown += named(unescape(text[end : found.start()])) + _span(found, resolve)
        end = found.end()
    return shown + named(unescape(text[end:]))


def _span(found: re.Match[str], resolve: Resolve) -> Markup:
    kind, inside = str(found.lastgroup), found[str(found.lastgroup)]
    if kind == "code":
        return Markup("<code>{}</code>").format(unescape(inside))
    if kind == "angled":
        return _angled(inside, resolve)
    if kind == "url":
        return link(unescape(inside), unescape(inside))
    return Markup("<{0}>{1}</{0}>").format(Markup(STYLES[kind]), inline(inside, resolve))  # noqa: S704 - our own tag names


def _angled(inside: str, resolve: Resolve) -> Markup:
    target, _, label = inside.partition("|")
    label = unescape(label)
    if target.startswith("!date^"):
        return _date(target, label, resolve)
    if target.startswith("!subteam^"):
        return resolve.mention("!", target.removeprefix("!subteam^"), label)
    if target.startswith(("@", "#", "!")):
        return resolve.mention(target[0], target[1:], label)
    address = unescape(target)
    return link(address, label or address.removeprefix("mailto:"))


def _date(target: str, fallback: str, resolve: Resolve) -> Markup:
    seconds, pattern, address = (*target.split("^")[1:], "", "", "")[:3]
    if not seconds.isdigit():
        return escape(fallback)
    words = resolve.moment(int(seconds), unescape(pattern), fallback)
    return link(unescape(address), words) if address else escape(words)
