"""reactions.*: the bot's own reactions, and everybody's as it sees them."""

from sandbox.slack import reactions
from sandbox.slack.methods.chat import TS
from sandbox.slack.methods.request import Arguments, page
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import message_json
from sandbox.slack.workspace import Workspace


def add(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """reactions.add: react to a message as the bot."""
    message = message_of(workspace, arguments)
    if workspace.channel(message.channel).archived:
        raise SlackRefusal("is_archived")
    reactions.add(message, workspace.bot_user_id, _name(arguments), workspace)
    return {}


def remove(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """reactions.remove: take one of the bot's reactions back."""
    message = message_of(workspace, arguments)
    reactions.remove(message, workspace.bot_user_id, _name(arguments), workspace)
    return {}


def get(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """reactions.get: a message with all reactions to it."""
    return _item(message_of(workspace, arguments), workspace)


def list_reactions(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """reactions.list: the messages to which a person (else the bot) reacted, the newest first."""
    user = workspace.member(arguments.text("user", workspace.bot_user_id)).id
    places = {channel.id for channel in workspace.channels.values() if _sees(workspace, channel)}
    reacted = (m for m in reversed(workspace.messages.every()) if m.channel in places and not m.deleted)
    items = [_item(m, workspace) for m in reacted if any(user in users for users in m.reactions.values())]
    found, following = page(items, arguments, 100, 1000)
    return {"items": found, **following}


def message_of(workspace: Workspace, arguments: Arguments) -> Message:
    """The message that `channel` and `timestamp` name, where the bot is a member."""
    if not arguments.text("channel") or not arguments.text("timestamp"):
        raise SlackRefusal("no_item_specified")
    channel = workspace.channel(arguments.text("channel"), seen_by=workspace.bot_user_id)
    if not TS.fullmatch(arguments.text("timestamp")):
        raise SlackRefusal("bad_timestamp")
    if workspace.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return workspace.messages.get(channel.id, arguments.text("timestamp"))


def _name(arguments: Arguments) -> str:
    return arguments.required("name").strip(":")


def _item(message: Message, workspace: Workspace) -> JsonObject:
    return {"type": "message", "channel": message.channel, "message": message_json(message, workspace)}


def _sees(workspace: Workspace, channel: Channel) -> bool:
    return workspace.bot_user_id in channel.members
