"""What one person's Slack window shows besides channels: modals, Home, ephemeral words, troubles."""

import secrets
from dataclasses import dataclass, field

from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.view import View, merged

MOST_VIEWS = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """What Slack told this person because the app did not answer as it should."""

    surface: str
    what: str
    reason: str


@dataclass(slots=True)
class Window:
    """The state of one person's client; nothing here outlives the sandbox but Home."""

    user: str
    stack: list[View] = field(default_factory=list)
    home: View | None = None
    ephemerals: list[Message] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def top(self) -> View | None:
        """The modal on screen, if any."""
        return self.stack[-1] if self.stack else None

    @property
    def newest_whisper(self) -> str:
        """The stamp of the last words that were shown to this person alone, if any still stand."""
        return max((message.ts for message in self.ephemerals), default="")

    def find(self, view_id: str = "", external_id: str = "") -> View | None:
        """The open view (or Home) of that id."""
        views = [*self.stack, *([self.home] if self.home else [])]
        found = (view for view in views if view.id == view_id or (external_id and view.external_id == external_id))
        return next(found, None)

    def open(self, source: JsonObject) -> View:
        """Show a modal instead of all that were open."""
        self.stack.clear()
        return self.push(source)

    def push(self, source: JsonObject) -> View:
        """Show a modal on top; refuses a fourth."""
        if len(self.stack) >= MOST_VIEWS:
            raise SlackRefusal("push_limit_reached")
        view = self._new(source)
        view.previous_id = self.stack[-1].id if self.stack else None
        view.root_id = self.stack[0].id if self.stack else view.id
        self.stack.append(view)
        return view

    def publish(self, source: JsonObject) -> View:
        """Show Home; it keeps its id."""
        if self.home is None:
            self.home = self._new(source)
            self.home.root_id = self.home.id
        else:
            self.home.show(source)
        return self.home

    def whisper(self, message: Message, now: float) -> None:
        """Show an ephemeral message under a stamp of its own, though the clock may stand still."""
        taken = {float(other.ts) for other in self.ephemerals}
        while round(now, 6) in taken:
            now += 1e-6
        message.ts = f"{now:.6f}"
        self.ephemerals.append(message)

    def close(self, view_id: str) -> None:
        """Take a modal off the stack, wherever it lies."""
        self.stack[:] = [view for view in self.stack if view.id != view_id]

    def _new(self, source: JsonObject) -> View:
        view = View(f"V{secrets.token_hex(5).upper()}", self.user, source)
        view.values = merged(view.blocks, {})
        return view
