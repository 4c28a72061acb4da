"""users.*: who is who, and who is there."""

from sandbox.slack.methods.request import Arguments, page
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import member_json
from sandbox.slack.workspace import Workspace


def list_users(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.list: everybody, page by page; the locale only with `include_locale`."""
    with_locale = arguments.flag("include_locale")
    shapes = [member_json(member, workspace.app, with_locale=with_locale) for member in workspace.members.values()]
    found, following = page(shapes, arguments, 1000, 1000)
    return {"members": found, "cache_ts": 0, **following}


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.info: one member."""
    member = workspace.member(arguments.required("user"))
    return {"user": member_json(member, workspace.app, with_locale=arguments.flag("include_locale"))}


def presence(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.getPresence: active or away, as the deactivated always are; of itself the app learns why."""
    member = workspace.member(arguments.text("user", workspace.bot_user_id))
    answer: JsonObject = {"presence": "away" if member.is_away or member.deleted else "active"}
    if member.id != workspace.bot_user_id:
        return answer
    return {**answer, "online": True, "auto_away": False, "manual_away": False, "connection_count": 1}


def look_up_by_email(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.lookupByEmail: the member of that address, in any letter case; the deactivated cannot be found."""
    wanted = arguments.required("email").lower()
    for member in workspace.members.values():
        if member.email and member.email.lower() == wanted and not member.deleted:
            return {"user": member_json(member, workspace.app)}
    raise SlackRefusal("users_not_found")


def profile(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.profile.get: a member's profile (else the bot's)."""
    member = workspace.member(arguments.text("user", workspace.bot_user_id))
    return {"profile": member_json(member, workspace.app)["profile"]}


def set_presence(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.setPresence: the bot is away, or there again."""
    presence = arguments.required("presence")
    if presence not in {"auto", "away"}:
        raise SlackRefusal("invalid_presence")
    bot = workspace.member(workspace.bot_user_id)
    bot.is_away = presence == "away"
    workspace.keep(bot.id, bot)
    return {}
