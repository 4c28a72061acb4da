"""dnd.*: who wants no notifications."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Member
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace

MOST_USERS = 50
NEVER = 1  # what Slack puts in place of a time where there is no session


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """dnd.info: one member's present or next session; how a snooze stands is told to its own user alone."""
    member = workspace.member(arguments.text("user", workspace.bot_user_id))
    own = {"snooze_enabled": False, "snooze_is_indefinite": False} if member.id == workspace.bot_user_id else {}
    return {**status(member, workspace.now()), **own}


def team_info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """dnd.teamInfo: the sessions of up to 50 members."""
    wanted = [user.strip() for user in arguments.text("users").split(",") if user.strip()]
    if not wanted:
        raise SlackRefusal("no_users_provided")
    if len(wanted) > MOST_USERS:
        raise SlackRefusal("too_many_users")
    if any(user not in workspace.members for user in wanted):
        raise SlackRefusal("user_not_visible")
    return {"users": {user: status(workspace.member(user), workspace.now()) for user in wanted}}


def status(member: Member, now: float) -> JsonObject:
    """The session that lasts still or is to come; one that is over, or a deactivated member's, is none."""
    if member.deleted or member.quiet_until <= now:
        return {"dnd_enabled": False, "next_dnd_start_ts": NEVER, "next_dnd_end_ts": NEVER}
    return {"dnd_enabled": True, "next_dnd_start_ts": member.quiet_from, "next_dnd_end_ts": member.quiet_until}
