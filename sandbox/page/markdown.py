"""The small part of Markdown that Slack's markdown block shows, as safe HTML."""

import re

from markupsafe import Markup

from sandbox.page.mrkdwn import link, plain

BLOCKS = re.compile(r"\n{2,}")
HEADING = re.compile(r"(#{1,6}) +(.+)")
BULLET = re.compile(r"[-*+] +(.+)")
NUMBER = re.compile(r"\d+[.)] +(.+)")
QUOTE = re.compile(r"> ?(.*)")
INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|~~(?P<strike>.+?)~~"
    r"|(?<![\w*])[*_](?P<italic>[^*_]+)[*_](?![\w*])"
)
TAGS = {"code": Markup("code"), "bold": Markup("strong"), "strike": Markup("s"), "italic": Markup("em")}


def render(text: str) -> Markup:
    """HTML of `text`: headings, lists, quotes, paragraphs and what stands within them."""
    return Markup("").join(_block(block.split("\n")) for block in BLOCKS.split(text.strip()))


def _block(lines: list[str]) -> Markup:
    for pattern, frame, each in (
        (BULLET, Markup("<ul>{}</ul>"), Markup("<li>{}</li>")),
        (NUMBER, Markup("<ol>{}</ol>"), Markup("<li>{}</li>")),
        (QUOTE, Markup("<blockquote>{}</blockquote>"), Markup("{}<br>")),
    ):
        found = [pattern.match(line) for line in lines]
        if all(found):
            return frame.format(Markup("").join(each.format(_inline(one[1])) for one in found if one))
    if heading := HEADING.match(lines[0]):
        rest = _block(lines[1:]) if lines[1:] else Markup("")
        return Markup("<h4>{}</h4>").format(_inline(heading[2])) + rest
    return Markup("<p>{}</p>").format(_inline("\n".join(lines)))


def _inline(text: str) -> Markup:
    shown, end = Markup(""), 0
    for found in INLINE.finditer(text):
        shown += plain(text[end : found.start()]) + _span(found)
        end = found.end()
    return shown + plain(text[end:])


def _span(found: re.Match[str]) -> Markup:
    if found["label"]:
        return link(found["target"], found["label"])
    kind = str(found.lastgroup)
    inside = plain(found[kind]) if kind == "code" else _inline(found[kind])
    return Markup("<{0}>{1}</{0}>").format(TAGS[kind], inside)
