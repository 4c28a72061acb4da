"""pins.*: what a channel keeps in sight."""

from sandbox.slack.methods.reactions import message_of
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import message_json
from sandbox.slack.workspace import Workspace

MOST_PINS = 100


def add(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """pins.add: pin a message to its channel."""
    message = message_of(workspace, arguments)
    if message.pin:
        raise SlackRefusal("already_pinned")
    if message.is_note:
        raise SlackRefusal("not_pinnable")
    if len(_pinned(workspace, message.channel)) >= MOST_PINS:
        raise SlackRefusal("too_many_pins")
    message.pin = {"pinned_by": workspace.bot_user_id, "pinned_ts": int(workspace.now())}
    _tell(workspace, "pin_added", message)
    return {}


def remove(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """pins.remove: take a pin away."""
    message = message_of(workspace, arguments)
    if not message.pin:
        raise SlackRefusal("no_pin")
    message.pin = None
    _tell(workspace, "pin_removed", message)
    return {}


def list_pins(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """pins.list: everything that is pinned in a channel, the newest pin first."""
    channel: Channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    if workspace.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return {"items": [_item(message, workspace) for message in _pinned(workspace, channel.id)]}


def _pinned(workspace: Workspace, channel: str) -> list[Message]:
    found = [message for message in workspace.messages.in_channel(channel) if message.pin]
    return sorted(found, key=lambda message: -int((message.pin or {})["pinned_ts"]))


def _item(message: Message, workspace: Workspace) -> JsonObject:
    pin = message.pin or {}
    shape = message_json(message, workspace)
    by = {"created": pin.get("pinned_ts"), "created_by": pin.get("pinned_by")}
    return {"type": "message", "channel": message.channel, "message": shape, **by}


def _tell(workspace: Workspace, event: str, message: Message) -> None:
    workspace.messages.touch(message)
    left = _pinned(workspace, message.channel)
    about = {"pin_count": len(left)} if event == "pin_added" else {"has_pins": bool(left)}
    place = {"user": workspace.bot_user_id, "channel_id": message.channel, "item_user": message.user}
    workspace.on_event({"type": event, **place, "item": _item(message, workspace), **about})
