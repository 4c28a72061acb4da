"""files.*: looking at files that are there, and taking them away."""

import itertools
import math

from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import SharedFile
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import file_json
from sandbox.slack.workspace import Workspace

COUNT = 100
TYPES = frozenset({"all", "spaces", "snippets", "images", "gdocs", "zips", "pdfs"})
MIMETYPES = {"images": "image/", "pdfs": "application/pdf", "zips": "application/zip", "snippets": "text/"}


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """files.info: one file that the bot can see."""
    file = _seen(workspace, arguments.required("file"))
    return {"file": file_json(file), "comments": [], "paging": _paging(0, 1, COUNT)}


def list_files(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """files.list: files by channel, person, kind and time, the newest first, page by page of `count`."""
    count, number = arguments.number("count", COUNT, 1000), arguments.number("page", 1, 10**6)
    found = [file for file in workspace.files.values() if _fits(workspace, file, arguments)]
    found.sort(key=lambda file: -file.created)
    shown = found[(number - 1) * count : number * count]
    return {"files": [file_json(file) for file in shown], "paging": _paging(len(found), number, count)}


def delete(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """files.delete: take one of the bot's own files away, out of every message."""
    file = _seen(workspace, arguments.required("file"))
    if file.owner != workspace.bot_user_id:
        raise SlackRefusal("cant_delete_file")
    file.deleted, file.content = True, ""
    workspace.keep(file.id, file)
    workspace.on_event({"type": "file_deleted", "file_id": file.id})
    return {}


def _seen(workspace: Workspace, identity: str) -> SharedFile:
    """The file of that id, where the bot owns it or is in a channel that shows it."""
    file = workspace.files.get(identity)
    if file is None or not _visible(workspace, file):
        raise SlackRefusal("file_not_found")
    if file.deleted:
        raise SlackRefusal("file_deleted")
    return file


def _visible(workspace: Workspace, file: SharedFile) -> bool:
    bot = workspace.bot_user_id
    return file.owner == bot or any(bot in workspace.channel(place).members for place in _places(workspace, file))


def _places(workspace: Workspace, file: SharedFile) -> set[str]:
    shown = itertools.chain.from_iterable(map(workspace.messages.in_channel, workspace.channels))
    return {message.channel for message in shown if file.id in message.files}


def _fits(workspace: Workspace, file: SharedFile, arguments: Arguments) -> bool:
    kinds = {kind.strip() for kind in arguments.text("types", "all").split(",")}
    if not kinds <= TYPES:
        raise SlackRefusal("unknown_type")
    user, channel = arguments.text("user", file.owner), arguments.text("channel")
    since, until = _instant(arguments, "ts_from", 0.0), _instant(arguments, "ts_to", math.inf)
    of_kind = "all" in kinds or any(file.mimetype.startswith(MIMETYPES.get(kind, "?")) for kind in kinds)
    there = not file.deleted and of_kind and file.owner == user and since <= file.created <= until
    return there and _visible(workspace, file) and (not channel or channel in _places(workspace, file))


def _instant(arguments: Arguments, name: str, default: float) -> float:
    try:
        return float(arguments.text(name) or default)
    except ValueError:
        raise SlackRefusal("invalid_arguments", [f"[ERROR] must be a unix timestamp [json-pointer:/{name}]"]) from None


def _paging(total: int, page: int, count: int) -> JsonObject:
    return {"count": count, "total": total, "page": page, "pages": max(1, -(-total // count))}
