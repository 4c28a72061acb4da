"""The Web API methods that Slack knows here, with the scopes they need; any other is `unknown_method`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sandbox.slack.methods import (
    auth,
    channels,
    chat,
    conversations,
    dnd,
    files,
    pins,
    reactions,
    scheduling,
    shelf,
    team,
    unfurling,
    usergroups,
    users,
    views,
)
from sandbox.slack.methods.request import Arguments
from sandbox.slack.methods.scopes import INVITING, MANAGING, NAMING, READING, RECALLING
from sandbox.slack.refusals import JsonObject
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it does and of which of the bot's scopes it needs one; `bearer` is whose token it takes.

    One that `writes` takes its arguments as JSON, too; any other reads them from the query or a form alone
    (docs.slack.dev/apis/web-api: "write methods").
    """

    run: Callable[[Workspace, Arguments], JsonObject]
    scopes: tuple[str, ...] = ()
    bearer: Literal["anybody", "app", "bot"] = "bot"
    writes: bool = False


def _reads(run: Callable[[Workspace, Arguments], JsonObject], *scopes: str) -> Method:
    return Method(run, scopes)


def _writes(run: Callable[[Workspace, Arguments], JsonObject], *scopes: str) -> Method:
    return Method(run, scopes, writes=True)


METHODS = {
    "api.test": Method(auth.try_out, bearer="anybody", writes=True),
    "auth.test": _writes(auth.test),
    "auth.revoke": _reads(auth.revoke),
    "apps.connections.open": Method(auth.open_connection, bearer="app", writes=True),
    "chat.postMessage": _writes(chat.post_message, "chat:write"),
    "chat.postEphemeral": _writes(chat.post_ephemeral, "chat:write"),
    "chat.meMessage": _writes(chat.me_message, "chat:write"),
    "chat.update": _writes(chat.update, "chat:write"),
    "chat.delete": _writes(chat.delete, "chat:write"),
    "chat.getPermalink": _reads(chat.get_permalink),
    "chat.scheduleMessage": _writes(scheduling.schedule, "chat:write"),
    "chat.deleteScheduledMessage": _writes(scheduling.unschedule, "chat:write"),
    "chat.scheduledMessages.list": _writes(scheduling.list_scheduled),
    "chat.unfurl": _writes(unfurling.unfurl, "links:write"),
    "views.open": _writes(views.open_view),
    "views.push": _writes(views.push),
    "views.update": _writes(views.update),
    "views.publish": _writes(views.publish),
    "conversations.open": _writes(conversations.open_conversation, "im:write"),
    "conversations.close": _writes(channels.close, *MANAGING),
    "conversations.create": _writes(channels.create, *MANAGING),
    "conversations.join": _writes(channels.join, "channels:join"),
    "conversations.leave": _writes(channels.leave, *MANAGING),
    "conversations.invite": _writes(channels.invite, *INVITING),
    "conversations.kick": _writes(channels.kick, *MANAGING),
    "conversations.rename": _writes(channels.rename, *MANAGING),
    "conversations.archive": _writes(channels.archive, *MANAGING),
    "conversations.unarchive": _writes(channels.unarchive, *MANAGING),
    "conversations.setTopic": _writes(channels.set_topic, *NAMING),
    "conversations.setPurpose": _writes(channels.set_purpose, *NAMING),
    "conversations.mark": _writes(channels.mark, *MANAGING),
    "conversations.list": _reads(conversations.list_conversations, *READING),
    "conversations.info": _reads(conversations.info, *READING),
    "conversations.members": _reads(conversations.members, *READING),
    "conversations.history": _reads(conversations.history, *RECALLING),
    "conversations.replies": _reads(conversations.replies, *RECALLING),
    "users.list": _reads(users.list_users, "users:read"),
    "users.info": _reads(users.info, "users:read"),
    "users.lookupByEmail": _reads(users.look_up_by_email, "users:read.email"),
    "users.profile.get": _reads(users.profile, "users.profile:read"),
    "users.getPresence": _reads(users.presence, "users:read"),
    "users.setPresence": _writes(users.set_presence, "users:write"),
    "users.conversations": _reads(conversations.of_user, *READING),
    "dnd.info": _reads(dnd.info, "dnd:read"),
    "dnd.teamInfo": _reads(dnd.team_info, "dnd:read"),
    "reactions.add": _writes(reactions.add, "reactions:write"),
    "reactions.remove": _writes(reactions.remove, "reactions:write"),
    "reactions.get": _reads(reactions.get, "reactions:read"),
    "reactions.list": _reads(reactions.list_reactions, "reactions:read"),
    "pins.add": _writes(pins.add, "pins:write"),
    "pins.remove": _writes(pins.remove, "pins:write"),
    "pins.list": _reads(pins.list_pins, "pins:read"),
    "files.getUploadURLExternal": _reads(files.get_upload_url, "files:write"),
    "files.completeUploadExternal": _writes(files.complete_upload, "files:write"),
    "files.info": _reads(shelf.info, "files:read"),
    "files.list": _reads(shelf.list_files, "files:read"),
    "files.delete": _writes(shelf.delete, "files:write"),
    "usergroups.list": _reads(usergroups.list_groups, "usergroups:read"),
    "usergroups.users.list": _reads(usergroups.list_members, "usergroups:read"),
    "bots.info": _reads(team.bot, "users:read"),
    "team.info": _reads(team.info, "team:read"),
    "emoji.list": _reads(team.emoji, "emoji:read"),
}
