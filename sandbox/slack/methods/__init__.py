"""The Web API methods that Slack knows here, with the scopes they need; any other is `unknown_method`."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.methods import auth, chat, conversations, dnd, files, usergroups, users, views
from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it does and which of the bot's scopes it needs; `app_level` wants the app token."""

    run: Callable[[Workspace, Arguments], JsonObject]
    scope: str | None = None
    app_level: bool = False


METHODS = {
    "auth.test": Method(auth.test),
    "apps.connections.open": Method(auth.open_connection, app_level=True),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "views.open": Method(views.open_view),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "conversations.open": Method(conversations.open_conversation, "im:write"),
    "conversations.info": Method(conversations.info),
    "conversations.members": Method(conversations.members),
    "conversations.history": Method(conversations.history),
    "conversations.replies": Method(conversations.replies),
    "users.list": Method(users.list_users, "users:read"),
    "users.info": Method(users.info, "users:read"),
    "users.getPresence": Method(users.presence, "users:read"),
    "users.conversations": Method(conversations.of_user),
    "dnd.info": Method(dnd.info, "dnd:read"),
    "dnd.teamInfo": Method(dnd.team_info, "dnd:read"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "usergroups.list": Method(usergroups.list_groups, "usergroups:read"),
}
