"""Messages: posting, changing and deleting them, and finding them again."""

import copy
import itertools
import secrets
from bisect import insort
from typing import TYPE_CHECKING

from sandbox.slack import texts
from sandbox.slack.pings import pinged_by
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal

if TYPE_CHECKING:
    from sandbox.slack.workspace import Workspace

MICROSECONDS = 1_000_000


class Messages:
    """All messages by channel, each channel in the order of its strictly growing `ts`."""

    def __init__(self, workspace: "Workspace", kept: list[Message]) -> None:
        """Take up the messages that were `kept`."""
        self._workspace = workspace
        self._by_channel: dict[str, list[Message]] = {}
        self._by_ts: dict[tuple[str, str], Message] = {}
        self._replies: dict[tuple[str, str], list[Message]] = {}
        for message in kept:
            self._place(message)

    def every(self) -> list[Message]:
        """All messages of all channels, deleted ones too, oldest first."""
        return sorted((m for messages in self._by_channel.values() for m in messages), key=lambda m: m.ts)

    def in_channel(self, channel: str) -> list[Message]:
        """What can be read in `channel`, oldest first, thread replies included."""
        return [message for message in self._by_channel.get(channel, []) if not message.deleted]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The message `ts` and the replies in its thread; refuses an unknown one."""
        root = self._by_ts.get((channel, ts))
        found = ([root] if root and not root.deleted else []) + self.replies(channel, ts)
        if not found:
            raise SlackRefusal("thread_not_found")
        return found

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies in the thread of `ts`, oldest first; none where there is no thread."""
        return [message for message in self._replies.get((channel, ts), []) if not message.deleted]

    def get(self, channel: str, ts: str, missing: str = "message_not_found") -> Message:
        """The message `ts` of `channel`; refuses with `missing`."""
        message = self._by_ts.get((channel, ts))
        if message is None or message.deleted:
            raise SlackRefusal(missing)
        return message

    def post(
        self,
        channel: Channel,
        user: str,
        text: str,
        *,
        blocks: list[JsonObject] | None = None,
        thread_ts: str | None = None,
        metadata: JsonObject | None = None,
        at: float | None = None,
    ) -> Message:
        """Add a message by `user`; `at` (seconds since 1970) makes it a settled post of the past, told to nobody."""
        bot_id = self._workspace.app.bot_id if user == self._workspace.bot_user_id else None
        return self.add(Message(channel.id, "", user, text, with_ids(blocks), thread_ts, metadata, bot_id), at)

    def add(self, message: Message, at: float | None = None) -> Message:
        """Take up `message`, which gets its stamp here; `at` as for `post`."""
        if message.thread_ts:
            message.thread_ts = self._root(message.channel, message.thread_ts)
        message.ts = self._ts(message.channel, at)
        if at is None:
            message.pinged = pinged_by(message, self._workspace.channel(message.channel), self._workspace)
        self._place(message)
        self._keep(message)
        if at is None:
            self._workspace.on_event({"type": "message", "message": message})
        return message

    def change(
        self,
        message: Message,
        text: str,
        blocks: list[JsonObject] | None,
        metadata: JsonObject | None = None,
        attachments: list[JsonObject] | None = None,
    ) -> None:
        """Replace what a message says; `ts` stays, nobody is notified. What is None stays; empty metadata are removed.

        docs.slack.dev/reference/methods/chat.update says so of metadata, blocks and attachments.
        """
        before = _as_it_was(message)
        message.text = text
        if blocks is not None:
            message.blocks = with_ids(blocks)
        if attachments is not None:
            message.attachments = attachments
        if metadata is not None:
            message.metadata = metadata or None
        message.edited = {"user": message.user, "ts": f"{int(self._workspace.now())}.000000"}
        self._changed(message, before)

    def unfurl(self, message: Message, attachments: list[JsonObject]) -> None:
        """Show `attachments` under what somebody wrote; that is no edit of theirs."""
        before = _as_it_was(message)
        message.attachments = attachments
        self._changed(message, before)

    def touch(self, message: Message) -> None:
        """Keep what changed about a message without changing what it says: its reactions, its pin."""
        self._keep(message)

    def delete(self, message: Message) -> None:
        """Take a message away; it stays in the records only."""
        message.deleted = True
        self._keep(message)
        self._workspace.on_event({"type": "message_deleted", "message": message})

    def _changed(self, message: Message, before: Message) -> None:
        self._keep(message)
        self._workspace.on_event({"type": "message_changed", "message": message, "previous": before})

    def _root(self, channel: str, thread_ts: str) -> str:
        """Slack answers in a reply's own thread with the thread of its root."""
        found = self._by_ts.get((channel, thread_ts))
        return (found.thread_ts if found else None) or thread_ts

    def _ts(self, channel: str, at: float | None) -> str:
        """A stamp no other message of `channel` has; without `at` also later than all of them."""
        present = self._by_channel.get(channel, [])
        if at is None:
            last = _micros(present[-1].ts) if present else 0
            return _stamp(max(int(self._workspace.now() * MICROSECONDS), last + 1))
        stamps = map(_stamp, itertools.count(int(at * MICROSECONDS)))
        return next(stamp for stamp in stamps if (channel, stamp) not in self._by_ts)

    def _place(self, message: Message) -> None:
        insort(self._by_channel.setdefault(message.channel, []), message, key=lambda m: m.ts)
        self._by_ts[message.channel, message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self._replies.setdefault((message.channel, message.thread_ts), []).append(message)

    def _keep(self, message: Message) -> None:
        self._workspace.keep(f"{message.channel}:{message.ts}", message)


def _as_it_was(message: Message) -> Message:
    return Message(**{name: getattr(message, name) for name in Message.__slots__})


def _micros(ts: str) -> int:
    seconds, micros = ts.split(".")
    return int(seconds) * MICROSECONDS + int(micros)


def _stamp(micros: int) -> str:
    return f"{micros // MICROSECONDS}.{micros % MICROSECONDS:06d}"


def with_ids(blocks: list[JsonObject] | None) -> list[JsonObject]:
    """Copy `blocks`, giving each block and element without an id one, as Slack does."""
    named = copy.deepcopy(blocks or [])
    for block in named:
        block["block_id"] = block.get("block_id") or secrets.token_hex(3)
    for _, element in texts.elements(named):
        element.setdefault("action_id", secrets.token_hex(3))
    return named
