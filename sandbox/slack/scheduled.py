"""Messages that wait for their time by the workspace's clock.

docs.slack.dev/reference/methods/chat.scheduleMessage; its windows of five minutes stand on the clock's fives here.
"""

import contextlib
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.slack.records import Message, ScheduledMessage
from sandbox.slack.refusals import SlackRefusal

if TYPE_CHECKING:
    from sandbox.slack.workspace import Workspace

MOST_DAYS_AHEAD = 120
MOST_IN_WINDOW = 30
WINDOW = 300
DAY = 86_400
LONGEST_WAIT = 3600.0


class Scheduled:
    """What was scheduled and not posted yet; `on_new` is called for each that is added."""

    def __init__(self, workspace: "Workspace", kept: list[ScheduledMessage]) -> None:
        """Take up what was `kept`."""
        self._workspace = workspace
        self._waiting = {message.id: message for message in kept}
        self._watched = False
        self.on_new: Callable[[], None] = lambda: None

    def add(self, message: ScheduledMessage) -> ScheduledMessage:
        """Take `message` up under an id of its own; refuses the past, more than 120 days, and a full window."""
        self._check(message)
        message.id = f"Q{secrets.token_hex(5).upper()}"
        self._waiting[message.id] = message
        self._workspace.keep(message.id, message)
        self.on_new()
        return message

    def listed(self, channel: str | None = None) -> list[ScheduledMessage]:
        """What waits (in `channel`), the next first."""
        found = [message for message in self._waiting.values() if channel in {None, message.channel}]
        return sorted(found, key=lambda message: (message.post_at, message.created))

    def remove(self, identity: str, channel: str) -> None:
        """Call a message off; refuses one that does not wait for that `channel`."""
        message = self._waiting.get(identity)
        if message is None or message.channel != channel:
            raise SlackRefusal("invalid_scheduled_message_id")
        self._drop(message)

    def is_due(self) -> bool:
        """Whether the time of any has come."""
        now = self._workspace.now()
        return any(message.post_at <= now for message in self._waiting.values())

    def post_due(self) -> None:
        """Post each whose time has come, in order; one that has metadata, or nowhere to stand, is lost as in Slack."""
        now = self._workspace.now()
        for message in [one for one in self.listed() if one.post_at <= now]:
            self._drop(message)
            if message.metadata is None and self._stands(message):
                self._post(message)

    async def post_in_time(self) -> None:
        """Post each as its time comes, also when the clock was moved, until nothing waits; no two watch at once."""
        if self._watched:
            return
        self._watched = True
        try:
            while self._waiting:
                await self._until_due()
                self.post_due()
        finally:
            self._watched = False

    async def _until_due(self) -> None:
        """Wait for the next one's time, a move of the clock, or an earlier one."""
        following = self.listed()[0]
        left = following.post_at - self._workspace.now()
        with contextlib.suppress(TimeoutError):
            await self._workspace.changes.wait(lambda: self._has_changed(following), min(max(left, 0.0), LONGEST_WAIT))

    def _has_changed(self, following: ScheduledMessage) -> bool:
        waiting = self.listed()
        return self.is_due() or not waiting or waiting[0] is not following

    def _check(self, message: ScheduledMessage) -> None:
        now = self._workspace.now()
        if message.post_at <= now:
            raise SlackRefusal("time_in_past")
        if message.post_at > now + MOST_DAYS_AHEAD * DAY:
            raise SlackRefusal("time_too_far")
        beside = [one for one in self.listed(message.channel) if one.post_at // WINDOW == message.post_at // WINDOW]
        if len(beside) >= MOST_IN_WINDOW:
            raise SlackRefusal("restricted_too_many")

    def _drop(self, message: ScheduledMessage) -> None:
        del self._waiting[message.id]
        self._workspace.forget(message.id, message)

    def _stands(self, message: ScheduledMessage) -> bool:
        channel = self._workspace.channel(message.channel)
        return not channel.archived and self._workspace.bot_user_id in channel.members

    def _post(self, message: ScheduledMessage) -> None:
        bot, bot_id = self._workspace.bot_user_id, self._workspace.app.bot_id
        said = Message(message.channel, "", bot, message.text, message.blocks, message.thread_ts, bot_id=bot_id)
        said.attachments = message.attachments
        self._workspace.messages.add(said)
