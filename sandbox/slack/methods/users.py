"""users.*: who is who."""

from sandbox.slack.methods.request import Arguments, page
from sandbox.slack.refusals import JsonObject
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
