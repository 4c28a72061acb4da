"""usergroups.*: groups that can be mentioned."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import group_json
from sandbox.slack.workspace import Workspace


def list_groups(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """usergroups.list: all groups, with their members where `include_users` is set."""
    with_users = arguments.flag("include_users")
    groups = [group_json(group, workspace.app, with_users=with_users) for group in workspace.groups.values()]
    return {"usergroups": groups}


def list_members(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """usergroups.users.list: who is in a group."""
    group = workspace.groups.get(arguments.required("usergroup"))
    if group is None:
        raise SlackRefusal("no_such_subteam")
    return {"users": list(group.members)}
