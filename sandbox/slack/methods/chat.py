"""chat.*: posting and changing messages."""

import json
import re
from typing import Any

from sandbox.slack.blocks import check_message
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import message_json
from sandbox.slack.workspace import Workspace

POST_LENGTH = 40_000
UPDATE_LENGTH = 4_000
METADATA_BYTES = 8_000
TS = re.compile(r"\d{9,10}\.\d{6}")


def post_message(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.postMessage: a new message by the bot; a user id posts into that person's DM."""
    channel = _writable(workspace, arguments)
    text, blocks = words(workspace, arguments, POST_LENGTH)
    thread_ts = arguments.text("thread_ts")
    if thread_ts and not TS.fullmatch(thread_ts):
        raise SlackRefusal("invalid_thread_ts")
    message = workspace.messages.post(
        channel,
        workspace.bot_user_id,
        text,
        blocks=blocks,
        thread_ts=thread_ts or None,
        metadata=_metadata(arguments),
    )
    return {"channel": channel.id, "ts": message.ts, "message": message_json(message, workspace, with_metadata=True)}


def update(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.update: replace one of the bot's own messages; only channel ids are known here."""
    message = _own(workspace, arguments, "cant_update_message")
    text, blocks = words(workspace, arguments, UPDATE_LENGTH)
    if blocks is None and message.blocks and "blocks" not in arguments.values:
        blocks = []
    workspace.messages.change(message, text, blocks, _metadata(arguments))
    shape = message_json(message, workspace, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


def delete(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.delete: take one of the bot's own messages away."""
    message = _own(workspace, arguments, "cant_delete_message")
    workspace.messages.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.getPermalink: the address of any message that the bot may see."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    message = workspace.messages.get(channel.id, arguments.required("message_ts"))
    return {"channel": channel.id, "permalink": workspace.permalink(message)}


def words(workspace: Workspace, arguments: Arguments, most: int) -> tuple[str, list[JsonObject] | None]:
    """Text and checked blocks of a message; refuses `no_text`, `msg_too_long`, `invalid_blocks`."""
    text = arguments.text("text")
    given = arguments.structure("blocks", "invalid_blocks_format")
    blocks = None if given is None else check_message(given, workspace.unknown_blocks)
    if not text and not blocks:
        raise SlackRefusal("no_text")
    if len(text) > most:
        raise SlackRefusal("msg_too_long")
    return text, blocks


def _writable(workspace: Workspace, arguments: Arguments) -> Channel:
    """The channel in which the bot may post, or the refusal that Slack gives."""
    identity = arguments.text("channel")
    if identity in workspace.members and not workspace.member(identity).deleted:
        return workspace.dm(identity)
    channel = workspace.channel(identity, seen_by=workspace.bot_user_id)
    if channel.archived or any(workspace.member(m).deleted for m in channel.members if channel.is_im):
        raise SlackRefusal("is_archived")
    if workspace.bot_user_id not in channel.members and "chat:write.public" not in workspace.app.scopes:
        raise SlackRefusal("not_in_channel")
    return channel


def _own(workspace: Workspace, arguments: Arguments, foreign: str) -> Message:
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    message = workspace.messages.get(channel.id, arguments.required("ts"))
    if message.user != workspace.bot_user_id:
        raise SlackRefusal(foreign)
    if channel.archived:
        raise SlackRefusal("is_archived")
    return message


def _metadata(arguments: Arguments) -> JsonObject | None:
    metadata: Any = arguments.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackRefusal("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise SlackRefusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackRefusal("metadata_too_large")
    return metadata
