"""dnd.*: who wants no notifications."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Member
from sandbox.slack.refusals import JsonObject
from sandbox.slack.workspace import Workspace

NEVER = 1  # what Slack puts in place of a time where there is no session


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """dnd.info: one member's present or next session; how a snooze stands is told to its own user alone."""
    member = workspace.member(arguments.text("user", workspace.bot_user_id))
    own = {"snooze_enabled": False, "snooze_is_indefinite": False} if member.id == workspace.bot_user_id else {}
    return {**status(member, workspace.now()), **own}


def status(member: Member, now: float) -> JsonObject:
    """The session that lasts still or is to come; one that is over, or a deactivated member's, is none."""
    if member.deleted or member.quiet_until <= now:
        return {"dnd_enabled": False, "next_dnd_start_ts": NEVER, "next_dnd_end_ts": NEVER}
    return {"dnd_enabled": True, "next_dnd_start_ts": member.quiet_from, "next_dnd_end_ts": member.quiet_until}
