"""What a workspace is made of: members, channels, messages, files, groups, calls."""

import base64
import time
from dataclasses import dataclass, field
from typing import Literal

from sandbox.slack import texts
from sandbox.slack.refusals import JsonObject

ChannelKind = Literal["public", "private", "im"]


@dataclass(slots=True)
class Member:
    """One person (or bot) of the workspace.

    `huddle_until`, `quiet_from` and `quiet_until` are unix seconds, 0 where there is no huddle and no rest from
    notifications; so is `updated`, when the app was last told of the member.
    """

    id: str
    name: str
    real_name: str
    email: str | None = None
    locale: str = "en-US"
    tz: str = "Asia/Tokyo"
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_away: bool = False
    huddle_until: int = 0
    quiet_from: int = 0
    quiet_until: int = 0
    updated: int = 0

    def is_quiet(self, now: float) -> bool:
        """Whether notifications are held back at the unix time `now`."""
        return self.quiet_from <= now < self.quiet_until


@dataclass(slots=True)
class Channel:
    """A channel, or a direct conversation (`im`) of one member with the app's bot.

    `is_general` is the one that nobody can leave; in a `read_only` one the app may not post; `last_read` is how far
    the bot has read.
    """

    id: str
    name: str
    kind: ChannelKind = "public"
    members: list[str] = field(default_factory=list)
    archived: bool = False
    created: int = field(default_factory=lambda: int(time.time()))
    creator: str = "USLACKBOT"
    topic: str = ""
    purpose: str = ""
    is_general: bool = False
    read_only: bool = False
    last_read: str = "0000000000.000000"

    @property
    def is_im(self) -> bool:
        """Whether this is a direct conversation."""
        return self.kind == "im"


@dataclass(slots=True)
class Group:
    """A user group, mentioned as `<!subteam^ID>`."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SharedFile:
    """A file that someone uploaded; `content` is base64, empty where only its name and size are known."""

    id: str
    name: str
    owner: str
    mimetype: str = "text/plain"
    size: int = 0
    permalink: str = ""
    title: str = ""
    content: str = ""
    created: int = field(default_factory=lambda: int(time.time()))
    deleted: bool = False

    @property
    def body(self) -> bytes:
        """The file's bytes, as far as they are known."""
        return base64.b64decode(self.content)


@dataclass(slots=True)
class Message:
    """One message as Slack keeps it; `ts` is its id within `channel`.

    `attachments` stand as Slack shows them, each with its `id`; `reactions` name who reacted, by the emoji's name;
    `pin` says who pinned it and when. Lines that Slack itself wrote ("has joined") have a `subtype`.
    """

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[JsonObject] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: JsonObject | None = None
    bot_id: str | None = None
    edited: JsonObject | None = None
    deleted: bool = False
    ephemeral: bool = False
    pinged: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    attachments: list[JsonObject] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    subtype: str = ""
    pin: JsonObject | None = None

    @property
    def is_note(self) -> bool:
        """Whether Slack itself wrote this line about its channel; it pings nobody, and nobody changes it."""
        return self.subtype.startswith(("channel_", "group_"))

    @property
    def key(self) -> str | None:
        """The opaque key in the metadata's payload, by which the app finds its post again."""
        payload = (self.metadata or {}).get("event_payload", {})
        key = payload.get("key")
        return str(key) if key is not None else None

    @property
    def buttons(self) -> list[str]:
        """The action ids of all that can be clicked or chosen, in order."""
        return [element["action_id"] for _, element in texts.elements(self.parts)]

    @property
    def parts(self) -> list[JsonObject]:
        """Blocks and attachments alike, as they stand under each other: what `texts.elements` looks through."""
        return [*self.blocks, *self.attachments] if self.attachments else self.blocks

    def all_text(self) -> str:
        """All text of the blocks, or the plain text where there are none; then what the attachments say."""
        said = texts.visible(self.blocks) if self.blocks else self.text
        return "\n".join([said, *map(texts.of_attachment, self.attachments)]) if self.attachments else said


@dataclass(slots=True)
class ScheduledMessage:
    """A message that waits for its time, `post_at` in unix seconds; one with `metadata` is never posted."""

    id: str
    channel: str
    post_at: int
    created: int
    text: str = ""
    blocks: list[JsonObject] = field(default_factory=list)
    attachments: list[JsonObject] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call: what was asked and what Slack answered; `error` is None where accepted.

    `at` is when it took effect, `seconds` how long it had been under way by then.
    """

    method: str
    args: JsonObject
    ok: bool
    error: str | None
    at: float
    result: JsonObject = field(default_factory=dict)
    seconds: float = 0.0
