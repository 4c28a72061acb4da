"""The workspace: who and what is in it, and the rules of being a member."""

import itertools
import secrets
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Self

from sandbox.slack.changes import Changes
from sandbox.slack.installation import Installation
from sandbox.slack.messages import Messages, with_ids
from sandbox.slack.records import Call, Channel, Group, Member, Message, ScheduledMessage, SharedFile
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.rooms import Rooms
from sandbox.slack.scheduled import Scheduled
from sandbox.slack.store import Keepable, Store
from sandbox.slack.traffic import MOST, Traffic
from sandbox.slack.triggers import ResponseUrls, Triggers
from sandbox.slack.uploads import Uploads
from sandbox.slack.view import View
from sandbox.slack.window import Window

SLACKBOT = "USLACKBOT"


class Workspace:
    """One Slack workspace with one app installed; synchronous, kept in its store, loud about changes.

    `now` stamps messages, in seconds since 1970; whatever expires keeps machine time. `unknown_blocks` are the block
    types that it refuses as an older workspace would. Of calls and deliveries it keeps all, as tests count them; one
    that runs for weeks keeps the newest alone (`keeps_all`).
    """

    def __init__(self, app: Installation, store: Store) -> None:
        """Take up what `store` remembers; make the app's bot where it is missing."""
        self.app = app
        self.store = store
        self.changes = Changes()
        self.triggers = Triggers()
        self.response_urls = ResponseUrls()
        self.uploads = Uploads()
        self.calls: list[Call] = []
        self.traffic = Traffic()
        self.keeps_all = True
        self.unknown_blocks: AbstractSet[str] = frozenset()
        self.now: Callable[[], float] = time.time
        self.on_event: Callable[[JsonObject], None] = lambda _event: None
        self.socket_url: Callable[[], str] | None = None
        self._numbers = itertools.count(1)
        self.members = {member.id: member for member in store.kept(Member)}
        self.channels = {channel.id: channel for channel in store.kept(Channel)}
        self.groups = {group.id: group for group in store.kept(Group)}
        self.files = {file.id: file for file in store.kept(SharedFile)}
        self.messages = Messages(self, store.kept(Message))
        self.rooms = Rooms(self)
        self.scheduled = Scheduled(self, store.kept(ScheduledMessage))
        self.windows = {home.user: Window(home.user, home=home) for home in store.kept(View)}
        if app.bot_user_id not in self.members:
            self._add_bot()

    @classmethod
    def new(
        cls,
        *,
        team: str,
        bot_token: str,
        app_token: str,
        signing_secret: str,
        manifest: JsonObject,
        path: Path | None = None,
    ) -> Self:
        """A workspace with the app of `manifest` installed, kept in `path` or in memory only."""
        return cls(Installation(team, bot_token, app_token, signing_secret, manifest), Store(path))

    @property
    def bot_user_id(self) -> str:
        """The user id of the app's bot."""
        return self.app.bot_user_id

    def window(self, user: str) -> Window:
        """The client of `user`; it exists as soon as somebody looks."""
        return self.windows.setdefault(user, Window(user))

    def add_person(
        self,
        identity: str,
        *,
        name: str,
        real_name: str = "",
        locale: str = "en-US",
        tz: str = "Asia/Tokyo",
        email: str | None = None,
        admin: bool = False,
    ) -> Member:
        """Add (or replace) a person; the app hears `team_join`."""
        mail = email or f"{name}@example.com"
        member = Member(identity, name, real_name or name, mail, locale, tz, is_admin=admin)
        return self.remember_member(member, "user_change" if identity in self.members else "team_join")

    def change_person(self, identity: str, **changes: str | bool | int | None) -> Member:
        """Change fields of a member (`deleted=True` deactivates); the app hears `user_change`."""
        member = self.member(identity)
        for name, value in changes.items():
            setattr(member, name, value)
        return self.remember_member(member, "user_change")

    def remember_member(self, member: Member, event: str) -> Member:
        """Keep `member` and tell the app by `event`."""
        member.updated = int(time.time())
        self.members[member.id] = member
        self.keep(member.id, member)
        self.tell_of(member, event)
        return member

    def tell_of(self, member: Member, event: str) -> None:
        """Tell the app by `event` what `member` is now."""
        self.on_event({"type": event, "user": member, "cache_ts": int(time.time())})

    def add_channel(
        self, identity: str, *, name: str, members: list[str] | None = None, private: bool = False
    ) -> Channel:
        """Add (or replace) a channel with `members`, silently."""
        channel = Channel(identity, name, "private" if private else "public", list(members or []))
        self.channels[identity] = channel
        self.keep(identity, channel)
        return channel

    def add_group(self, identity: str, *, handle: str, members: list[str], name: str = "") -> Group:
        """Add (or replace) a user group; the app hears who is in it."""
        group = self.groups[identity] = Group(identity, handle, name or handle, list(members))
        self.keep(identity, group)
        self.on_event({"type": "subteam_members_changed", "subteam_id": identity, "team_id": self.app.team})
        return group

    def add_file(self, identity: str, *, name: str, owner: str, size: int = 0) -> SharedFile:
        """Add an uploaded file."""
        return self.share(SharedFile(identity, name, owner, size=size))

    def share(self, file: SharedFile) -> SharedFile:
        """Keep `file` under its permalink, where messages find it."""
        file.permalink = f"https://{self.app.domain}.slack.com/files/{file.owner}/{file.id}/{file.name}"
        self.files[file.id] = file
        self.keep(file.id, file)
        self.on_event({"type": "file_created", "file_id": file.id, "user_id": file.owner})
        return file

    def member(self, identity: str) -> Member:
        """The member of that id; refuses with `user_not_found`."""
        if identity not in self.members:
            raise SlackRefusal("user_not_found")
        return self.members[identity]

    def channel(self, identity: str, *, seen_by: str | None = None) -> Channel:
        """The channel of that id; to whom may not see it (`seen_by`), it does not exist."""
        channel = self.channels.get(identity)
        if channel is None or (seen_by and channel.kind != "public" and seen_by not in channel.members):
            raise SlackRefusal("channel_not_found")
        return channel

    def dm(self, user: str) -> Channel:
        """The direct conversation of `user` with the bot, opened if need be."""
        member = self.member(user)
        if member.is_bot:
            raise SlackRefusal("cannot_dm_bot")
        for channel in self.channels.values():
            if channel.is_im and user in channel.members:
                return channel
        channel = Channel(f"D{secrets.token_hex(5).upper()}", "directmessage", "im", [user, self.bot_user_id])
        self.channels[channel.id] = channel
        self.keep(channel.id, channel)
        return channel

    def join(self, channel_id: str, user: str) -> None:
        """Make `user` a member of a channel."""
        self.rooms.join(self.channel(channel_id), user)

    def leave(self, channel_id: str, user: str) -> None:
        """End a membership."""
        self.rooms.leave(self.channel(channel_id), user)

    def archive(self, channel_id: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        self.rooms.archive(self.channel(channel_id), SLACKBOT, archived=archived)

    def rename(self, channel_id: str, name: str) -> None:
        """Give a channel another name."""
        self.rooms.rename(self.channel(channel_id), name, SLACKBOT)

    def aliases(self, place: str) -> set[str]:
        """All ids by which the channel `place` is known: a DM by its own and by its person's."""
        found = (set(c.members) - {self.bot_user_id} for c in self.channels.values() if c.is_im and c.id == place)
        dms = {c.id for c in self.channels.values() if c.is_im and place in c.members and place != self.bot_user_id}
        return {place} | dms | next(found, set())

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def posts(self, channel: str | None = None) -> list[Message]:
        """Every message the app ever got accepted, later deleted ones too, oldest first."""
        return [message for message in self.messages.every() if message.bot_id and channel in {None, message.channel}]

    def permalink(self, message: Message) -> str:
        """The address of `message`; of a reply, with the thread in which it stands."""
        address = f"https://{self.app.domain}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
        if message.thread_ts in {None, message.ts}:
            return address
        return f"{address}?thread_ts={message.thread_ts}&cid={message.channel}"

    def show_ephemeral(
        self,
        user: str,
        channel: str,
        text: str,
        blocks: list[JsonObject] | None,
        thread_ts: str | None = None,
        attachments: list[JsonObject] | None = None,
    ) -> Message:
        """Show `user` words that nobody else sees and that no history keeps."""
        message = Message(channel, "", self.bot_user_id, text, with_ids(blocks), thread_ts, ephemeral=True)
        message.bot_id, message.attachments = self.app.bot_id, attachments or []
        self.window(user).whisper(message, self.now())
        self.changes.announce(user)
        return message

    def keep(self, identity: str, record: Keepable) -> None:
        """Write `record` through and say that something changed."""
        self.store.keep(identity, record)
        self.changes.announce()

    def forget(self, identity: str, record: Keepable) -> None:
        """Take `record` off the shelf and say that something changed."""
        self.store.forget(identity, record)
        self.changes.announce()

    def record(self, call: Call) -> None:
        """Note a Web API call for the verdicts of tests."""
        self.calls.append(call)
        self.traffic.note(call, self.now())
        if not self.keeps_all:
            del self.calls[:-MOST]
        self.changes.announce()

    def _add_bot(self) -> None:
        name = self.app.bot_name
        bot = Member(self.app.bot_user_id, name.lower(), name, is_bot=True)
        self.members[bot.id] = bot
        self.keep(bot.id, bot)
