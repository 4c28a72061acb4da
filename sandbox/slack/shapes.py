"""The JSON in which Slack shows members, channels, messages, files and views."""

from sandbox.slack.installation import Installation
from sandbox.slack.records import Channel, Group, Member, Message, SharedFile
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import View
from sandbox.slack.workspace import Workspace


def member_json(member: Member, app: Installation, *, with_locale: bool = False) -> JsonObject:
    """A user object; the e-mail only with its scope, the locale only where asked for."""
    profile: JsonObject = {"real_name": member.real_name, "display_name": member.name, "team": app.team}
    profile |= _huddle_json(member)
    if "users:read.email" in app.scopes and member.email and not member.deleted:
        profile["email"] = member.email
    user: JsonObject = {
        "id": member.id,
        "team_id": app.team,
        "name": member.name,
        "real_name": member.real_name,
        "deleted": member.deleted,
        "tz": member.tz,
        "profile": profile,
        "is_admin": member.is_admin,
        "is_owner": False,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": member.updated,
    }
    return {**user, "locale": member.locale} if with_locale else user


def channel_json(channel: Channel, workspace: Workspace) -> JsonObject:
    """A conversation object as the bot sees it."""
    shape: JsonObject = {"id": channel.id, "created": channel.created, "is_im": channel.is_im, "is_mpim": False}
    if channel.is_im:
        user = next(member for member in channel.members if member != workspace.bot_user_id)
        return {**shape, "user": user, "is_org_shared": False, "is_user_deleted": workspace.member(user).deleted}
    return {
        **shape,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.archived,
        "is_member": workspace.bot_user_id in channel.members,
        "context_team_id": workspace.app.team,
        "num_members": len(channel.members),
        "creator": channel.creator,
        "is_general": channel.is_general,
        "is_shared": False,
        "is_ext_shared": False,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "last_read": channel.last_read,
    }


def group_json(group: Group, app: Installation, *, with_users: bool = False) -> JsonObject:
    """A user group object."""
    shape: JsonObject = {
        "id": group.id,
        "team_id": app.team,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "date_delete": 0,
        "user_count": len(group.members),
    }
    return {**shape, "users": list(group.members)} if with_users else shape


def message_json(message: Message, workspace: Workspace, *, with_metadata: bool = False) -> JsonObject:
    """A message object; the metadata only where asked for, the thread's size on its root."""
    shape: JsonObject = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shape["team"] = workspace.app.team
    if message.bot_id:
        shape |= {"bot_id": message.bot_id, "app_id": workspace.app.app_id, "bot_profile": _bot_profile(workspace.app)}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.files:
        shape |= {"files": [file_json(workspace.files[file]) for file in message.files], "upload": False}
    if message.edited:
        shape["edited"] = message.edited
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.subtype:
        shape["subtype"] = message.subtype
    if message.reactions:
        shape["reactions"] = reactions_json(message)
    if message.pin:
        shape |= {"pinned_to": [message.channel], "pinned_info": {"channel": message.channel, **message.pin}}
    if with_metadata and message.metadata:
        shape["metadata"] = message.metadata
    return shape | _thread_json(message, workspace)


def reactions_json(message: Message) -> list[JsonObject]:
    """The reactions as a message object carries them."""
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()]


def file_json(file: SharedFile) -> JsonObject:
    """A file object."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "size": file.size,
        "user": file.owner,
        "permalink": file.permalink,
        "url_private": file.permalink,
        "url_private_download": file.permalink,
        "filetype": file.name.rpartition(".")[2].lower(),
        "created": file.created,
        "timestamp": file.created,
        "mode": "tombstone" if file.deleted else "hosted",
    }


def view_json(view: View, app: Installation) -> JsonObject:
    """A view object with the state of its inputs."""
    frame: JsonObject = {
        "private_metadata": "",
        "callback_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
    }
    return {
        "id": view.id,
        "team_id": app.team,
        "app_id": app.app_id,
        "app_installed_team_id": app.team,
        "bot_id": app.bot_id,
        **frame,
        **view.source,
        "state": view.state,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
    }


def _huddle_json(member: Member) -> JsonObject:
    """What a profile says of huddles (docs.slack.dev/reference/events/user_huddle_changed)."""
    if not member.huddle_until:
        return {"huddle_state": "default_unset", "huddle_state_expiration_ts": 0}
    call = {"huddle_state_call_id": f"R{member.id[1:]}"}
    return {"huddle_state": "in_a_huddle", "huddle_state_expiration_ts": member.huddle_until, **call}


def _bot_profile(app: Installation) -> JsonObject:
    return {"id": app.bot_id, "app_id": app.app_id, "name": app.bot_name, "team_id": app.team, "deleted": False}


def _thread_json(message: Message, workspace: Workspace) -> JsonObject:
    if message.ephemeral:
        return {}
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    replies = workspace.messages.replies(message.channel, message.ts)
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "latest_reply": replies[-1].ts,
    }
