"""chat.scheduleMessage and its like: posts that wait for their time."""

from sandbox.slack.messages import with_ids
from sandbox.slack.methods.chat import metadata_of, thread_of, writable
from sandbox.slack.methods.content import POST_LENGTH, content
from sandbox.slack.methods.request import Arguments, page
from sandbox.slack.records import ScheduledMessage
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace


def schedule(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.scheduleMessage: post at `post_at`, in unix seconds; what has metadata is accepted and never posted."""
    channel = writable(workspace, arguments)
    post_at = arguments.required("post_at")
    if not post_at.isdecimal():
        raise SlackRefusal("invalid_time")
    said = content(workspace, arguments, POST_LENGTH)
    message = ScheduledMessage("", channel.id, int(post_at), int(workspace.now()), said.text, with_ids(said.blocks))
    message.attachments = said.attachments or []
    message.thread_ts, message.metadata = thread_of(arguments), metadata_of(arguments)
    workspace.scheduled.add(message)
    shape = {"text": said.text, "bot_id": workspace.app.bot_id, "type": "delayed_message"}
    parts = {name: part for name, part in (("blocks", message.blocks), ("attachments", message.attachments)) if part}
    answer = {"channel": channel.id, "scheduled_message_id": message.id, "post_at": message.post_at}
    return {**answer, "message": {**shape, **parts}}


def unschedule(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.deleteScheduledMessage: call one off that was not posted yet."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    workspace.scheduled.remove(arguments.required("scheduled_message_id"), channel.id)
    return {}


def list_scheduled(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.scheduledMessages.list: what waits, in one channel or in all, between `oldest` and `latest`."""
    channel = arguments.text("channel") or None
    if channel and channel not in workspace.channels:
        raise SlackRefusal("invalid_channel")
    oldest, latest = _second(arguments, "oldest", 0), _second(arguments, "latest", 10**12)
    waiting = [one for one in workspace.scheduled.listed(channel) if oldest <= one.post_at <= latest]
    found, following = page([_shape(message) for message in waiting], arguments, 100, 1000)
    return {"scheduled_messages": found, **following}


def _second(arguments: Arguments, name: str, default: int) -> int:
    value = arguments.text(name, str(default))
    if not value.isdecimal():
        raise SlackRefusal("invalid_arguments", [f"[ERROR] must be a unix timestamp [json-pointer:/{name}]"])
    return int(value)


def _shape(message: ScheduledMessage) -> JsonObject:
    return {
        "id": message.id,
        "channel_id": message.channel,
        "post_at": message.post_at,
        "date_created": message.created,
        "text": message.text,
    }
