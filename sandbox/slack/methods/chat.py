"""chat.*: posting and changing messages."""

import json
import re
from typing import Any

from sandbox.slack.methods.content import POST_LENGTH, UPDATE_LENGTH, content
from sandbox.slack.methods.request import Arguments, warned
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import message_json
from sandbox.slack.workspace import Workspace

METADATA_BYTES = 8_000
TS = re.compile(r"\d{9,10}\.\d{6}")


def post_message(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.postMessage: a new message by the bot; a user id posts into that person's DM."""
    channel = writable(workspace, arguments)
    said = content(workspace, arguments, POST_LENGTH)
    message = said.posted(workspace, channel.id, thread_of(arguments))
    message.metadata = metadata_of(arguments)
    if message.thread_ts and arguments.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"
    workspace.messages.add(message)
    shape = message_json(message, workspace, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shape, **warned(*said.warnings)}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.postEphemeral: words for one member of the channel, whom it is not kept for."""
    channel = writable(workspace, arguments)
    user = arguments.required("user")
    if user not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    said = content(workspace, arguments, POST_LENGTH)
    thread_ts = thread_of(arguments)
    shown = workspace.show_ephemeral(user, channel.id, said.text, said.blocks, thread_ts, said.attachments)
    return {"message_ts": shown.ts, **warned(*said.warnings)}


def me_message(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.meMessage: what the bot does, as `/me` says it; text alone."""
    channel = writable(workspace, arguments)
    said = content(workspace, Arguments({"text": arguments.text("text")}), POST_LENGTH)
    message = said.posted(workspace, channel.id)
    message.subtype = "me_message"
    workspace.messages.add(message)
    return {"channel": channel.id, "ts": message.ts}


def update(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.update: replace one of the bot's own messages; only channel ids are known here."""
    message = _own(workspace, arguments, "cant_update_message", "is_inactive")
    said = content(workspace, arguments, UPDATE_LENGTH)
    blocks = said.blocks
    if blocks is None and message.blocks and said.text:
        blocks = []
    workspace.messages.change(message, said.text, blocks, metadata_of(arguments, removable=True), said.attachments)
    shape = message_json(message, workspace, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


def delete(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.delete: take one of the bot's own messages away."""
    message = _own(workspace, arguments, "cant_delete_message", "is_archived")
    workspace.messages.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.getPermalink: the address of any message that the bot may see."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    message = workspace.messages.get(channel.id, arguments.required("message_ts"))
    return {"channel": channel.id, "permalink": workspace.permalink(message)}


def writable(workspace: Workspace, arguments: Arguments) -> Channel:
    """The channel (by its id or its name) in which the bot may post, or the refusal that Slack gives."""
    identity = arguments.text("channel")
    if identity in workspace.members and not workspace.member(identity).deleted:
        return workspace.dm(identity)
    channel = _found(workspace, identity)
    if channel.archived or any(workspace.member(m).deleted for m in channel.members if channel.is_im):
        raise SlackRefusal("is_archived")
    if workspace.bot_user_id not in channel.members and "chat:write.public" not in workspace.app.scopes:
        raise SlackRefusal("not_in_channel")
    if channel.read_only:
        raise SlackRefusal("restricted_action_read_only_channel")
    return channel


def thread_of(arguments: Arguments) -> str | None:
    """The thread in which something is to stand; refuses what is no stamp."""
    thread_ts = arguments.text("thread_ts")
    if thread_ts and not TS.fullmatch(thread_ts):
        raise SlackRefusal("invalid_thread_ts")
    return thread_ts or None


def metadata_of(arguments: Arguments, *, removable: bool = False) -> JsonObject | None:
    """The metadata that were sent, checked; empty ones, which take others away, only where they are `removable`."""
    metadata: Any = arguments.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if removable and metadata == {}:
        return {}
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackRefusal("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise SlackRefusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackRefusal("metadata_too_large")
    return metadata


def _found(workspace: Workspace, identity: str) -> Channel:
    """The channel of that id, or of that name with or without its hash."""
    if identity not in workspace.channels:
        name = identity.removeprefix("#")
        identity = next((c.id for c in workspace.channels.values() if c.name == name and not c.is_im), identity)
    return workspace.channel(identity, seen_by=workspace.bot_user_id)


def _own(workspace: Workspace, arguments: Arguments, foreign: str, frozen: str) -> Message:
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    message = workspace.messages.get(channel.id, arguments.required("ts"))
    if message.user != workspace.bot_user_id or message.is_note:
        raise SlackRefusal(foreign)
    if channel.archived:
        raise SlackRefusal(frozen)
    return message
