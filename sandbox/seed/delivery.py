"""What Baton's delivery would have done in the demo's past: each message as it looked then, where it stands."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sandbox.slack.records import Message, SharedFile
from sandbox.slack.workspace import Workspace
from storage.deliveries import Delivery as Owed
from storage.deliveries import Progress
from storage.outbox import Notice, State
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from workflows.notices import TRACKER

SENT = Progress(State.SENT, None, 1, 0, None, crashed=False, error=None)


class Written(Protocol):
    """A file that is shown in place of blocks."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def title(self) -> str:
        """What people read in its place."""

    @property
    def content(self) -> bytes:
        """All of it."""


class Rendered(Protocol):
    """What a notice looks like: `text` for notifications, `blocks` for the screen."""

    @property
    def text(self) -> str:
        """The point in words."""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """All of it."""

    @property
    def sheet(self) -> "Written | None":
        """The file that it is, where it is one."""


class Render(Protocol):
    """Turns a notice into its message, as delivery would at this moment."""

    def __call__(self, work: UnitOfWork, notice: Notice, /) -> Rendered:
        """Answer the message."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Stands in for delivery: what is owed to Slack is settled at once, as a post of the past."""

    work: UnitOfWork
    slack: Workspace
    render: Render

    def settle(self, at: datetime) -> None:
        """Post everything that was just told, as if at `at`; what Jira is asked for waits until there is one."""
        for lane in sorted(lane for lane in self.work.woken if not lane.startswith(TRACKER)):
            while owed := self.work.deliveries.first_waiting(lane):
                self._post(owed, at)
                self.work.deliveries.keep(owed.number, SENT, at)
        self.work.woken.clear()

    def _post(self, owed: Owed, at: datetime) -> None:
        notice, messages, message = owed.notice, self.slack.messages, self.render(self.work, owed.notice)
        metadata = {"event_type": "baton", "event_payload": {"key": owed.key}}
        before = self.work.posts.get(notice.topic, notice.subject, notice.place) if notice.kept else None
        if before:
            messages.change(messages.get(before.channel, before.ts), message.text, message.blocks, metadata)
            return
        channel, root = self._channel(notice.place), self._root(notice)
        if message.sheet:
            self._share(message.sheet, channel, root, at)
            return
        new = messages.post(
            self.slack.channel(channel),
            self.slack.bot_user_id,
            message.text,
            blocks=message.blocks,
            thread_ts=root,
            metadata=metadata,
            at=at.timestamp(),
        )
        if notice.kept:
            self.work.posts.keep(notice.topic, notice.subject, notice.place, Post(new.channel, new.ts))

    def _share(self, sheet: Written, channel: str, root: str | None, at: datetime) -> None:
        """Upload a file into a thread; such a message has no metadata."""
        bot, encoded = self.slack.bot_user_id, base64.b64encode(sheet.content).decode()
        identity = f"F02SEED{len(self.slack.files):03d}"
        file = SharedFile(identity, sheet.name, bot, "text/csv", len(sheet.content), "", sheet.title, encoded)
        shared = [self.slack.share(file).id]
        posted = Message(channel, "", bot, thread_ts=root, bot_id=self.slack.app.bot_id, files=shared)
        self.slack.messages.add(posted, at.timestamp())

    def _channel(self, place: str) -> str:
        if not place.startswith("U"):
            return place
        channel = self.slack.dm(place).id
        self.work.posts.keep_channel(place, channel)
        return channel

    def _root(self, notice: Notice) -> str | None:
        topic = notice.thread_of
        root = self.work.posts.get(topic, notice.subject, notice.place) if topic else None
        return root.ts if root else None
