"""The parts of a window as HTML, each with a mark by which the browser knows whether it changed."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from sandbox.page import charts, emoji, screens, tables
from sandbox.page.choices import Choice, Choices
from sandbox.page.drawn import Drawn, mark_of
from sandbox.page.mrkdwn import SAFE_SCHEMES
from sandbox.page.reader import Reader
from sandbox.page.screens import HOME, Entry, Where
from sandbox.page.unread import Unread
from sandbox.slack.records import Channel
from sandbox.slack.window import Trouble
from sandbox.slack.workspace import Workspace

NAMES = ("sidebar", "main", "thread", "modal", "notice")
OPTIONAL = ("tour",)
RICH_MARKS = (
    ("bold", "*", "B"),
    ("italic", "_", "I"),
    ("strike", "~", "S"),
    ("code", "`", "</>"),
    ("bullet", "- ", "•"),
    ("quote", "> ", "❝"),
)
SHORTCUT_KEYS = (
    (("Ctrl", "K"), "switch"),
    (("Alt", "↑", "↓"), "place"),
    (("Alt", "Shift", "↑", "↓"), "unread"),
    (("↑", "↓"), "move"),
    (("Enter",), "send"),
    (("Shift", "Enter"), "line"),
    (("Ctrl", "Enter"), "submit"),
    (("Esc",), "back"),
    (("Ctrl", "/"), "keys"),
)


def _fingerprint(value: Any) -> str:  # noqa: ANN401 - anything that JSON can say
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _safe_url(address: str) -> str:
    return address if urlsplit(address).scheme.lower() in SAFE_SCHEMES else ""


def environment() -> Environment:
    """Jinja over this package's templates as they are when they are first drawn; everything is escaped."""
    jinja = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        auto_reload=False,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {"fingerprint": _fingerprint, "safe_url": _safe_url}
    jinja.tests |= {"hex": lambda text: bool(re.fullmatch(r"[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?", text))}
    jinja.filters |= {"emoji": emoji.shown}
    jinja.globals |= {"emoji_of": emoji.character, "quick_emoji": emoji.QUICK, "rich_marks": RICH_MARKS}
    jinja.globals |= {"initials": screens.initials, "hue": screens.hue}
    jinja.globals |= {"drawing": charts.drawing, "marks": charts.MARKS, "table_pages": tables.table_pages}
    return jinja


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the window; `mark` changes with its HTML."""

    html: Markup
    mark: str


def _part(html: str) -> Part:
    return Part(Markup(html), mark_of(html))  # noqa: S704 - rendered by our templates


class Parts:
    """Renders the window of one person looking at one place."""

    def __init__(
        self,
        drawn: Drawn,
        reader: Reader,
        where: Where,
        unread: Unread,
        trouble: Trouble | None,
        beside: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Take whose window it is, where it looks, what went wrong last, and what stands `beside` Slack, by name.

        `drawn` is shared by all windows.
        """
        self._drawn = drawn
        self._jinja = drawn.jinja
        self._reader = reader
        self._where = where
        self._context = {**self._frame(unread), "trouble": trouble, **beside}

    def all(self) -> dict[str, Part]:
        """Every part by name."""
        names = [*NAMES, *(name for name in OPTIONAL if name in self._context)]
        return {name: _part(self._jinja.get_template(f"{name}.html").render(self._context)) for name in names}

    def changed(self, known: dict[str, str]) -> dict[str, dict[str, str]]:
        """The parts whose mark is not the `known` one, as JSON."""
        return {
            name: {"html": str(part.html), "mark": part.mark}
            for name, part in self.all().items()
            if known.get(name) != part.mark
        }

    def options(self, choices: list[Choice]) -> str:
        """The lines that an external select offers."""
        macro = self._jinja.get_template("elements.html").make_module(self._context).options  # type: ignore[attr-defined]
        return str(macro(choices))

    def piece(self, template: str, **known: object) -> str:
        """What one template of this window shows, with what else it knows."""
        return self._jinja.get_template(template).render({**self._context, **known})

    @property
    def context(self) -> dict[str, Any]:
        """What the templates know."""
        return self._context

    def _frame(self, unread: Unread) -> dict[str, Any]:
        reader, where, workspace = self._reader, self._where, self._reader.workspace
        window, user = workspace.window(where.user), where.user
        channel = visible(workspace, where)
        shortcuts = workspace.app.shortcuts.items()
        return {
            "reader": reader,
            "words": reader.words,
            "where": where,
            "choices_of": Choices(workspace, reader.viewer),
            "link": self._link,
            "entry": self._entry,
            "app_name": workspace.member(workspace.bot_user_id).real_name,
            "is_app": where.place == HOME or (channel is not None and channel.is_im),
            "status": screens.status(workspace, user),
            "rows": screens.rows(workspace, user, unread),
            "app_row": screens.app_row(workspace, user, unread),
            "channel": channel,
            "fresh": {message.ts for message in unread.fresh(user, channel, workspace)} if channel else set(),
            "entries": screens.conversation(reader, channel, where.since) if channel else [],
            "thread": screens.thread(reader, channel, where.thread, where.since) if channel and where.thread else [],
            "home": window.home,
            "view": window.top,
            "depth": len(window.stack),
            "people": [one for one in workspace.members.values() if not one.deleted],
            "shortcut_keys": SHORTCUT_KEYS,
            "commands": list(workspace.app.commands.items()),
            "shortcuts": [(name, one) for name, one in shortcuts if one.get("type") == "global"],
            "message_shortcuts": [(name, one) for name, one in shortcuts if one.get("type") == "message"],
        }

    @cached_property
    def _origin(self) -> object:
        """What the look of all messages hangs on: who looks, when, and who and what is known by name."""
        reader, workspace = self._reader, self._reader.workspace
        members = tuple((one.id, one.real_name, one.is_bot, one.deleted) for one in workspace.members.values())
        rooms = [one for one in workspace.channels.values() if one.kind == "public" or reader.viewer.id in one.members]
        channels = tuple((one.id, one.name, one.archived) for one in rooms)
        groups = tuple((one.id, one.handle, tuple(one.members)) for one in workspace.groups.values())
        minute = reader.dates.now.replace(second=0, microsecond=0)
        shortcuts = repr(self._context["message_shortcuts"])
        return self._where.user, self._where.place, reader.locale, minute, shortcuts, members, channels, groups

    @cached_property
    def _macros(self) -> Any:  # noqa: ANN401 - a template's own
        return self._jinja.get_template("messages.html").make_module(self._context)

    def _entry(self, entry: Entry, in_thread: bool) -> Markup:  # noqa: FBT001 - said by a template
        """A message in a list, drawn before if nothing of it has changed."""
        files = [self._reader.workspace.files[one] for one in entry.message.files]
        fresh = entry.message.ts in self._context["fresh"]
        origin = (self._origin, repr(entry), repr(files), fresh, in_thread)
        return self._drawn.message(origin, lambda: str(self._macros.entry(entry, in_thread)))

    def _link(self, place: str, thread: str | None = None) -> str:
        query = {"as": self._where.user, "at": place, **({"thread": thread} if thread else {})}
        return f"/?{urlencode(query)}"


def visible(workspace: Workspace, where: Where) -> Channel | None:
    """The channel that a window looks at, if its person is in there."""
    channel = workspace.channels.get(where.place)
    return channel if channel and where.user in channel.members else None
