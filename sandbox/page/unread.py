"""How far each person has read; forgotten when the sandbox stops."""

from sandbox.slack.records import Channel, Message
from sandbox.slack.workspace import Workspace


class Unread:
    """Everything that was there before the page opened counts as read."""

    def __init__(self, start: float) -> None:
        """Begin at `start`, in seconds since 1970 of the clock that stamps messages."""
        self._start = f"{start:.6f}"
        self._read: dict[tuple[str, str], str] = {}
        self._lines: dict[tuple[str, str], str] = {}

    def of(self, user: str, channel: Channel, workspace: Workspace) -> list[Message]:
        """What `user` has not seen of `channel`, replies left out as Slack's channel list does."""
        return self._since(self._read.get((user, channel.id), self._start), user, channel, workspace)

    def fresh(self, user: str, channel: Channel, workspace: Workspace) -> list[Message]:
        """What came since `user` had last read `channel` before this visit."""
        line = self._lines.get((user, channel.id)) or self._read.get((user, channel.id), self._start)
        return self._since(line, user, channel, workspace)

    def enter(self, user: str, channel: Channel) -> None:
        """`user` comes to `channel`: what they have read until now is the line under which all is new."""
        self._lines[user, channel.id] = self._read.get((user, channel.id), self._start)

    def read(self, user: str, channel: Channel, workspace: Workspace) -> None:
        """`user` looks at `channel` now."""
        messages = workspace.messages.in_channel(channel.id)
        if messages:
            self._read[user, channel.id] = max(messages[-1].ts, self._start)

    @staticmethod
    def _since(ts: str, user: str, channel: Channel, workspace: Workspace) -> list[Message]:
        messages = workspace.messages.in_channel(channel.id)
        return [m for m in messages if m.ts > ts and m.user != user and (channel.is_im or not m.thread_ts)]
