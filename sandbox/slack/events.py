"""Which happenings the app is told of, and in what words (docs.slack.dev/reference/events)."""

import itertools
import time

from sandbox.slack import links, texts
from sandbox.slack.installation import Installation
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.shapes import member_json, message_json, view_json
from sandbox.slack.workspace import Workspace

SCOPES = {
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "dnd_updated_user": ("dnd:read",),
    "file_created": ("files:read",),
    "file_deleted": ("files:read",),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "link_shared": ("links:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "subteam_members_changed": ("usergroups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "user_huddle_changed": ("users:read",),
}
KINDS = {"public": ("message.channels", "channel"), "private": ("message.groups", "group"), "im": ("message.im", "im")}
_numbers = itertools.count(1)


def envelope(event: JsonObject, workspace: Workspace) -> JsonObject:
    """The outer body of an event, with an id of its own."""
    app = workspace.app
    number = next(_numbers)
    authorization = {"enterprise_id": None, "team_id": app.team, "user_id": app.bot_user_id, "is_bot": True}
    return {
        "token": app.verification_token,
        "team_id": app.team,
        "context_team_id": app.team,
        "context_enterprise_id": None,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{number:08d}{int(time.time())}",
        "event_time": int(time.time()),
        "authorizations": [{**authorization, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-sandbox-{number}",
    }


def subscribed(happening: JsonObject, workspace: Workspace) -> list[JsonObject]:
    """The inner events that the app gets for a `happening` of the workspace; none where it did not subscribe."""
    kind = happening["type"]
    if kind in {"message", "message_changed", "message_deleted"}:
        return [*_of_message(happening, workspace), *_beside(happening, workspace)]
    if not _hears(workspace.app, kind) or not _is_near(happening, workspace):
        return []
    return [{**_shaped(happening, workspace), "event_ts": f"{time.time():.6f}"}]


def home_opened(user: str, workspace: Workspace) -> JsonObject:
    """The happening that `user` opened the app's Home."""
    event: JsonObject = {"type": "app_home_opened", "user": user, "channel": workspace.dm(user).id, "tab": "home"}
    home = workspace.window(user).home
    return {**event, "view": view_json(home, workspace.app)} if home else event


def _hears(app: Installation, kind: str) -> bool:
    """Whether the app subscribed to events of `kind` and has a scope that lets it hear them."""
    if kind not in app.events:
        return False
    needed = SCOPES.get(kind)
    return needed is None or not set(needed).isdisjoint(app.scopes)


def _is_near(happening: JsonObject, workspace: Workspace) -> bool:
    """Whether the bot is there: what members do, react to and pin is told of its own channels only."""
    kind = happening["type"]
    if not kind.startswith(("member_", "reaction_", "pin_")):
        return True
    place = happening.get("channel_id") or happening.get("channel") or happening["item"]["channel"]
    return workspace.bot_user_id in workspace.channel(place).members


def _beside(happening: JsonObject, workspace: Workspace) -> list[JsonObject]:
    """What comes with a new message: the files in it, and the links of the app's own domains."""
    message: Message = happening["message"]
    if happening["type"] != "message":
        return []
    found = [_file_shared(message, file) for file in message.files]
    if link := links.shared(message, workspace):
        found.append(link)
    wanted = [event for event in found if _hears(workspace.app, event["type"])]
    return [{**event, "event_ts": message.ts} for event in wanted if _may_see(event, message, workspace)]


def _may_see(event: JsonObject, message: Message, workspace: Workspace) -> bool:
    """Files are told of where the bot is a member; links in public channels as well."""
    channel = workspace.channel(message.channel)
    public = channel.kind == "public" and event["type"] == "link_shared"
    return public or workspace.bot_user_id in channel.members


def _file_shared(message: Message, file: str) -> JsonObject:
    place = {"channel_id": message.channel, "user_id": message.user}
    return {"type": "file_shared", "file_id": file, "file": {"id": file}, **place}


def _shaped(happening: JsonObject, workspace: Workspace) -> JsonObject:
    if happening["type"] in {"user_change", "user_huddle_changed", "team_join"}:
        return {**happening, "user": member_json(happening["user"], workspace.app, with_locale=True)}
    if happening["type"] == "subteam_members_changed":
        return {**happening, "date_update": int(time.time())}
    if happening["type"] == "file_created":
        return {**happening, "file": {"id": happening["file_id"]}}
    return happening


def _of_message(happening: JsonObject, workspace: Workspace) -> list[JsonObject]:
    message: Message = happening["message"]
    channel = workspace.channel(message.channel)
    subscription, channel_type = KINDS[channel.kind]
    if workspace.bot_user_id not in channel.members:
        return []
    place = {"channel": channel.id, "channel_type": channel_type}
    found: list[JsonObject] = []
    if _hears(workspace.app, subscription):
        found.append({**_message_event(happening, workspace), **place})
    if _mentions_bot(happening, workspace) and not channel.is_im:
        found.append({**message_json(message, workspace), "type": "app_mention", "channel": channel.id})
    return [{**event, "event_ts": event.get("ts", message.ts)} for event in found]


def _message_event(happening: JsonObject, workspace: Workspace) -> JsonObject:
    message: Message = happening["message"]
    shape = message_json(message, workspace, with_metadata=True)
    if happening["type"] == "message":
        return {**shape, "subtype": "file_share"} if message.files and not message.subtype else shape
    event = {"type": "message", "subtype": happening["type"], "hidden": True, "ts": f"{time.time():.6f}"}
    if happening["type"] == "message_deleted":
        return {**event, "deleted_ts": message.ts, "previous_message": shape}
    return {**event, "message": shape, "previous_message": message_json(happening["previous"], workspace)}


def _mentions_bot(happening: JsonObject, workspace: Workspace) -> bool:
    message: Message = happening["message"]
    if happening["type"] != "message" or message.is_note or not _hears(workspace.app, "app_mention"):
        return False
    return ("user", workspace.bot_user_id) in texts.mentioned(message.text, message.blocks)
