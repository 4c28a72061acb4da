"""What becomes of channels: made, joined, left, renamed, archived, described; and the lines that Slack writes of it."""

import secrets
from typing import TYPE_CHECKING

from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject

if TYPE_CHECKING:
    from sandbox.slack.workspace import Workspace


class Rooms:
    """The acts that change a channel of `workspace`; the app hears each as Slack tells it.

    Slack's own lines carry a subtype (docs.slack.dev/reference/events/message): `channel_join` and its like.
    """

    def __init__(self, workspace: "Workspace") -> None:
        """Act on the channels of `workspace`."""
        self._workspace = workspace

    def make(self, name: str, creator: str, *, private: bool = False) -> Channel:
        """Make a channel whose only member is its `creator`; of a public one the app hears `channel_created`."""
        identity = f"C{secrets.token_hex(5).upper()}"
        channel = self._workspace.add_channel(identity, name=name, members=[creator], private=private)
        channel.created, channel.creator = int(self._workspace.now()), creator
        self._keep(channel)
        if not private:
            self._tell({"type": "channel_created", "channel": {**_named(channel), "creator": creator}})
        return channel

    def join(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Make `user` a member; the app hears it where it is a member itself."""
        if user in channel.members:
            return
        channel.members.append(user)
        self._keep(channel)
        invited = {"inviter": inviter} if inviter else {}
        self._tell({"type": "member_joined_channel", "user": user, **self._place(channel), **invited})
        self.note(channel, user, "join", f"<@{user}> has joined the channel")

    def leave(self, channel: Channel, user: str, actor: str | None = None) -> None:
        """End a membership; the bot's own end arrives as `channel_left` or `group_left`."""
        kind = "group_left" if channel.kind == "private" else "channel_left"
        event = {"type": kind, "channel": channel.id, "actor_id": actor or user}
        if user != self._workspace.bot_user_id:
            event = {"type": "member_left_channel", "user": user, **self._place(channel)}
        channel.members.remove(user)
        self._keep(channel)
        self._tell(event)
        self.note(channel, user, "leave", f"<@{user}> has left the channel")

    def archive(self, channel: Channel, actor: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        channel.archived = archived
        self._keep(channel)
        verb = "archive" if archived else "unarchive"
        self._tell({"type": f"{_prefix(channel)}_{verb}", "channel": channel.id, "user": actor})

    def rename(self, channel: Channel, name: str, actor: str) -> None:
        """Give a channel another name; the app hears `channel_rename` or `group_rename`."""
        before, channel.name = channel.name, name
        self._keep(channel)
        self._tell({"type": f"{_prefix(channel)}_rename", "channel": {**_named(channel), "name_normalized": name}})
        self.note(channel, actor, "name", f'<@{actor}> has renamed the channel from "{before}" to "{name}"')

    def describe(self, channel: Channel, what: str, words: str, actor: str) -> None:
        """Set the "topic" or the "purpose"; Slack writes a line about it."""
        setattr(channel, what, words)
        self._keep(channel)
        self.note(channel, actor, what, f"<@{actor}> set the channel {what}: {words}")

    def note(self, channel: Channel, actor: str, what: str, line: str) -> None:
        """Write Slack's own line about what `actor` did; it pings nobody, and is no post of the app."""
        message = Message(channel.id, "", actor, line, subtype=f"{_prefix(channel)}_{what}")
        self._workspace.messages.add(message)

    def _keep(self, channel: Channel) -> None:
        self._workspace.keep(channel.id, channel)

    def _tell(self, event: JsonObject) -> None:
        self._workspace.on_event(event)

    def _place(self, channel: Channel) -> JsonObject:
        kind = "G" if channel.kind == "private" else "C"
        return {"channel": channel.id, "channel_type": kind, "team": self._workspace.app.team}


def _prefix(channel: Channel) -> str:
    return "group" if channel.kind == "private" else "channel"


def _named(channel: Channel) -> JsonObject:
    return {"id": channel.id, "name": channel.name, "created": channel.created}
