"""Whom a new message notifies; an update notifies nobody."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.slack import texts
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import SlackRefusal

if TYPE_CHECKING:
    from sandbox.slack.workspace import Workspace


def pinged_by(message: Message, channel: Channel, workspace: "Workspace") -> list[str]:
    """The members whom `message` notifies: all of a DM, the mentioned, and the followers of its thread."""
    if message.is_note:
        return []
    named = set(_named(message, channel, workspace))
    if channel.is_im:
        named |= set(channel.members)
    if message.thread_ts:
        named |= _followers(message, channel, workspace)
    return sorted((named & set(channel.members)) - {message.user})


def _named(message: Message, channel: Channel, workspace: "Workspace") -> Iterator[str]:
    for kind, identity in texts.mentioned(message.text, message.blocks):
        if kind == "user":
            yield identity
        elif kind == "group":
            yield from workspace.groups[identity].members if identity in workspace.groups else ()
        else:
            yield from channel.members


def _followers(message: Message, channel: Channel, workspace: "Workspace") -> set[str]:
    """Whoever wrote in the thread or was mentioned there gets every further line."""
    try:
        thread = workspace.messages.thread(channel.id, str(message.thread_ts))
    except SlackRefusal:
        return set()
    followers = {earlier.user for earlier in thread}
    for earlier in thread:
        followers |= {identity for kind, identity in texts.mentioned(earlier.text, earlier.blocks) if kind == "user"}
    return followers
