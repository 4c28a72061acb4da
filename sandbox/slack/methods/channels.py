"""conversations.*: making channels and changing them."""

from sandbox.slack.methods.request import Arguments, warned
from sandbox.slack.methods.scopes import INVITING, MANAGING, NAMING, for_kind, need, need_for
from sandbox.slack.records import Channel
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import channel_json
from sandbox.slack.workspace import Workspace

NAME_LENGTH = 80
WORDS_LENGTH = 250
MOST_INVITED = 1000


def create(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.create: a public or private channel, the bot its only member."""
    private = arguments.flag("is_private")
    need(workspace, *for_kind("private" if private else "public", MANAGING))
    channel = workspace.rooms.make(_free_name(workspace, arguments), workspace.bot_user_id, private=private)
    return {"channel": channel_json(channel, workspace)}


def join(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.join: the bot becomes a member of a public channel."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    if channel.kind != "public":
        raise SlackRefusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackRefusal("is_archived")
    already = workspace.bot_user_id in channel.members
    workspace.rooms.join(channel, workspace.bot_user_id)
    return {"channel": channel_json(channel, workspace), **(warned("already_in_channel") if already else {})}


def leave(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.leave: the bot is no member any more."""
    channel = _managed(workspace, arguments)
    if channel.archived:
        raise SlackRefusal("is_archived")
    if workspace.bot_user_id not in channel.members:
        return {"not_in_channel": True}
    if channel.is_general:
        raise SlackRefusal("cant_leave_general")
    if channel.members == [workspace.bot_user_id]:
        raise SlackRefusal("last_member")
    workspace.rooms.leave(channel, workspace.bot_user_id)
    return {}


def invite(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.invite: make others members; with `force` those who cannot be are left out."""
    channel = _joined(workspace, _managed(workspace, arguments, INVITING))
    if channel.archived:
        raise SlackRefusal("is_archived")
    users = [user.strip() for user in arguments.text("users").split(",") if user.strip()]
    if not users:
        raise SlackRefusal("no_user")
    failed = _not_invitable(workspace, channel, users[:MOST_INVITED])
    if failed and (len(failed) == len(users) or not arguments.flag("force")):
        raise SlackRefusal(str(failed[0]["error"]), errors=failed)
    for user in [user for user in users if user not in {one["user"] for one in failed}]:
        workspace.rooms.join(channel, user, inviter=workspace.bot_user_id)
    return {"channel": channel_json(channel, workspace)}


def kick(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.kick: end somebody's membership."""
    channel = _joined(workspace, _managed(workspace, arguments))
    user = arguments.text("user")
    if not user:
        raise SlackRefusal("no_user")
    if workspace.member(user).id == workspace.bot_user_id:
        raise SlackRefusal("cant_kick_self")
    if channel.is_general:
        raise SlackRefusal("cant_kick_from_general")
    if user not in channel.members:
        raise SlackRefusal("not_in_channel")
    workspace.rooms.leave(channel, user, workspace.bot_user_id)
    return {}


def rename(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.rename: another name for a channel that the bot made."""
    channel = _joined(workspace, _managed(workspace, arguments))
    if channel.archived:
        raise SlackRefusal("is_archived")
    if channel.creator != workspace.bot_user_id:
        raise SlackRefusal("not_authorized")
    workspace.rooms.rename(channel, _free_name(workspace, arguments), workspace.bot_user_id)
    return {"channel": channel_json(channel, workspace)}


def archive(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.archive: nobody writes there any more."""
    channel = _joined(workspace, _managed(workspace, arguments))
    if channel.archived:
        raise SlackRefusal("already_archived")
    if channel.is_general:
        raise SlackRefusal("cant_archive_general")
    workspace.rooms.archive(channel, workspace.bot_user_id)
    return {}


def unarchive(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.unarchive: bring a channel back."""
    channel = _managed(workspace, arguments)
    if not channel.archived:
        raise SlackRefusal("not_archived")
    workspace.rooms.archive(channel, workspace.bot_user_id, archived=False)
    return {}


def set_topic(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.setTopic: what a channel is about now."""
    return _described(workspace, arguments, "topic")


def set_purpose(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.setPurpose: what a channel is for."""
    return _described(workspace, arguments, "purpose")


def mark(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.mark: how far the bot has read."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    need_for(workspace, channel, MANAGING)
    ts = arguments.required("ts")
    if not ts.replace(".", "", 1).isdigit():
        raise SlackRefusal("invalid_timestamp")
    _joined(workspace, channel).last_read = ts
    workspace.keep(channel.id, channel)
    return {}


def close(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.close: put a DM out of sight; it comes back with the next message."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    if not channel.is_im:
        raise SlackRefusal("method_not_supported_for_channel_type")
    need_for(workspace, channel, MANAGING)
    return {}


def _described(workspace: Workspace, arguments: Arguments, what: str) -> JsonObject:
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    need_for(workspace, channel, NAMING)
    words = arguments.text(what)
    if len(words) > WORDS_LENGTH:
        raise SlackRefusal("too_long")
    if channel.archived:
        raise SlackRefusal("is_archived")
    workspace.rooms.describe(_joined(workspace, channel), what, words, workspace.bot_user_id)
    return {"channel": channel_json(channel, workspace), what: words}


def _managed(workspace: Workspace, arguments: Arguments, scopes: tuple[str, ...] = MANAGING) -> Channel:
    """The channel, no DM, for whose kind the app has one of `scopes`."""
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    if channel.is_im:
        raise SlackRefusal("method_not_supported_for_channel_type")
    need_for(workspace, channel, scopes)
    return channel


def _joined(workspace: Workspace, channel: Channel) -> Channel:
    if workspace.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def _not_invitable(workspace: Workspace, channel: Channel, users: list[str]) -> list[JsonObject]:
    """Each of `users` who cannot be invited, with Slack's word for why."""
    words = {user: _obstacle(workspace, channel, user) for user in users}
    return [{"user": user, "ok": False, "error": word} for user, word in words.items() if word]


def _obstacle(workspace: Workspace, channel: Channel, user: str) -> str | None:
    if user not in workspace.members:
        return "user_not_found"
    if user == workspace.bot_user_id:
        return "cant_invite_self"
    if workspace.member(user).deleted:
        return "cant_invite"
    return "already_in_channel" if user in channel.members else None


def _free_name(workspace: Workspace, arguments: Arguments) -> str:
    """The name that was asked for, as Slack allows one; refuses one that any channel has, an archived one too."""
    name = arguments.text("name")
    if not name:
        raise SlackRefusal("invalid_name_required")
    if len(name) > NAME_LENGTH:
        raise SlackRefusal("invalid_name_maxlength")
    if not any(letter.isalnum() for letter in name):
        raise SlackRefusal("invalid_name_punctuation")
    if name != name.lower() or not all(letter.isalnum() or letter in "-_" for letter in name):
        raise SlackRefusal("invalid_name_specials")
    if any(channel.name == name for channel in workspace.channels.values() if not channel.is_im):
        raise SlackRefusal("name_taken")
    return name
