"""What one person's window shows, as values for the templates."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.page.reader import Reader
from sandbox.page.unread import Unread
from sandbox.slack import texts
from sandbox.slack.records import Channel, Member, Message
from sandbox.slack.workspace import Workspace

HOME = "home"
TELEPHONE = "telephone"
SAME_BREATH = timedelta(minutes=5)
SHOWN = 150
HUES = 10


@dataclass(frozen=True, slots=True)
class Featured:
    """Somebody worth playing: `title` and `line` (what to try) by language."""

    user: str
    title: Mapping[str, str]
    line: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Where:
    """What a window looks at: a channel's id or Home, and perhaps one of its threads.

    `find` are the words by which what Slack saw is filtered. `since` is the stamp of the last words that were shown to
    this person alone before the page was loaded: those are gone.
    """

    user: str
    place: str = HOME
    thread: str | None = None
    find: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A channel in the list; `count` are the messages that would ping."""

    channel: Channel
    unread: bool
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in a list; `day` where a new one begins, `leads` where its author is shown."""

    message: Message
    author: Member
    at: datetime
    day: str | None
    leads: bool
    replies: int
    last_reply: datetime | None


def initials(name: str) -> str:
    """One or two letters for a picture: the first of a Japanese name, the initials of a Latin one."""
    parts = name.split()
    if not parts or not parts[0][0].isascii():
        return name[:1]
    return "".join(part[0] for part in (parts[0], *parts[1:][-1:])).upper()


def hue(identity: str) -> int:
    """One of ten colours, the same for one id."""
    return sum(place * ord(letter) for place, letter in enumerate(identity)) % HUES


def status(workspace: Workspace, user: str) -> dict[str, bool]:
    """What `user` may switch about themselves, by name of its words, and whether it is on."""
    member = workspace.member(user)
    return {
        "away": member.is_away,
        "dnd": member.is_quiet(workspace.now()),
        "huddle": bool(member.huddle_until),
    }


def rows(workspace: Workspace, user: str, unread: Unread) -> list[Row]:
    """The channels of `user` by name."""
    mine = [c for c in workspace.channels.values() if user in c.members and not c.is_im and not c.archived]
    return [_row(channel, workspace, user, unread) for channel in sorted(mine, key=lambda c: c.name)]


def app_row(workspace: Workspace, user: str, unread: Unread) -> Row:
    """The app's direct conversation with `user`."""
    return _row(workspace.dm(user), workspace, user, unread)


def _row(channel: Channel, workspace: Workspace, user: str, unread: Unread) -> Row:
    fresh = unread.of(user, channel, workspace)
    pinging = fresh if channel.is_im else [message for message in fresh if _pings(message, workspace, user)]
    return Row(channel, bool(fresh), len(pinging))


def _pings(message: Message, workspace: Workspace, user: str) -> bool:
    for kind, identity in texts.mentioned(message.text, message.blocks):
        group = workspace.groups.get(identity)
        if kind == "all" or identity == user or (group and user in group.members):
            return True
    return False


def conversation(reader: Reader, channel: Channel, since: str = "") -> list[Entry]:
    """The newest messages of a channel without replies, with what was shown to this person alone after `since`."""
    workspace, user = reader.workspace, reader.viewer.id
    everything = workspace.messages.in_channel(channel.id)
    private = [m for m in workspace.window(user).ephemerals if m.channel == channel.id and m.ts > since]
    roots = sorted([m for m in [*everything, *private] if not m.thread_ts], key=lambda m: m.ts)
    replies = _replies(everything)
    return list(_entries(reader, roots[-SHOWN:], replies))


def thread(reader: Reader, channel: Channel, ts: str, since: str = "") -> list[Entry]:
    """A message and its replies; nothing where the message is gone. `since` as for `conversation`."""
    found = [m for m in reader.workspace.messages.in_channel(channel.id) if ts in {m.ts, m.thread_ts}]
    whispers = reader.workspace.window(reader.viewer.id).ephemerals
    private = [m for m in whispers if m.thread_ts == ts and m.ts > since]
    return list(_entries(reader, [*found, *private], {}))


def _replies(messages: Iterable[Message]) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for message in messages:
        if message.thread_ts:
            found.setdefault(message.thread_ts, []).append(message)
    return found


def _entries(reader: Reader, messages: list[Message], replies: Mapping[str, list[Message]]) -> Iterator[Entry]:
    for before, message in itertools.pairwise([None, *messages]):
        assert message is not None  # noqa: S101 - only the first of the pairs has nothing before it
        yield _entry(reader, before, message, replies.get(message.ts, []))


def _entry(reader: Reader, before: Message | None, message: Message, replies: list[Message]) -> Entry:
    at = reader.stamp(message.ts)
    author = reader.workspace.members.get(message.user) or Member(message.user, message.user, message.user)
    day = reader.dates.day(at)
    new_day = before is None or reader.dates.day(reader.stamp(before.ts)) != day
    follows = (
        not new_day
        and before is not None
        and (before.user, before.ephemeral) == (message.user, message.ephemeral)
        and at - reader.stamp(before.ts) < SAME_BREATH
        and not message.bot_id
    )
    last = reader.stamp(replies[-1].ts) if replies else None
    return Entry(message, author, at, day if new_day else None, not follows, len(replies), last)
