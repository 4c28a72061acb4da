"""files.*: bringing files in, and showing them in a message."""

from typing import Any

from sandbox.slack.methods.chat import TS
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Channel, Message, SharedFile
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.uploads import MOST_BYTES
from sandbox.slack.workspace import Workspace


def get_upload_url(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """files.getUploadURLExternal: where to send the `length` bytes of a file; an empty one is none."""
    name, length = arguments.required("filename"), arguments.required("length")
    if not length.isdecimal():
        raise SlackRefusal("invalid_arguments", ["[ERROR] must be an integer [json-pointer:/length]"])
    if int(length) == 0:
        raise SlackRefusal("missing_argument")
    if int(length) > MOST_BYTES:
        raise SlackRefusal("file_upload_size_restricted")
    file_id, address = workspace.uploads.give(name, int(length))
    return {"upload_url": address, "file_id": file_id}


def complete_upload(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """files.completeUploadExternal: show what has arrived in a message; the answer does not say which.

    A file that is completed again is shown again. Without a `channel_id` it is shown nowhere. A message with files
    takes no metadata.
    """
    channel = _shown_in(workspace, arguments)
    thread_ts = arguments.text("thread_ts")
    if thread_ts and not TS.fullmatch(thread_ts):
        raise SlackRefusal("invalid_thread_ts")
    files = [_arrived(workspace, one) for one in _listed(arguments)]
    for file in files:
        workspace.share(file)
    if channel:
        _show(workspace, channel, arguments.text("initial_comment"), thread_ts or None, files)
    return {"files": [{"id": file.id, "title": file.title or file.name} for file in files]}


def _show(workspace: Workspace, channel: Channel, text: str, thread_ts: str | None, files: list[SharedFile]) -> None:
    bot, bot_id = workspace.bot_user_id, workspace.app.bot_id
    shown = [file.id for file in files]
    workspace.messages.add(Message(channel.id, "", bot, text, thread_ts=thread_ts, bot_id=bot_id, files=shown))


def _listed(arguments: Arguments) -> list[JsonObject]:
    files: Any = arguments.structure("files", "invalid_arguments")
    if not isinstance(files, list) or not files or not all(isinstance(one, dict) for one in files):
        raise SlackRefusal("invalid_arguments", ["[ERROR] must be an array of files [json-pointer:/files]"])
    return files


def _arrived(workspace: Workspace, given: JsonObject) -> SharedFile:
    """The file whose bytes have arrived, under its title; refuses any other."""
    identity = str(given.get("id", ""))
    file = workspace.uploads.arrived.get(identity) or workspace.files.get(identity)
    if file is None or file.owner != workspace.bot_user_id:
        raise SlackRefusal("file_not_found")
    file.title = str(given.get("title") or file.title or file.name)
    return file


def _shown_in(workspace: Workspace, arguments: Arguments) -> Channel | None:
    """The one channel to show it in, of which the bot must be a member, or None where none was named."""
    identity = arguments.text("channel_id") or arguments.text("channels")
    if not identity:
        return None
    channel = workspace.channel(identity, seen_by=workspace.bot_user_id)
    if channel.archived or any(workspace.member(m).deleted for m in channel.members if channel.is_im):
        raise SlackRefusal("is_archived")
    if workspace.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel
