"""How far each person has read; forgotten when the sandbox stops."""

import time

from sandbox.slack.records import Channel, Message
from sandbox.slack.workspace import Workspace


class Unread:
    """Everything that was there before the page opened counts as read."""

    def __init__(self) -> None:
        """Begin now."""
        self._start = f"{time.time():.6f}"
        self._read: dict[tuple[str, str], str] = {}

    def of(self, user: str, channel: Channel, workspace: Workspace) -> list[Message]:
        """What `user` has not seen of `channel`, replies left out as Slack's channel list does."""
        since = self._read.get((user, channel.id), self._start)
        messages = workspace.messages.in_channel(channel.id)
        return [m for m in messages if m.ts > since and m.user != user and (channel.is_im or not m.thread_ts)]

    def read(self, user: str, channel: Channel, workspace: Workspace) -> None:
        """`user` looks at `channel` now."""
        messages = workspace.messages.in_channel(channel.id)
        if messages:
            self._read[user, channel.id] = messages[-1].ts
