"""People's text made safe and short: no mention, no formatting, nothing longer than Slack takes.

Slack counts characters; whether as code points or as UTF-16 units it does not say, so we count the more.
"""

import re
from datetime import datetime
from typing import Final
from urllib.parse import quote

from bot.words import Words

INLINE: Final = 150
"""The most of someone's text that stands inside a sentence of ours."""

LABEL: Final = 40
"""The most of someone's text that a link shows."""

ELLIPSIS: Final = "…"
BLANK: Final = "—"
_WORD_JOINER = "\u2060"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LIKE_A_MENTION = re.compile(r"<(?=[!@#])")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "＊", "~": "～", "`": "｀"})
_LONE_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_CUT_SHORT = re.compile(r"(<[^>]*|&[a-z]*)$")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_URL_MARKS = ":/?#[]@!$&'()*+,;=%~-._"
_SLACK_ID = re.compile(r"[A-Z][A-Z0-9_]*")


class Markup(str):
    """Text in Slack's mrkdwn that is safe as it stands: ours, or made so by `escape`."""

    __slots__ = ()


def clean(text: str) -> str:
    """Take out what no screen shows truly: NUL, lone surrogates, controls, overrides of the reading direction."""
    if text.isprintable():
        return text.strip()
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", _REPLACEMENT)
    return _BIDI.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", whole))).strip()


def one_line(text: str) -> str:
    """Clean `text` and fold its lines and spaces into one line."""
    return " ".join(clean(text).split())


def width(text: str) -> int:
    """Count the characters of clean `text` as Slack does at most: UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le")) // 2


def shorten(text: str, most: int) -> str:
    """Answer clean `text` within `most` characters, an ellipsis in the place of the rest."""
    if 2 * len(text) <= most:  # no character counts for more than two
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + ELLIPSIS


def literal(text: str, most: int) -> str:
    """Make someone's text fit where Slack reads no markup (`plain_text`, rich text), at most `most` characters.

    What looks like a mention is broken invisibly: exports, mail and other clients may read markup after all.
    """
    bare = clean(text)
    joined = _LIKE_A_MENTION.sub(f"<{_WORD_JOINER}", bare) if "<" in bare else bare
    return shorten(joined, most) or BLANK


def escape(text: str, most: int = INLINE) -> Markup:
    """Make someone's text fit into a line of mrkdwn: one line of at most `most` characters before escaping.

    Control characters become entities; marks that would format become their full-width twins, for Slack has no
    escape for them. An underscore within a word, as in `export_csv`, formats nothing and stays.
    """
    marked = shorten(one_line(text), most).translate(_MARKS)
    return Markup(_LONE_UNDERSCORE.sub("＿", _without_quote(marked)) or BLANK)


def _without_quote(marked: str) -> str:
    """Keep a leading `>` from opening a quote: Slack reads even its entity as one."""
    return "＞" + marked[4:] if marked.startswith("&gt;") else marked


def clip(markup: str, most: int) -> str:
    """Answer mrkdwn within `most` characters, never ending inside an entity or a token."""
    if width(markup) <= most:
        return markup
    return _CUT_SHORT.sub("", shorten(markup, most)[:-1]).rstrip() + ELLIPSIS


def say(words: Words, key: str, /, **values: str) -> Markup:
    """Answer the words called `key` as mrkdwn: every value is escaped, unless it is Markup already."""
    return Markup(words.say(key, **{name: _safe(value) for name, value in values.items()}))


def _safe(value: str) -> Markup:
    return value if isinstance(value, Markup) else escape(value)


def dotted(words: Words, *facts: str | None) -> Markup:
    """Join facts into one line; None and blank ones leave no gap."""
    return Markup(words.say("dot").join(_safe(fact) for fact in facts if fact))


def bold(text: str) -> Markup:
    """Let `text` stand out in a line."""
    return Markup(f"*{_safe(text)}*")


def mention(slack_id: str) -> Markup:
    """Mention a person or a user group (`S…`): this pings."""
    if not _SLACK_ID.fullmatch(slack_id):
        return escape(slack_id)
    return Markup(f"<!subteam^{slack_id}>" if slack_id.startswith("S") else f"<@{slack_id}>")


def channel_link(channel: str) -> Markup:
    """Name a channel as each reader knows it; nobody is pinged."""
    return Markup(f"<#{channel}>") if _SLACK_ID.fullmatch(channel) else escape(channel)


def link(url: str, label: str) -> Markup:
    """Link a short `label` to a web address, which keeps nothing that could end the link; show any other as text."""
    if not _WEB.match(url):
        return escape(url)
    address = quote(clean(url), safe=_URL_MARKS).replace("&", "&amp;")
    return Markup(f"<{address}|{escape(label, LABEL)}>")


def archived(workspace: str, channel: str, ts: str) -> str:
    """Answer the address of a message as Slack forms it, `workspace` being the address of the workspace."""
    return f"{workspace.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def ago(words: Words, instant: datetime) -> Markup:
    """Tell how long ago, counted on by Slack itself; mrkdwn only."""
    return _token(instant, "{ago}", words.date_and_time(instant))


def clock(words: Words, instant: datetime, *, since: datetime) -> Markup:
    """Tell the time of day where the reader is, with the date where it is not the day of `since`; mrkdwn only."""
    if words.same_day(instant, since):
        return _token(instant, "{time}", words.time(instant))
    return moment(words, instant)


def second(words: Words, instant: datetime) -> Markup:
    """Tell the time of day to the second where the reader is; mrkdwn only."""
    return _token(instant, "{time_secs}", words.time_to_the_second(instant))


def moment(words: Words, instant: datetime) -> Markup:
    """Tell day and time where the reader is, today and tomorrow by those names; mrkdwn only."""
    return _token(instant, "{date_short_pretty} {time}", words.date_and_time(instant))


def _token(instant: datetime, pattern: str, fallback: str) -> Markup:
    return Markup(f"<!date^{int(instant.timestamp())}^{pattern}|{fallback}>")
